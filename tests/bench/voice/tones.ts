/**
 * A voice that speaks in tones: a phrase has a pitch of its own, so that whoever hears G.711 knows
 * what is being said, and whether something is missing in it, by counting.
 */
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { HOLE_MIN_MS, type Holes, Loudspeaker } from "../../lab/pacing.ts";

/** The answer itself; what bridges the time until it comes; and the campaign's own lines. */
export type PhraseKind = "answer" | "filler" | "line";

/** Changes of sign in 20 ms: half of them is the number of waves. Far enough apart to be told. */
const PITCHES: Readonly<Record<PhraseKind, readonly number[]>> = {
  answer: [10, 14, 18],
  line: [24, 28, 32, 36],
  filler: [46],
};
const KINDS = Object.keys(PITCHES) as PhraseKind[];
/** A quarter of full scale: -15 dBFS, as loud as speech gets. */
const AMPLITUDE = 8_000;
/** G.711 of a sample that is not silence: over -40 dBFS. */
const LOUD_CODE = 0x30;
/** Of 160 samples; a wave spends little time near zero. */
const LOUD_SAMPLES = 100;
/** Of the same phrase: a longer silence is the end of it. */
const GAP_MAX_MS = 400;

export interface Pitch {
  readonly kind: PhraseKind;
  readonly crossings: number;
}

/** Gives each text its pitch; texts that follow each other get different ones. */
export class Pitches {
  readonly #known = new Map<string, Pitch>();
  readonly #counts = new Map<PhraseKind, number>();

  of(kind: PhraseKind, text: string): Pitch {
    const known = this.#known.get(text);
    if (known) return known;
    const count = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, count + 1);
    const pitch = { kind, crossings: PITCHES[kind][count % PITCHES[kind].length]! };
    this.#known.set(text, pitch);
    return pitch;
  }
}

/** It begins and ends with sound. */
export function tone(pitch: Pitch, ms: number, rateHz: number): Int16Array<ArrayBuffer> {
  const waveHz = pitch.crossings / 2 * (1_000 / FRAME_MS);
  const samples = Math.round(ms * rateHz / 1_000);
  return Int16Array.from({ length: samples }, (_, at) => {
    return Math.round(AMPLITUDE * Math.sin(2 * Math.PI * waveHz * (at + 0.5) / rateHz));
  });
}

/** The pitch of 20 ms of µ-law; "unclear" where it is loud and none of them. */
export function pitchOf(frame: Uint8Array): Pitch | "unclear" | null {
  let loud = 0;
  let crossings = 0;
  for (let at = 0; at < frame.length; at++) {
    if ((~frame[at]! & 0x7f) >= LOUD_CODE) loud++;
    if (at > 0 && ((frame[at]! ^ frame[at - 1]!) & 0x80) !== 0) crossings++;
  }
  if (loud === 0) return null;
  if (loud < LOUD_SAMPLES || frame.length !== FRAME_BYTES) return "unclear";
  for (const kind of KINDS) {
    const near = PITCHES[kind].find((each) => Math.abs(each - crossings) <= 1);
    if (near !== undefined) return { kind, crossings: near };
  }
  return "unclear";
}

export interface Phrase extends Holes {
  readonly pitch: Pitch;
  readonly fromMs: number;
  toMs: number;
  /** Where its sound ends by the sender's clock. */
  toMediaMs: number;
  readonly silencesMs: number[];
  readonly stepsMs: number[];
}

/** Cuts a line's frames into phrases. */
export class ToneEar {
  /** Oldest first; the last one may go on. */
  readonly phrases: Phrase[] = [];
  /** Loud frames that nobody could tell yet: a phrase begins with them. */
  #unclearFrom: Moment | null = null;
  #lastPitch: Pitch | null = null;
  #speaker = new Loudspeaker();
  /** Since the last sound of the phrase: nothing came in time, or silence did. */
  #waitedMs = 0;
  #quietMs = 0;

  /** `atMs`: when the frame came; `mediaMs`: where it belongs by the sender's clock. */
  hear(frame: Uint8Array, atMs: number, mediaMs = atMs): void {
    const pitch = pitchOf(frame);
    const current = this.phrases.at(-1);
    const moment = { atMs, mediaMs };
    this.#waitedMs += this.#speaker.arrives(atMs);
    if (pitch === null) {
      this.#quietMs += FRAME_MS;
      this.#unclearFrom = null;
      return;
    }
    if (pitch === "unclear") {
      this.#unclearFrom ??= moment;
      return;
    }
    if (current && isSame(current.pitch, pitch) && mediaMs - current.toMediaMs <= GAP_MAX_MS) {
      this.#goOn(current, moment);
    } else if (this.#lastPitch && isSame(this.#lastPitch, pitch)) {
      this.#begin(pitch, moment);
    } else {
      this.#unclearFrom ??= moment; // two frames alike make a phrase
    }
    this.#lastPitch = pitch;
  }

  #begin(pitch: Pitch, moment: Moment): void {
    const fromMs = (this.#unclearFrom ?? moment).atMs;
    const [toMs, toMediaMs] = [moment.atMs + FRAME_MS, moment.mediaMs + FRAME_MS];
    this.phrases.push({ pitch, fromMs, toMs, toMediaMs, silencesMs: [], stepsMs: [] });
    this.#speaker = new Loudspeaker();
    this.#speaker.arrives(moment.atMs);
    this.#sounded();
  }

  #goOn(current: Phrase, moment: Moment): void {
    const leaptMs = (this.#unclearFrom ?? moment).mediaMs - current.toMediaMs - this.#quietMs;
    const silentMs = this.#waitedMs + this.#quietMs;
    if (leaptMs > HOLE_MIN_MS) current.stepsMs.push(leaptMs);
    if (silentMs > HOLE_MIN_MS) current.silencesMs.push(silentMs);
    current.toMs = moment.atMs + FRAME_MS;
    current.toMediaMs = moment.mediaMs + FRAME_MS;
    this.#sounded();
  }

  #sounded(): void {
    this.#unclearFrom = null;
    this.#waitedMs = 0;
    this.#quietMs = 0;
  }
}

interface Moment {
  readonly atMs: number;
  readonly mediaMs: number;
}

function isSame(one: Pitch, other: Pitch): boolean {
  return one.crossings === other.crossings;
}
