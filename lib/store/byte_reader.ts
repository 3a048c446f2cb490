/** Takes pieces of known length from a stream whose own pieces are of any length, and joins some. */

/** The bytes are not what was written: cut short, changed, or of something else. */
export class Damaged extends Error {}

export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #held: Uint8Array[] = [];
  #size = 0;

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#pieces = stream[Symbol.asyncIterator]();
  }

  /** Rejects with `Damaged` where fewer are left. */
  async take(count: number): Promise<Uint8Array<ArrayBuffer>> {
    if (!await this.#hold(count)) throw new Damaged("it ends too early");
    const taken = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const first = this.#held[0]!;
      const part = first.subarray(0, count - at);
      taken.set(part, at);
      at += part.length;
      if (part.length === first.length) this.#held.shift();
      else this.#held[0] = first.subarray(part.length);
    }
    this.#size -= count;
    return taken;
  }

  async takeNumber(): Promise<number> {
    return new DataView((await this.take(4)).buffer).getUint32(0);
  }

  async isAtEnd(): Promise<boolean> {
    return !await this.#hold(1);
  }

  /** False where the stream ends before so many bytes have come. */
  async #hold(count: number): Promise<boolean> {
    while (this.#size < count) {
      const { done, value } = await this.#pieces.next();
      if (done) return false;
      if (value.length === 0) continue;
      this.#held.push(value);
      this.#size += value.length;
    }
    return true;
  }
}

/** Four bytes, the greatest first. */
export function numberBytes(number: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

/** One after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
