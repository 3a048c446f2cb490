/** One process's journal on disk: facts are appended and synced, read again, and forgotten. */
import type { Fact } from "../core/facts.ts";
import type { FactSource } from "../store/writer.ts";
import { FileLock } from "./file_lock.ts";

/** What is read at once; longer than the longest fact (a turn of 2,000 characters, a whole lead). */
const READ_BYTES = 256 * 1_024;
/** A file is emptied when all of it was delivered and it has grown to this. */
const TRIM_BYTES = 1_024 * 1_024;

export class JournalFile implements FactSource {
  readonly path: string;
  readonly #file: Deno.FsFile;
  readonly #lock: FileLock;
  /** Bytes that are on disk for good, and bytes that were delivered. */
  #syncedTo: number;
  #deliveredTo = 0;
  /** How long each fact of the last `peek` is, so that `advance` can count in facts. */
  #peeked: number[] = [];

  private constructor(path: string, file: Deno.FsFile, lock: FileLock, size: number) {
    this.path = path;
    this.#file = file;
    this.#lock = lock;
    this.#syncedTo = size;
  }

  /** A new one, locked before it can be found by those who look for orphans. */
  static async create(folder: string): Promise<JournalFile> {
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    const path = `${folder}/${crypto.randomUUID()}.ndjson`;
    const lock = await FileLock.take(`${path}.new`, "exclusive");
    await Deno.rename(`${path}.new`, path);
    return new JournalFile(path, await open(path), lock, 0);
  }

  /** Those whose process is gone; each is ours alone from here on. */
  static async *orphans(folder: string): AsyncGenerator<JournalFile> {
    for await (const { name } of Deno.readDir(folder)) {
      if (!name.endsWith(".ndjson")) continue;
      const path = `${folder}/${name}`;
      const lock = await FileLock.tryTake(path);
      if (lock === null) continue;
      const file = await open(path).catch(() => null); // somebody else was faster
      if (file === null) lock.release();
      else yield new JournalFile(path, file, lock, (await file.stat()).size);
    }
  }

  get isDelivered(): boolean {
    return this.#deliveredTo >= this.#syncedTo;
  }

  /** Resolves when they are on disk for good. After a rejection none of them counts as written. */
  async append(facts: readonly Fact[]): Promise<void> {
    const bytes = new TextEncoder().encode(facts.map(line).join(""));
    await this.#file.seek(this.#syncedTo, Deno.SeekMode.Start);
    for (let from = 0; from < bytes.length;) from += await this.#file.write(bytes.subarray(from));
    await this.#file.syncData();
    this.#syncedTo += bytes.length;
  }

  async peek(max: number): Promise<readonly Fact[]> {
    this.#peeked = [];
    const length = Math.min(READ_BYTES, this.#syncedTo - this.#deliveredTo);
    if (length <= 0) return [];
    const text = new TextDecoder().decode(await this.#read(this.#deliveredTo, length));
    const facts: Fact[] = [];
    let torn = 0;
    for (const each of text.split("\n").slice(0, -1)) {
      const bytes = new TextEncoder().encode(each).length + 1;
      const fact = factIn(each);
      if (fact === null) torn += bytes; // a write that a crash cut in two: it was never acknowledged
      else {
        this.#peeked.push(torn + bytes);
        facts.push(fact);
        torn = 0;
      }
      if (facts.length === max) break;
    }
    if (facts.length === 0) this.#deliveredTo = this.#syncedTo;
    return facts;
  }

  advance(count: number): Promise<void> {
    for (const bytes of this.#peeked.splice(0, count)) this.#deliveredTo += bytes;
    return Promise.resolve();
  }

  /** Call while nothing is being written: forgets what was delivered, once it is worth it. */
  async trim(): Promise<void> {
    if (!this.isDelivered || this.#syncedTo < TRIM_BYTES) return;
    await this.#file.truncate(0);
    this.#syncedTo = this.#deliveredTo = 0;
  }

  /** Removes the file when all of it was delivered; else it waits for the next start. */
  async close(): Promise<void> {
    if (this.isDelivered) await Deno.remove(this.path).catch(() => {});
    this.#file.close();
    this.#lock.release();
  }

  async #read(from: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    await this.#file.seek(from, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < length) {
      const read = await this.#file.read(bytes.subarray(filled));
      if (read === null) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  }
}

/** A checksum stands before each fact, so that a torn or damaged line is known for what it is. */
function line(fact: Fact): string {
  const json = JSON.stringify(fact);
  return `${checksum(json)} ${json}\n`;
}

function factIn(text: string): Fact | null {
  const json = text.slice(9);
  return text.slice(0, 8) === checksum(json) ? JSON.parse(json) as Fact : null;
}

/** FNV-1a, 32 bits: eight hexadecimal digits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function open(path: string): Promise<Deno.FsFile> {
  return Deno.open(path, { read: true, write: true });
}
