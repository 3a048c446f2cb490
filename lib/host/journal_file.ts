/** One process's journal on disk: facts are appended and synced, read again, and forgotten. */
import type { Fact } from "../core/facts.ts";
import type { Sealer } from "../store/sealing.ts";
import type { FactSource } from "../store/writer.ts";
import { syncFolder } from "./data_folder.ts";
import { readLine, writeLine } from "./journal_line.ts";

/** What is read at once; a longer fact (a whole novel typed into a console) is read in a second go. */
const READ_BYTES = 256 * 1_024;
/** A file is emptied when all of it was delivered and it has grown to this. */
const TRIM_BYTES = 1_024 * 1_024;
/** Some million facts; a database that takes none for so long has to be looked at. */
export const JOURNAL_BYTES_MAX = 1_024 ** 3;
/** A new file can be taken for an orphan before it is locked; hardly twice. */
const CREATE_TRIES = 10;
const NEWLINE = 10;

/** Its lock is held while lines of a journal in it are changed in place, or forgotten. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

export class JournalFile implements FactSource {
  readonly path: string;
  /** Locked by the kernel for as long as it is open, however its process ends. */
  readonly #file: Deno.FsFile;
  /** With a place of its own: what was appended is read while more is being appended. */
  readonly #reader: Deno.FsFile;
  readonly #sealer: Sealer;
  /** Bytes that are on disk for good, and bytes that were delivered. */
  #syncedTo: number;
  #deliveredTo = 0;
  /** How long each fact of the last `peek` is, so that `advance` can count in facts. */
  #peeked: number[] = [];

  private constructor(
    path: string,
    { file, reader }: { readonly file: Deno.FsFile; readonly reader: Deno.FsFile },
    size: number,
    sealer: Sealer,
  ) {
    this.path = path;
    this.#file = file;
    this.#reader = reader;
    this.#syncedTo = size;
    this.#sealer = sealer;
  }

  static async create(folder: string, sealer: Sealer): Promise<JournalFile> {
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    for (let tries = 0; tries < CREATE_TRIES; tries++) {
      const path = `${folder}/${crypto.randomUUID()}.ndjson`;
      const created = await JournalFile.#own(path, { createNew: true, mode: 0o600 }, sealer);
      if (created === null) continue;
      await syncFolder(folder);
      return created;
    }
    throw new Error(`Cannot make a journal in ${folder}: other programs take it each time`);
  }

  /** Paths of all journals; `takeOver` tells which are orphans. */
  static async list(folder: string): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const { name } of Deno.readDir(folder)) names.push(name);
    return names.filter((name) => name.endsWith(".ndjson")).map((name) => `${folder}/${name}`);
  }

  /** The journal of a process that is gone, ours alone from here on; null where one lives. */
  static async takeOver(path: string, sealer: Sealer): Promise<JournalFile | null> {
    return await JournalFile.#own(path, {}, sealer).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return null; // somebody else was faster
      throw error;
    });
  }

  /** Null when another process holds the file, or has removed it meanwhile. */
  static async #own(
    path: string,
    how: Deno.OpenOptions,
    sealer: Sealer,
  ): Promise<JournalFile | null> {
    const file = await Deno.open(path, { ...how, read: true, write: true });
    if (await file.tryLock(true)) {
      const { size, nlink } = await file.stat();
      if (nlink !== 0) {
        const reader = await Deno.open(path);
        return new JournalFile(path, { file, reader }, size, sealer);
      }
    }
    file.close();
    return null;
  }

  get isDelivered(): boolean {
    return this.#deliveredTo >= this.#syncedTo;
  }

  /** Resolves when they are on disk for good. After a rejection none of them counts as written. */
  async append(facts: readonly Fact[]): Promise<void> {
    const bytes = new TextEncoder().encode((await this.#lines(facts)).join(""));
    if (this.#syncedTo + bytes.length > JOURNAL_BYTES_MAX) {
      throw new Error(`Cannot write the journal: it has grown to ${JOURNAL_BYTES_MAX} bytes`);
    }
    await this.#file.seek(this.#syncedTo, Deno.SeekMode.Start);
    for (let from = 0; from < bytes.length;) from += await this.#file.write(bytes.subarray(from));
    await this.#file.syncData();
    this.#syncedTo += bytes.length;
  }

  /** Also while facts are being appended: they come the next time. */
  async peek(max: number): Promise<readonly Fact[]> {
    const syncedTo = this.#syncedTo;
    for (let atMost = READ_BYTES; this.#deliveredTo < syncedTo; atMost *= 2) {
      const length = Math.min(atMost, syncedTo - this.#deliveredTo);
      const bytes = await this.#read(this.#deliveredTo, length);
      const facts = await this.#factsIn(bytes, max);
      if (facts.length > 0) return facts;
      const isRest = bytes.length < atMost;
      if (isRest) this.#deliveredTo = syncedTo; // a torn end
    }
    return [];
  }

  advance(count: number): Promise<void> {
    for (const bytes of this.#peeked.splice(0, count)) this.#deliveredTo += bytes;
    return Promise.resolve();
  }

  get isWorthTrimming(): boolean {
    return this.isDelivered && this.#syncedTo >= TRIM_BYTES;
  }

  /**
   * Call while nothing is being written or read: forgets what was delivered, once it is worth it. While somebody
   * changes lines in place it is left for the next time: other facts would stand where those stood.
   */
  async trim(): Promise<void> {
    if (!this.isWorthTrimming) return;
    using folder = await Deno.open(folderOf(this.path));
    if (!await folder.tryLock(true)) return;
    await this.#file.truncate(0);
    this.#syncedTo = this.#deliveredTo = 0;
  }

  /** Removes the file when all of it was delivered; else it waits for the next start. */
  async close(): Promise<void> {
    if (this.isDelivered) await Deno.remove(this.path).catch(() => {});
    this.#reader.close();
    this.#file.close();
  }

  #lines(facts: readonly Fact[]): Promise<readonly string[]> {
    return Promise.all(facts.map((fact) => writeLine(fact, this.#sealer)));
  }

  /** Whole facts; a line that a crash cut in two was never acknowledged, and is passed over. */
  async #factsIn(bytes: Uint8Array, max: number): Promise<Fact[]> {
    this.#peeked = [];
    const facts: Fact[] = [];
    let [from, countedTo] = [0, 0];
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      const line = new TextDecoder().decode(bytes.subarray(from, end));
      const fact = await readLine(line, this.#sealer);
      from = end + 1;
      if (fact === null) continue;
      this.#peeked.push(from - countedTo);
      countedTo = from;
      if (facts.push(fact) === max) break;
    }
    return facts;
  }

  async #read(from: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    await this.#reader.seek(from, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < length) {
      const read = await this.#reader.read(bytes.subarray(filled));
      if (read === null) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  }
}
