/** Speaks one call's utterances in order: the next one is made while the present one is heard. */
import { encode } from "../audio/g711.ts";
import { Sounding } from "../audio/sounding.ts";
import { CUTS_MAX } from "../core/conversation/speaking.ts";
import { expectedSoundMs, heardWords } from "../core/heard_words.ts";
import type { UtteranceId } from "../core/ids.ts";
import { SLOW_RATE } from "../core/pace.ts";
import type { UtteranceMoment } from "./turn_entry.ts";
import type { Account, FellBack, MediaLeg, Voice } from "./ports.ts";

/** Utterances that may be in the making at once: the one being heard and the next. */
const MAKING_MAX = 2;
/** Audio of one utterance, at 8000 Hz: a voice that never ends is cut here. 60 s. */
const SAMPLES_MAX = 60 * 8_000;

interface Utterance {
  readonly id: UtteranceId;
  text: string;
  readonly isSlow: boolean;
  readonly abort: AbortController;
  making: boolean;
  /** Made while another utterance was being heard. */
  waiting: Int16Array[];
  samples: number;
  readonly sounding: Sounding;
  made: boolean;
}

export interface MouthOptions {
  readonly voice: Voice;
  readonly account?: Account | undefined;
  readonly leg: MediaLeg;
  /** What plugins make of a sentence; they are bounded in time. */
  readonly reword?: (utterance: UtteranceId, text: string) => string | Promise<string>;
  /** The utterance was heard to its end, or can't be spoken. */
  readonly played: (utterance: UtteranceId) => void;
  readonly watch?: (moment: UtteranceMoment, utterance: UtteranceId) => void;
  readonly fellBack?: (told: FellBack) => void;
  /** A hush fell into it; `heard`: its words up to there. */
  readonly cut: (utterance: UtteranceId, heard: string) => void;
  /** A voice failed for good: for the log. */
  readonly failed: (error: unknown) => void;
}

export class Mouth {
  readonly #options: MouthOptions;
  /** The first one is being heard. */
  #queue: Utterance[] = [];
  /** Flushed; the leg will say after how much. */
  #cut: Utterance[] = [];

  constructor(options: MouthOptions) {
    this.#options = options;
  }

  speak(id: UtteranceId, text: string, isSlow: boolean): void {
    const abort = new AbortController();
    const made = { making: false, waiting: [], samples: 0, made: false };
    const slow = isSlow && this.#options.voice.slow !== undefined;
    this.#queue.push({ id, text, isSlow: slow, abort, sounding: new Sounding(), ...made });
    this.#makeNext();
  }

  /** Falls silent at once, but for utterances up to `keep`. */
  hush(keep: UtteranceId | null): void {
    const kept = keep === null ? [] : this.#queue.filter(({ id }) => id <= keep);
    const cut = this.#queue.filter((utterance) => !kept.includes(utterance));
    for (const { abort } of cut) abort.abort();
    this.#queue = kept;
    if (kept.length > 0) return;
    const head = cut[0];
    if (!head) return this.#options.leg.resume(); // its last mark came in the same moment
    this.#cut = [...this.#cut, head].slice(-CUTS_MAX);
    this.#options.leg.flush(head.id);
  }

  /** The leg says how much was heard of what was flushed. */
  cut(id: UtteranceId, heardMs: number): void {
    const utterance = this.#cut.find((one) => one.id === id);
    if (!utterance) return;
    this.#cut = this.#cut.filter((one) => one !== utterance);
    this.#options.cut(id, wordsIn(utterance, heardMs));
  }

  /** The words of what is being said that were heard by now. */
  get heardSoFar(): string {
    const head = this.#queue[0];
    return head ? wordsIn(head, this.#options.leg.heardMs(head.id)) : "";
  }

  /** The leg says that the last frame of an utterance was played. */
  heard(id: UtteranceId): void {
    if (this.#queue[0]?.id !== id) return;
    this.#queue.shift();
    this.#options.played(id);
    this.#startHead();
    this.#makeNext();
  }

  /** Idempotent: nothing is spoken afterwards. */
  close(): void {
    for (const { abort } of this.#queue) abort.abort();
    this.#queue = [];
  }

  #makeNext(): void {
    for (const utterance of this.#queue.slice(0, MAKING_MAX)) {
      if (utterance.making) continue;
      utterance.making = true;
      this.#make(utterance);
    }
  }

  async #make(utterance: Utterance): Promise<void> {
    const { signal } = utterance.abort;
    const { watch, fellBack, reword, account } = this.#options;
    const { id, text, isSlow } = utterance;
    const { voice: usual } = this.#options;
    const voice = (isSlow ? usual.slow : null) ?? usual;
    const words = reword?.(id, text) ?? text;
    try {
      utterance.text = words instanceof Promise ? await words : words;
      if (signal.aborted) return;
      watch?.("voice_asked", id);
      for await (const pcm of voice.speak(utterance.text, signal, fellBack, account)) {
        if (signal.aborted || utterance.samples >= SAMPLES_MAX) break;
        this.#deliver(utterance, pcm);
      }
    } catch (error) {
      if (!signal.aborted) this.#options.failed(error);
    }
    if (!signal.aborted) this.#finish(utterance);
  }

  #deliver(utterance: Utterance, pcm: Int16Array): void {
    if (utterance.samples === 0) this.#options.watch?.("first_audio", utterance.id);
    utterance.samples += pcm.length;
    utterance.sounding.push(pcm);
    if (this.#queue[0] === utterance) this.#play(utterance, pcm);
    else utterance.waiting.push(pcm);
  }

  #play({ id }: Utterance, pcm: Int16Array): void {
    const { leg } = this.#options;
    leg.play(id, encode(leg.encoding, pcm));
  }

  #finish(utterance: Utterance): void {
    utterance.made = true;
    if (this.#queue[0] === utterance) this.#end(utterance);
  }

  #end({ id, samples }: Utterance): void {
    if (samples === 0) this.heard(id); // nothing could be made: nobody waits for it
    else this.#options.leg.end(id);
  }

  /** The utterance that is now to be heard: what was made of it so far goes out. */
  #startHead(): void {
    const head = this.#queue[0];
    if (!head) return;
    for (const pcm of head.waiting) this.#play(head, pcm);
    head.waiting = [];
    if (head.made) this.#end(head);
  }
}

/** Where the utterance is not made to its end, by what its words will take. */
function wordsIn({ text, isSlow, sounding, made }: Utterance, heardMs: number): string {
  const expectedMs = expectedSoundMs(text) / (isSlow ? SLOW_RATE : 1);
  const wholeMs = made ? sounding.ms : Math.max(sounding.ms, expectedMs);
  return heardWords(text, wholeMs === 0 ? 0 : sounding.msUntil(heardMs) / wholeMs);
}
