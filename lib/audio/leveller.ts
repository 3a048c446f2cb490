/** Brings a voice to the level of speech on the telephone, so slowly that nobody hears it being done. */
import { FRAME_MS, FRAME_SAMPLES } from "./frames.ts";
import { dbfsOf, PAUSE_DBFS } from "./level.ts";

/** Where speech usually lies while it lasts: -26 to -18 dBFS (ITU-T P.56). */
const TARGET_DBFS = -20;
/** More than this would lift a provider's hiss, or hide that it sends something else than speech. */
const MAX_GAIN_DB = 12;
/** 3 dB a second: a change of loudness that passes for the speaker's own. */
const STEP_DB = 3 * FRAME_MS / 1_000;
/** Two seconds of speech; a single vowel or word turns nothing up or down. */
const FRAMES_MEASURED = 100;

/** So much of a voice is heard before its first words are let go; later ones begin at once. */
const FRAMES_FIRST = 25;

/** How loud one voice is by what was heard of it; one for all that it says, so that each begins right. */
export class VoiceLevel {
  #power = 0;
  #frames = 0;

  get isKnown(): boolean {
    return this.#frames >= FRAMES_FIRST;
  }

  /** What brings it to the level of speech; 0 while nothing was heard. */
  get gainDb(): number {
    if (this.#frames === 0) return 0;
    const wanted = TARGET_DBFS - dbfsOf(this.#power);
    return Math.min(MAX_GAIN_DB, Math.max(-MAX_GAIN_DB, wanted));
  }

  /** Mean square of one frame. */
  measure(power: number): void {
    if (dbfsOf(power) < PAUSE_DBFS) return; // no measure of a voice
    this.#frames = Math.min(this.#frames + 1, FRAMES_MEASURED);
    this.#power += (power - this.#power) / this.#frames;
  }
}

/** One utterance's; of a voice that is known, cut the input anywhere and the output is the same. */
export class Leveller {
  readonly #level: VoiceLevel;
  #gainDb: number;
  #sum = 0;
  #count = 0;
  /** What came of a voice that is not known yet; null once it is. */
  #waiting: Float64Array[] | null;

  constructor(level: VoiceLevel) {
    this.#level = level;
    this.#gainDb = level.gainDb;
    this.#waiting = level.isKnown ? null : [];
  }

  /** What it gives may lie beyond 16 bits: a limiter must follow. */
  push(pcm: Float64Array): Float64Array {
    if (this.#waiting === null) return this.#levelled(pcm, true);
    this.#waiting.push(pcm.slice());
    this.#levelled(pcm, true);
    return this.#level.isKnown ? this.end() : new Float64Array(0);
  }

  /** Nothing more comes: what has waited. */
  end(): Float64Array {
    if (this.#waiting === null) return new Float64Array(0);
    const waited = Float64Array.from(this.#waiting.flatMap((part) => [...part]));
    this.#waiting = null;
    this.#gainDb = this.#level.gainDb;
    return this.#levelled(waited, false);
  }

  #levelled(pcm: Float64Array, isNew: boolean): Float64Array {
    const levelled = new Float64Array(pcm.length);
    for (let from = 0; from < pcm.length;) {
      const to = isNew ? Math.min(pcm.length, from + FRAME_SAMPLES - this.#count) : pcm.length;
      const gain = 10 ** (this.#gainDb / 20);
      let sum = 0;
      for (let at = from; at < to; at++) {
        levelled[at] = pcm[at]! * gain;
        sum += pcm[at]! * pcm[at]!;
      }
      if (isNew) this.#measure(sum, to - from);
      from = to;
    }
    return levelled;
  }

  #measure(sum: number, count: number): void {
    this.#sum += sum;
    this.#count += count;
    if (this.#count === FRAME_SAMPLES) this.#follow();
  }

  #follow(): void {
    this.#level.measure(this.#sum / this.#count);
    this.#sum = this.#count = 0;
    const missing = this.#level.gainDb - this.#gainDb;
    this.#gainDb += Math.min(STEP_DB, Math.max(-STEP_DB, missing));
  }
}
