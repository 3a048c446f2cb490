/** When a caller's turn is over: by the kind of answer, what was said of it, and how long it is quiet. */
import type { SureWord } from "../sure_words.ts";
import type { Completeness } from "../understand/complete.ts";

/**
 * Silence after the caller's last sound that ends a turn, by what the words so far are. The voice
 * activity tells a pause after 80 ms, so nothing ends sooner. Callers pause 200 ms for a breath and
 * 400 to 600 ms to think; `tests/core/turns` has what these figures cut off, and what they cost.
 */
export const QUIET_MS: Readonly<Record<Completeness, number>> = {
  complete: 120,
  answered: 250,
  sentence: 420,
  open: 570,
  unfinished: 1_400,
  half: 2_500,
};
/** Sound of a caller's last word goes on so long after it in the eyes of voice activity. */
const TRAILING_SOUND_MS = 100;
/** Words for the last sound are waited for so long: a pause to be told, and Deepgram's p99 of 350 ms. */
export const FINAL_PATIENCE_MS = 450;
/** How long any words are waited for after a sound; whole-utterance ears on a busy box need most. */
export const WORDS_PATIENCE_MS = 3_000;
/** The ears hold that speech has ended, and voice activity goes on hearing something: noise. */
const NOISE_PATIENCE_MS = 1_000;
/** A turn longer than this is taken as it stands: music and machines never pause. */
export const TURN_MAX_MS = 60_000;

/** The caller's running turn, as far as it was heard. */
export interface Hearing {
  readonly startedAtMs: number;
  /** Words that won't change. */
  readonly said: string;
  /** Words so far of the running utterance. */
  readonly interim: string;
  /** The least sure of its finals, 0 to 1. */
  readonly confidence: number;
  /** Of words that won't change, and of the running utterance; none where the ears don't tell. */
  readonly sure: readonly SureWord[];
  readonly interimSure: readonly SureWord[];
  /** When the words so far came. */
  readonly wordsAtMs: number;
  /** Of the words so far; meaningless while there are none. */
  readonly completeness: Completeness;
  /** When the caller's last sound ended; null while there is sound. */
  readonly stoppedAtMs: number | null;
  /** The ears hold that the caller has paused. */
  readonly endOfSpeech: boolean;
  /** What ears that listen for the end of a turn hold of this one. */
  readonly turnOver: "no" | "likely" | "yes";
  /** There was speech that the ears don't know. */
  readonly notUnderstood: boolean;
  /** The agent was cut short by it. */
  readonly interrupted: boolean;
  /** It begins so soon after the turn before that it belongs to it. */
  readonly goesOn: boolean;
  /** The words of which it was last decided whether a brain is asked ahead; and how often one was. */
  readonly considered: string;
  readonly aheads: number;
}

/** What a caller's pauses inside a turn last, before any was heard. */
export const USUAL_PAUSE_MS = 450;
/** A shorter or longer silence says nothing about how fast somebody talks: it is a "k", or a thought. */
const PAUSE_MIN_MS = 90;
const PAUSE_MAX_MS = 2_500;
/** How much one pause counts against those before it. */
const NEWEST_PAUSE = 0.2;
const PACE_MIN = 0.85;
const PACE_MAX = 1.25;

/** When the running turn is over if nothing more comes; null while there is none. */
export function turnEndsAtMs(hearing: Hearing | null, pauseMs: number): number | null {
  if (hearing === null) return null;
  const { startedAtMs, stoppedAtMs, said, interim, wordsAtMs, endOfSpeech } = hearing;
  const latestMs = startedAtMs + TURN_MAX_MS;
  const hasWords = said !== "" || interim !== "";
  if (stoppedAtMs === null) {
    const isNoise = hasWords && endOfSpeech;
    return isNoise ? Math.min(latestMs, wordsAtMs + NOISE_PATIENCE_MS) : latestMs;
  }
  if (!hasWords) return stoppedAtMs + (hearing.notUnderstood ? 0 : WORDS_PATIENCE_MS);
  const quietMs = quietOf(hearing, pauseMs);
  if (isOverByEars(hearing)) return Math.min(wordsAtMs, stoppedAtMs + quietMs);
  if (endOfSpeech) return stoppedAtMs + quietMs;
  if (oweWords(hearing)) return stoppedAtMs + Math.max(quietMs, FINAL_PATIENCE_MS);
  // Words so late are of a sound that voice activity has missed.
  return (wordsAtMs > stoppedAtMs + FINAL_PATIENCE_MS ? wordsAtMs : stoppedAtMs) + quietMs;
}

/** True where the ears have not told the last words yet, by all that voice activity knows. */
export function oweWords({ stoppedAtMs, wordsAtMs, endOfSpeech }: Hearing): boolean {
  return !endOfSpeech && stoppedAtMs !== null && wordsAtMs < stoppedAtMs - TRAILING_SOUND_MS;
}

/** They have listened to the melody, too; but "fifty …" is no amount, whatever it sounds like. */
function isOverByEars({ turnOver, completeness }: Hearing): boolean {
  return turnOver === "yes" && completeness !== "unfinished" && completeness !== "half";
}

/** Somebody who pauses long is given more time, but for an answer that is complete. */
function quietOf({ completeness }: Hearing, pauseMs: number): number {
  const quietMs = QUIET_MS[completeness];
  if (completeness === "complete") return quietMs;
  return quietMs * Math.min(PACE_MAX, Math.max(PACE_MIN, pauseMs / USUAL_PAUSE_MS));
}

/** The caller's usual pause, after one more of them. */
export function paceAfter(pauseMs: number, newestMs: number): number {
  if (newestMs < PAUSE_MIN_MS || newestMs > PAUSE_MAX_MS) return pauseMs;
  return pauseMs + (newestMs - pauseMs) * NEWEST_PAUSE;
}
