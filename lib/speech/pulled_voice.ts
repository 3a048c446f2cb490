/** Pulls a voice's audio, and gives it up when it is too slow. */
import type { Voice } from "../call/ports.ts";
import { ProviderError } from "./provider_error.ts";

export interface VoiceLimits {
  /** From the text to the first audio. */
  readonly firstAudioMs: number;
  /** From one piece of audio to the next. */
  readonly stallMs: number;
}

/** Only the time that the voice takes counts, not the listener's. Ends silently when `signal` aborts. */
export async function* pulledInTime(
  voice: Voice,
  text: string,
  limits: VoiceLimits,
  signal: AbortSignal,
): AsyncGenerator<Int16Array> {
  const enough = new AbortController();
  const both = AbortSignal.any([signal, enough.signal]);
  const audio = voice.speak(text, both)[Symbol.asyncIterator]();
  let limitMs = limits.firstAudioMs;
  try {
    while (!signal.aborted) {
      const next = await inTime(audio.next(), limitMs, voice.name, signal);
      if (next === null || next.done) return;
      if (next.value.length === 0) continue;
      limitMs = limits.stallMs;
      yield next.value;
    }
  } finally {
    enough.abort();
    // Not awaited: a voice that hangs would hang this too.
    audio.return?.().catch(() => {});
  }
}

/** null when `signal` aborts first. */
function inTime<Value>(
  coming: Promise<Value>,
  limitMs: number,
  name: string,
  signal: AbortSignal,
): Promise<Value | null> {
  return new Promise((resolve, reject) => {
    const late = `Cannot speak with ${name}: no audio came for ${limitMs} ms`;
    const timer = setTimeout(() => settle(() => reject(new ProviderError(late))), limitMs);
    const drop = () => settle(() => resolve(null));
    const settle = (how: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", drop);
      how();
    };
    signal.addEventListener("abort", drop, { once: true });
    coming.then((value) => settle(() => resolve(value)), (error) => settle(() => reject(error)));
  });
}
