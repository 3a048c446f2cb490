/** Pulls a voice's audio, and gives it up when it is too slow. */
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { SoftEdges } from "../audio/soft_edges.ts";
import type { Account, Voice } from "../call/ports.ts";
import { Deadline } from "../clockwork/deadline.ts";
import { standstill } from "../clockwork/standstill.ts";
import { ProviderError } from "./provider_error.ts";

export interface VoiceLimits {
  /** From the text to the first audio. */
  readonly firstAudioMs: number;
  /** From one piece of audio to the next; and of all gaps together that the caller hears. */
  readonly stallMs: number;
}

/**
 * Only the time that the voice takes counts, not the listener's or our own standstills. Without a click where it begins, ends
 * or breaks off. Ends silently when `signal` aborts.
 */
export async function* pulledInTime(
  voice: Voice,
  text: string,
  limits: VoiceLimits,
  signal: AbortSignal,
  account?: Account,
): AsyncGenerator<Int16Array> {
  const enough = new AbortController();
  const both = AbortSignal.any([signal, enough.signal]);
  const audio = voice.speak(text, both, undefined, account)[Symbol.asyncIterator]();
  const edges = new SoftEdges();
  const pace = new Pace(limits);
  try {
    while (!signal.aborted) {
      const askedMs = standstill.awakeMs;
      const next = await inTime(audio.next(), pace.limitMs, voice.name, signal);
      if (next === null) return;
      if (next.done) break;
      if (next.value.length === 0) continue;
      pace.came(next.value.length, standstill.awakeMs - askedMs);
      yield* some(edges.push(next.value));
    }
    if (!signal.aborted) yield* some(edges.end());
  } catch (error) {
    yield* some(edges.end());
    throw error;
  } finally {
    enough.abort();
    // Not awaited: a voice that hangs would hang this too.
    audio.return?.().catch(() => {});
  }
}

function some(pcm: Int16Array): Int16Array[] {
  return pcm.length > 0 ? [pcm] : [];
}

/** A voice that drips, each piece in time, is too slow all the same. */
class Pace {
  readonly #limits: VoiceLimits;
  #begun = false;
  /** What the caller has still to hear, and how long there was nothing to be heard. */
  #aheadMs = 0;
  #gapsMs = 0;

  constructor(limits: VoiceLimits) {
    this.#limits = limits;
  }

  get limitMs(): number {
    const { firstAudioMs, stallMs } = this.#limits;
    return this.#begun ? Math.min(stallMs, this.#aheadMs + stallMs - this.#gapsMs) : firstAudioMs;
  }

  came(samples: number, tookMs: number): void {
    if (this.#begun) {
      this.#gapsMs += Math.max(0, tookMs - this.#aheadMs);
      this.#aheadMs = Math.max(0, this.#aheadMs - tookMs);
    }
    this.#begun = true;
    this.#aheadMs += samples / SAMPLE_RATE_HZ * 1_000;
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
    const deadline = new Deadline();
    deadline.set(limitMs, () => settle(() => reject(new ProviderError(late))));
    const drop = () => settle(() => resolve(null));
    const settle = (how: () => void) => {
      deadline.clear();
      signal.removeEventListener("abort", drop);
      how();
    };
    signal.addEventListener("abort", drop, { once: true });
    coming.then((value) => settle(() => resolve(value)), (error) => settle(() => reject(error)));
  });
}
