/** What a test hears of a voice. */
import type { FellBack, Voice } from "../../lib/call/ports.ts";

export async function heardOf(
  voice: Voice,
  text: string,
  signal: AbortSignal = new AbortController().signal,
  tell: (told: FellBack) => void = () => {},
): Promise<Int16Array> {
  return together(await Array.fromAsync(voice.speak(text, signal, tell)));
}

export function together(chunks: readonly Int16Array[]): Int16Array {
  const pcm = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    pcm.set(chunk, at);
    at += chunk.length;
  }
  return pcm;
}

/** How alike two recordings are at the best shift: 1 is the same sound. */
export function likeness(one: Int16Array, other: Int16Array): number {
  const length = Math.min(one.length, other.length, 8_000);
  let best = 0;
  for (let shift = 0; shift < 1_200; shift++) {
    best = Math.max(best, product(one, other, shift, length));
  }
  for (let shift = 0; shift < 1_200; shift++) {
    best = Math.max(best, product(other, one, shift, length));
  }
  return best;
}

function product(late: Int16Array, early: Int16Array, shift: number, length: number): number {
  let both = 0;
  let lateSquares = 1;
  let earlySquares = 1;
  for (let at = 0; at < length && at + shift < late.length; at++) {
    const a = late[at + shift]!;
    const b = early[at]!;
    both += a * b;
    lateSquares += a * a;
    earlySquares += b * b;
  }
  return both / Math.sqrt(lateSquares * earlySquares);
}
