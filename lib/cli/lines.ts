/** Text lines in and out, each at most so long that a broken file can't fill the memory. */

/** Characters; a longer line is cut, and its rest dropped. */
const LINE_CHARS_MAX = 2_000_000;
/** Characters written together: some 50 calls. */
const TOGETHER_CHARS = 65_536;

/** The lines of a byte stream, without their ends. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as Decoder)) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop()!.slice(0, LINE_CHARS_MAX);
    yield* lines;
  }
  if (rest !== "") yield rest;
}

type Decoder = ReadableWritablePair<string, Uint8Array>;

const encoder = new TextEncoder();

/** Lines to standard output, many in one write: a write for each would take most of the time. */
export class LineWriter {
  #waiting = "";

  /** Resolves at once, or when the lines that waited are written. */
  async write(text: string): Promise<void> {
    this.#waiting += `${text}\n`;
    if (this.#waiting.length >= TOGETHER_CHARS) await this.flush();
  }

  /** Resolves when everything is written. */
  async flush(): Promise<void> {
    const bytes = encoder.encode(this.#waiting);
    this.#waiting = "";
    for (let from = 0; from < bytes.length;) from += await Deno.stdout.write(bytes.subarray(from));
  }
}
