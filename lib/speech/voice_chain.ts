/** Voices in order: where one fails, the next one says what is left. */
import type { Account, FellBack, Voice } from "../call/ports.ts";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { SLOW_RATE } from "../core/pace.ts";
import { Breaker } from "./breaker.ts";
import { restAfter, spokenWeight } from "./clauses.ts";
import { ProviderError, restAskedBy } from "./provider_error.ts";
import { pulledInTime, type VoiceLimits } from "./pulled_voice.ts";

export interface VoiceLink {
  readonly voice: Voice;
  readonly limits: VoiceLimits;
  /** It costs money: passed over where the account may spend none, if there is another behind it. */
  readonly paid?: true;
}

export interface VoiceChainOptions {
  /** Each time a voice failed, with a sentence that says why. */
  readonly report?: (error: unknown) => void;
  /** Monotonic. */
  readonly nowMs?: () => number;
}

/**
 * Beyond these a caller thinks that the line is dead; ears and brain have had their share of 2.5 s by
 * then. OpenAI's first audio takes 300 to 900 ms.
 */
export const CLOUD_VOICE_LIMITS: VoiceLimits = { firstAudioMs: 1_000, stallMs: 1_000 };
/** Where there is no other, what it can't say in time is left out: the question behind it is at hand. */
export const ONLY_VOICE_LIMITS: VoiceLimits = { firstAudioMs: 1_500, stallMs: 1_000 };
/** Nobody stands behind the last voice: it may take its time, but not for ever. */
export const LAST_VOICE_LIMITS: VoiceLimits = { firstAudioMs: 8_000, stallMs: 8_000 };

/** Weight of text per second before a voice was measured: 150 words a minute. */
const FIRST_PACE = 15;
/** How much the last utterance counts in a voice's pace. */
const PACE_SHARE = 0.3;
/** Utterances shorter than this say little of a voice's pace. */
const MEASURED_SECONDS = 1;
/** Between two voices, as between two sentences. */
const GAP_SAMPLES = SAMPLE_RATE_HZ / 5;

interface Link extends VoiceLink {
  readonly breaker: Breaker;
  pace: number;
}

export class VoiceChain implements Voice {
  readonly name: string;
  /** By the same voices, of which each that is down is passed over here, too. */
  readonly slow: Voice;
  readonly #links: readonly Link[];
  readonly #report: (error: unknown) => void;
  readonly #nowMs: () => number;

  /** At least one voice, the best first. */
  constructor(links: readonly VoiceLink[], options: VoiceChainOptions = {}) {
    if (links.length === 0) throw new RangeError("Cannot make a voice of no voices");
    this.name = links.map(({ voice }) => voice.name).join(", ");
    this.slow = {
      name: `${this.name} slow`,
      speak: (text, signal, tell, account) => this.#speak(text, true, signal, tell, account),
    };
    this.#links = links.map((link) => ({ ...link, breaker: new Breaker(), pace: FIRST_PACE }));
    this.#report = options.report ?? (() => {});
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  /** Rejects when no voice is left, with the last one's error. */
  speak(
    text: string,
    signal: AbortSignal,
    tell?: (told: FellBack) => void,
    account?: Account,
  ): AsyncGenerator<Int16Array> {
    return this.#speak(text, false, signal, tell, account);
  }

  async *#speak(
    text: string,
    isSlow: boolean,
    signal: AbortSignal,
    tell: (told: FellBack) => void = () => {},
    account?: Account,
  ): AsyncGenerator<Int16Array> {
    if (!/[\p{L}\p{N}]/u.test(text)) return; // nothing in it that can be said
    let rest = text;
    for (const [at, link] of this.#links.entries()) {
      const isLast = at === this.#links.length - 1;
      if (!isLast && !this.#mayUse(link, account)) continue;
      if (at > 0) tell({ type: "fell_back", to: link.voice.name });
      if (rest !== text) yield new Int16Array(GAP_SAMPLES);
      const said = yield* this.#say(link, isSlow, rest, signal, account);
      if (said.type === "all" || signal.aborted) return;
      rest = said.rest;
      if (rest === "") return;
      if (isLast) throw said.error;
    }
  }

  #mayUse({ breaker, paid }: Link, account: Account | undefined): boolean {
    if (paid && account?.maySpend === false) return false;
    return breaker.permit(this.#nowMs()) !== "open";
  }

  async *#say(
    link: Link,
    isSlow: boolean,
    text: string,
    signal: AbortSignal,
    account: Account | undefined,
  ): AsyncGenerator<Int16Array, Said> {
    const { voice, limits, breaker } = link;
    const spoken = isSlow ? voice.slow ?? voice : voice;
    const rate = isSlow && voice.slow ? SLOW_RATE : 1;
    let seconds = 0; // of the usual pace
    try {
      for await (const pcm of pulledInTime(spoken, text, limits, signal, account)) {
        seconds += pcm.length / SAMPLE_RATE_HZ * rate;
        yield pcm;
      }
      if (!signal.aborted && seconds === 0 && spokenWeight(text) > 0) {
        throw new ProviderError(`Cannot speak with ${voice.name}: no audio came`);
      }
    } catch (error) {
      if (signal.aborted) return { type: "all" };
      breaker.failed(this.#nowMs(), restAskedBy(error));
      this.#report(error);
      const rest = seconds === 0 ? text : restAfter(text, seconds * link.pace);
      return { type: "part", rest, error };
    } finally {
      if (signal.aborted) breaker.abandoned();
    }
    breaker.succeeded();
    measure(link, text, seconds);
    return { type: "all" };
  }
}

type Said =
  | { readonly type: "all" }
  | { readonly type: "part"; readonly rest: string; readonly error: unknown };

function measure(link: Link, text: string, seconds: number): void {
  if (seconds < MEASURED_SECONDS) return;
  link.pace += (spokenWeight(text) / seconds - link.pace) * PACE_SHARE;
}
