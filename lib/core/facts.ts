/** What is written down of a call. A fact is idempotent: the same (call, seq) is stored once. */
import type { CostEntry } from "./cost.ts";
import type { CallId, TurnId } from "./ids.ts";
import type { Lead } from "./lead.ts";
import type { TurnTiming } from "./turn_timing.ts";

export type EndedBy = "agent" | "caller" | "error";

export type Fact =
  & {
    readonly call: CallId;
    /** Counts up from 1 in each call; what comes beside it has numbers of its own. */
    readonly seq: number;
  }
  & (
    | {
      readonly type: "call_started";
      /** Epoch ms, as all `atMs` of facts. */
      readonly atMs: number;
      readonly campaign: string;
      readonly campaignVersion: number;
      /** As the network gave it, E.164 where it could be read; a hint, never an identity. */
      readonly callerNumber: string | null;
      readonly dialled: string | null;
    }
    | {
      readonly type: "turn";
      readonly atMs: number;
      readonly turn: TurnId;
      readonly speaker: "caller" | "agent";
      readonly text: string;
      /** The number of the fact whose words begin these: the caller went on with that turn. */
      readonly replaces?: number;
    }
    | { readonly type: "lead"; readonly atMs: number; readonly lead: Lead }
    | { readonly type: "turn_timing" } & TurnTiming
    /** What plugins make of a turn. It comes after the turn, at times after the call. */
    | {
      readonly type: "turn_scored";
      readonly atMs: number;
      /** The number of the turn's own fact. */
      readonly of: number;
      /** By the plugins' names. */
      readonly scores: Readonly<Record<string, number>>;
    }
    /** That an AI speaks was said and heard: the mark behind it came back. */
    | {
      readonly type: "disclosed";
      readonly atMs: number;
      readonly campaign: string;
      readonly campaignVersion: number;
      readonly text: string;
    }
    /** The caller agreed to something, or did not. */
    | {
      readonly type: "consent";
      readonly atMs: number;
      /** Parley keeps words and no sound: a transcript is all that it records. */
      readonly about: "transcript" | "callback";
      readonly given: boolean;
      /** `spoke_on`: was told, and spoke. `unasked`: wished it before the question came. */
      readonly how: "asked" | "unasked" | "spoke_on";
      /** What the caller was asked or told, in the wording of this version; null where unasked. */
      readonly wording: string | null;
      readonly campaign: string;
      readonly campaignVersion: number;
      /** The caller's turn that holds the answer. */
      readonly turn: TurnId;
    }
    /** "overhead": of no call; `call` then names the process that had the use of it. */
    | { readonly type: "cost" | "overhead" } & CostEntry
    /** The dialplan has the call, for a person to take. */
    | { readonly type: "handed_over"; readonly atMs: number }
    /** No person took it. `why`: one word: "NOANSWER", "BUSY", "FAILED", … */
    | { readonly type: "handed_back"; readonly atMs: number; readonly why: string }
    | {
      readonly type: "call_ended";
      readonly atMs: number;
      readonly endedBy: EndedBy;
      /** One word: "goodbye", "hung_up", "silence", "too_long", "pbx_lost", "shutdown", … */
      readonly reason: string;
      /** Caller turns. */
      readonly turns: number;
    }
  );

/** The conversation numbers its facts from 1; this is far more than a call can have. */
const TIMINGS_FROM_SEQ = 1_000_000;

/** The ledger writes beside the conversation: a turn's timing takes its number from the turn. */
export function timingFact(call: CallId, timing: TurnTiming): Fact {
  return { call, seq: TIMINGS_FROM_SEQ + timing.turn, type: "turn_timing", ...timing };
}

/** Far more than a call has turns. */
const SCORES_FROM_SEQ = 1_500_000;

/** One for each turn, so that it takes its number from the turn's. */
export function scoresFact(
  { call, seq, atMs }: Fact,
  scores: Readonly<Record<string, number>>,
): Fact {
  return { call, seq: SCORES_FROM_SEQ + seq, type: "turn_scored", atMs, of: seq, scores };
}

/** Far more than a call has facts. */
const COSTS_FROM_SEQ = 2_000_000;

/** Costs are numbered by the age of their call, so that one which comes back goes on behind the others. */
export function costSeqAfter(last: number, ageMs: number): number {
  return Math.max(last + 1, COSTS_FROM_SEQ + Math.max(0, Math.floor(ageMs)));
}
