/** What is known of one turn while it goes on, in the call's own time; and what is kept of it. */
import type { TurnId, UtteranceId } from "../core/ids.ts";
import type { Fallback, TurnTiming } from "../core/turn_timing.ts";

/** What voice and media tell of an utterance. */
export type UtteranceMoment = "voice_asked" | "first_audio" | "first_packet";

/** One answer in the making, which may begin before its turn has ended. */
export interface Thought {
  readonly turn: TurnId;
  readonly askedAtMs: number;
  firstTokenAtMs: number | null;
  firstSentenceAtMs: number | null;
  /** More may come of it. */
  running: boolean;
}

/** "Let me see": of a turn that may not have ended yet. */
export interface Filler {
  readonly turn: TurnId;
  readonly utterance: UtteranceId;
  packetAtMs: number | null;
}

/** A turn whose answer is not heard to its end yet. */
export interface Entry {
  readonly turn: TurnId;
  readonly soundedAtMs: number;
  readonly decidedAtMs: number;
  thought: Thought | null;
  filler: Filler | null;
  /** The answer; null while nothing of it is said. */
  said: { readonly first: UtteranceId; last: UtteranceId } | null;
  readonly moments: Map<UtteranceMoment, number>;
  /** The last utterance of which the caller got something. */
  sent: UtteranceId | null;
  firstHeardAtMs: number | null;
  lastHeardAtMs: number | null;
  interruptedAfterMs: number | null;
  fallbacks: Fallback[];
}

export function newEntry(turn: TurnId, soundedAtMs: number, decidedAtMs: number): Entry {
  return {
    turn,
    soundedAtMs,
    decidedAtMs,
    thought: null,
    filler: null,
    said: null,
    moments: new Map(),
    sent: null,
    firstHeardAtMs: null,
    lastHeardAtMs: null,
    interruptedAfterMs: null,
    fallbacks: [],
  };
}

export function timingOf(entry: Entry): TurnTiming {
  const { turn, soundedAtMs, thought, moments } = entry;
  const after = (atMs: number | null | undefined) =>
    atMs === null || atMs === undefined ? null : Math.round(atMs - soundedAtMs);
  const { interruptedAfterMs } = entry;
  return {
    turn,
    atMs: soundedAtMs,
    decidedMs: Math.round(entry.decidedAtMs - soundedAtMs),
    brainAskedMs: after(thought?.askedAtMs),
    firstTokenMs: after(thought?.firstTokenAtMs),
    firstSentenceMs: after(thought?.firstSentenceAtMs),
    fillerMs: after(entry.filler?.packetAtMs),
    voiceAskedMs: after(moments.get("voice_asked")),
    firstAudioMs: after(moments.get("first_audio")),
    firstPacketMs: after(moments.get("first_packet")),
    firstHeardMs: after(entry.firstHeardAtMs),
    lastHeardMs: after(entry.lastHeardAtMs),
    interruptedAfterMs: interruptedAfterMs === null ? null : Math.round(interruptedAfterMs),
    fallbacks: entry.fallbacks,
  };
}
