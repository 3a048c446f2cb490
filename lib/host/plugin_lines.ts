/** Reads a plugin's standard output: as much as a budget allows, and nothing is kept beyond a line. */
import { Budget } from "../plugin/budget.ts";

export interface LineBudget {
  readonly bytes: number;
  readonly lines: number;
}

const EVERY_MS = 1_000;
/** A second's answers, of some kilobytes at most; more is a flood. */
export const MESSAGES: LineBudget = { bytes: 2_000_000, lines: 3_000 };
/** Nothing of ours is written there; a runtime's own last words have some lines. */
export const LAST_WORDS: LineBudget = { bytes: 100_000, lines: 1_000 };
/** One message; a request's body is the longest. */
export const LINE_BYTES_MAX = 1_000_000;

/** At once; more is there at the next read. */
const CHUNK_BYTES = 65_536;

export class OverBudget extends Error {
  override readonly name = "OverBudget";
}

/** `take` says true of a line that was asked for. Rejects with OverBudget: nobody reads on then. */
export async function readLines(
  stream: ReadableStream<Uint8Array>,
  allowed: LineBudget,
  take: (line: string) => unknown,
): Promise<void> {
  const bytes = new Budget(allowed.bytes, EVERY_MS);
  const lines = new Budget(allowed.lines, EVERY_MS);
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunksOf(stream)) {
    const nowMs = performance.now();
    if (!bytes.take(chunk.length, nowMs)) {
      throw new OverBudget(`It wrote over ${allowed.bytes} bytes in a second`);
    }
    const text = rest + decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      const isAskedFor = take(text.slice(from, end)) === true;
      if (!isAskedFor && !lines.take(1, nowMs)) {
        throw new OverBudget(`It wrote over ${allowed.lines} lines in a second`);
      }
      from = end + 1;
    }
    rest = text.slice(from);
    if (rest.length > LINE_BYTES_MAX) throw new OverBudget("It wrote a line without an end");
  }
}

/** Each is good until the next: one buffer for all, where the stream's own iterator makes one for every line. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = stream.getReader({ mode: "byob" });
  try {
    let buffer = new ArrayBuffer(CHUNK_BYTES);
    for (;;) {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (done) return;
      yield value;
      buffer = value.buffer;
    }
  } finally {
    await reader.cancel();
  }
}
