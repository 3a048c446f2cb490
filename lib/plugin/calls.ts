/** What plugins are told of calls, and what they set of one. */
import type { EndedBy } from "../core/facts.ts";
import type { CallId, TurnId } from "../core/ids.ts";

/** The call that a hook is asked about. */
export interface CallInfo {
  readonly id: CallId;
  /** E.164 as the network gave it: a hint, never an identity. */
  readonly callerNumber: string | null;
  readonly dialled: string | null;
  readonly campaign: string;
  /** BCP 47. */
  readonly language: string;
  readonly startedAtMs: number;
}

export interface SpokenTurn {
  readonly turn: TurnId;
  readonly speaker: "caller" | "agent";
  readonly text: string;
  readonly atMs: number;
}

/** What a plugin makes of a turn: a number of its own, stored with the turn. */
export interface TurnScore {
  readonly score: number;
}

export interface RecordedTurn extends SpokenTurn {
  /** What plugins made of it in the call, by their names. */
  readonly scores?: Readonly<Record<string, number>>;
}

/** A call as it was stored. */
export interface RecordedCall extends CallInfo {
  /** Null while it is live. */
  readonly ended: CallEnding | null;
  readonly turns: readonly RecordedTurn[];
}

export interface CallEnding {
  readonly atMs: number;
  readonly by: EndedBy;
  /** One word: "goodbye", "hung_up", "silence", … */
  readonly reason: string;
}

export interface Tone {
  /** For a model: "Apologise once, in short sentences." Null: as usual. */
  readonly manner: string | null;
  /** For the rules, who know no manner and say this in front of their answer: "I am sorry about that." */
  readonly apology?: string | null | undefined;
  /** The voice's; null: the usual one. */
  readonly pace?: "slow" | null | undefined;
  /** Said once, where a person is to be had: "If you'd rather talk to a person, just say so." */
  readonly offerPerson: string | null;
}
