/** Text lines in and out, each at most so long that a broken file can't fill the memory. */

/** Characters; a longer line is cut, and its rest dropped. */
const LINE_CHARS_MAX = 2_000_000;

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

/** Writes one line to standard output; resolves when all of it is written. */
export async function writeLine(text: string): Promise<void> {
  const bytes = encoder.encode(`${text}\n`);
  for (let from = 0; from < bytes.length;) from += await Deno.stdout.write(bytes.subarray(from));
}
