/** Writes lines behind everybody's back: who logs never waits, and a stuck reader costs lines only. */

/** Bytes that may wait for a reader that has stopped reading; 4 MiB are some 20,000 lines. */
export const WAITING_BYTES_MAX = 4 * 1024 * 1024;
/** Bytes handed over at once. */
const BATCH_BYTES_MAX = 64 * 1024;

export class LogLines {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #dropped = 0;
  #broken = false;
  #writing: Promise<void> | null = null;

  /** `write` takes all bytes or rejects; after one rejection nothing more is written. */
  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** Returns at once. Past the limit the line is dropped and counted. */
  add(line: string): void {
    if (this.#broken) return;
    const bytes = new TextEncoder().encode(`${line}\n`);
    if (this.#waitingBytes + bytes.length > WAITING_BYTES_MAX) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#writing ??= this.#drain();
  }

  /** Resolves when all that was added is written or can't be. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  /** Lines dropped since the last time this was asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  async #drain(): Promise<void> {
    await Promise.resolve(); // lines of the same moment go out together
    while (this.#waiting.length > 0) {
      try {
        await this.#write(this.#batch());
      } catch { // the reader is gone: there is nobody left to tell
        this.#broken = true;
        this.#waiting.length = 0;
        this.#waitingBytes = 0;
      }
    }
    this.#writing = null;
  }

  #batch(): Uint8Array {
    const lines: Uint8Array[] = [];
    let length = 0;
    while (this.#waiting.length > 0 && length < BATCH_BYTES_MAX) {
      const line = this.#waiting.shift()!;
      lines.push(line);
      length += line.length;
    }
    this.#waitingBytes -= length;
    const batch = new Uint8Array(length);
    let at = 0;
    for (const line of lines) {
      batch.set(line, at);
      at += line.length;
    }
    return batch;
  }
}
