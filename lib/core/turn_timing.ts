/** When what happened in one turn: what the ledger keeps of it. It holds nobody's data. */
import type { TurnId } from "./ids.ts";

/**
 * A part could not do its work, and `to` did it instead: another provider by its name,
 * "scripted" where the rules answered, "keypad", or "silence" where there was nothing.
 */
export interface Fallback {
  readonly part: "ears" | "brain" | "voice";
  readonly to: string;
}

/** Times are ms after `atMs`; null is what did not happen. */
export interface TurnTiming {
  readonly turn: TurnId;
  /** The caller's last sound, epoch ms; turn 0, the greeting, counts from the call's begin. */
  readonly atMs: number;
  /** The end of the turn was decided. */
  readonly decidedMs: number;
  /** May come before the decision: a brain that is asked early. */
  readonly brainAskedMs: number | null;
  readonly firstTokenMs: number | null;
  readonly firstSentenceMs: number | null;
  /** First packet of a filler ("let me see"), which is no answer: what follows is of the answer. */
  readonly fillerMs: number | null;
  readonly voiceAskedMs: number | null;
  readonly firstAudioMs: number | null;
  /** Given to the media socket; Asterisk sends it on within 20 ms. */
  readonly firstPacketMs: number | null;
  /** Asterisk's marks: the first utterance was heard to its end, and the last one was. */
  readonly firstHeardMs: number | null;
  readonly lastHeardMs: number | null;
  /** The caller broke in: so long after the first packet, which is what was heard of the answer. */
  readonly interruptedAfterMs: number | null;
  readonly fallbacks: readonly Fallback[];
}
