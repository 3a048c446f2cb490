/** One call as plain data: what the conversation remembers, is told, and wants done. */
import type { BrainRequest, Line } from "../brain.ts";
import type { Campaign } from "../campaign.ts";
import { type CardParts, noCardParts } from "../card_parts.ts";
import { type Consents, nothingAgreed } from "../consents.ts";
import type { Fact } from "../facts.ts";
import type { CallId, TurnId, UtteranceId } from "../ids.ts";
import { type MachineSigns, noMachine } from "../machine.ts";
import type { FoundBy } from "../lead.ts";
import { nothingKnown, type Qualification } from "../qualification.ts";
import type { Asked, Heard } from "../understand/heard.ts";
import type { SureWord } from "../sure_words.ts";
import { leadOf } from "../verdict.ts";
import type { CallEvent } from "./events.ts";
import type { Ahead, BrainRequests } from "./ahead.ts";
import {
  noTransfer,
  type TransferEffect,
  type TransferPhase,
  type TransferState,
} from "./transfer.ts";
import type { LastTurn } from "./going_on.ts";
import type { TakenWords } from "./taken_words.ts";
import { type Hearing, USUAL_PAUSE_MS } from "./turn_end.ts";

/** What does not change during a call. */
export interface Setting {
  readonly campaign: Campaign;
  /** IANA name; the caller's where it is known. */
  readonly timeZone: string;
  /** Silence after a question before the caller is prompted, in ms; SILENCE_MS on the phone. */
  readonly silenceMs: number;
  /** The dialplan can give the call to a person; not where there is no dialplan. */
  readonly human?: boolean;
  /** The brain is asked before a turn is certain to be over, unless this is false. */
  readonly thinksAhead?: boolean;
}

export interface CallState extends TransferState {
  readonly call: CallId;
  /** E.164 as the network gave it: a hint, never an identity. */
  readonly callerNumber: string | null;
  readonly startedAtMs: number;
  readonly agent: Agent;
  /** The caller's running turn; null while the caller has nothing on the way. */
  readonly hearing: Hearing | null;
  /** How long the caller's pauses inside a turn last. */
  readonly pauseMs: number;
  /** When the caller's last finished turn was last heard. */
  readonly lastSoundMs: number | null;
  /** Words of that turn that were not final yet: their final is not said a second time. */
  readonly taken: TakenWords | null;
  /** The caller's last turn, in case they go on with it; null before the first. */
  readonly lastTurn: LastTurn | null;
  /** What a brain thinks of the running turn before it is over. */
  readonly ahead: Ahead | null;
  /** The number of the last request ahead. */
  readonly generation: number;
  readonly requests: BrainRequests;
  /** Digits pressed so far, and when they count as complete. */
  readonly pressed: { readonly digits: string; readonly endsAtMs: number } | null;
  /** The caller's last finished turn. */
  readonly turn: TurnId;
  /** When the caller began it, in ms since the call began. */
  readonly turnAtMs: number;
  readonly lastUtterance: UtteranceId;
  /** Given to the voice and not yet heard to the end, in order. */
  readonly speaking: readonly Spoken[];
  /** The caller's sound over ours, as long as nobody knows whether it is a barge-in. */
  readonly overlap: Overlap | null;
  /** Cut short, and not yet known after which word. */
  readonly cuts: readonly Cut[];
  readonly history: readonly Line[];
  /** What the agent said since the caller's last turn; an echo of it is no answer. */
  readonly agentSaid: string;
  readonly known: Qualification;
  readonly asked: Asked;
  readonly consents: Consents;
  /** Times in a row that the caller was silent when an answer was due. */
  readonly silences: number;
  /** The last turn in which a filler was said. */
  readonly filledTurn: TurnId | null;
  /** What speaks for a machine at the other end. */
  readonly machine: MachineSigns;
  /** Digits of the last turns, in case they come together to a card's number. */
  readonly cardParts: CardParts;
  /** Until when the next of them counts. */
  readonly partsUntilMs: number;
  /** Facts that wait for that, in order; null: none does. */
  readonly heldBack: readonly Fact[] | null;
  /** No words can be expected from the caller: the keypad is offered. */
  readonly earsDown: boolean;
  /** The number of the last fact. */
  readonly seq: number;
}

/** What the agent is doing. */
export type Agent =
  | TransferPhase
  /** A brain answers the turn; its sentences may already be on their way to the caller. */
  | {
    readonly phase: "thinking";
    readonly scripted: readonly string[];
    readonly sentences: number;
    readonly proposals: number;
    /** The turn has brought an answer, or a wish. */
    readonly fruitful: boolean;
    readonly dueMs: number;
    /** When the caller is told that an answer is coming; null: not in this turn, or done. */
    readonly fillerAtMs: number | null;
    /** The request ahead that it was; null where the brain was asked when the turn was over. */
    readonly generation: number | null;
  }
  /** The reply is complete and still being heard; at `dueMs` it counts as heard whatever happens. */
  | { readonly phase: "speaking"; readonly dueMs: number; readonly patienceMs: number }
  /** It is the caller's turn; silence until `dueMs` is met with a prompt. */
  | { readonly phase: "listening"; readonly dueMs: number }
  /** The caller's audio is cut off: nothing is said, and no turn ends, until it is back. */
  | {
    readonly phase: "away";
    readonly dueMs: number;
    /** Words that must be heard to their end, and were not. */
    readonly unheard: readonly string[];
  }
  /** The lead is on its way to the disk. */
  | {
    readonly phase: "saving";
    readonly dueMs: number;
    readonly reason: string;
    /** Of the last fact that has to be there. */
    readonly seq: number;
  }
  /** Last words; the call ends when they were heard. */
  | { readonly phase: "closing"; readonly dueMs: number; readonly reason: string }
  | { readonly phase: "ended" };

export interface Spoken {
  readonly utterance: UtteranceId;
  readonly text: string;
  /** Heard to its end whatever the caller does (the disclosure). */
  readonly uninterruptible: boolean;
}

export interface Overlap {
  readonly decideAtMs: number;
  /** Our words are held back meanwhile. */
  readonly paused: boolean;
}

export interface Cut {
  readonly utterance: UtteranceId;
  /** Where in the history its words belong, and to which turn. */
  readonly line: number;
  readonly turn: TurnId;
}

export type CallEffect =
  | TransferEffect
  | {
    readonly type: "speak";
    readonly utterance: UtteranceId;
    readonly turn: TurnId;
    readonly text: string;
  }
  /** Fall silent at once, and keep what was to be said; go on where it was. */
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  /** Stop speaking at once, which ends a pause; `keep` is the last utterance that is still heard to its end. */
  | { readonly type: "hush"; readonly keep: UtteranceId | null }
  | { readonly type: "ask_brain"; readonly request: BrainRequest }
  | { readonly type: "drop_brain" }
  /** The turn is likely to be over: ask the brain, and tell `thought_ahead`. */
  | { readonly type: "think_ahead"; readonly generation: number; readonly request: BrainRequest }
  /** It was: the request goes on as the turn's own, which `drop_brain` drops. */
  | { readonly type: "keep_ahead"; readonly generation: number }
  | { readonly type: "drop_ahead"; readonly generation: number }
  /** Tell the ears what kind of answer is coming. */
  | { readonly type: "expect"; readonly asked: Asked }
  | { readonly type: "record"; readonly fact: Fact }
  /** The turn is taken, and `record` comes later: it may hold a part of a card's number. */
  | { readonly type: "hold_back"; readonly turn: TurnId }
  /** Bring all facts so far to the disk and tell `saved`. */
  | { readonly type: "save"; /** Of the last fact that it brings there. */ readonly seq: number }
  | { readonly type: "hang_up" }
  /** Give the caller back to the dialplan, which has a fallback. */
  | { readonly type: "hand_over" };

export type Step = { readonly state: CallState; readonly effects: readonly CallEffect[] };

/** A step being made: the only mutable thing in the core, for as long as `step()` runs. */
export interface Draft {
  state: CallState;
  readonly effects: CallEffect[];
  readonly setting: Setting;
  readonly atMs: number;
}

/** A caller's turn as it came to an end. */
export interface CallerTurn {
  readonly text: string;
  /** Epoch ms at which the caller began. */
  readonly beganAtMs: number;
  readonly confidence: number;
  /** Of its words, where the ears told. */
  readonly sure?: readonly SureWord[];
  readonly by: FoundBy;
  /** Already understood (keypad); null: by the words. */
  readonly heard: Heard | null;
  /** Of speech only: it begins so soon after the turn before that it belongs to it. */
  readonly goesOn?: boolean;
}

export interface NewCall {
  readonly call: CallId;
  readonly callerNumber: string | null;
  readonly startedAtMs: number;
  /** True where only the keypad can hear. */
  readonly earsDown: boolean;
}

export function newCall(options: NewCall): CallState {
  return {
    ...options,
    agent: { phase: "listening", dueMs: Number.MAX_SAFE_INTEGER },
    hearing: null,
    pauseMs: USUAL_PAUSE_MS,
    lastSoundMs: null,
    taken: null,
    lastTurn: null,
    ahead: null,
    generation: 0,
    requests: { plain: 0, kept: 0, dropped: 0 },
    pressed: null,
    turn: 0 as TurnId,
    turnAtMs: 0,
    lastUtterance: 0 as UtteranceId,
    speaking: [],
    overlap: null,
    cuts: [],
    history: [],
    agentSaid: "",
    known: nothingKnown,
    asked: { type: "nothing" },
    consents: nothingAgreed,
    silences: 0,
    ...noTransfer,
    filledTurn: null,
    machine: noMachine,
    cardParts: noCardParts,
    partsUntilMs: 0,
    heldBack: null,
    seq: 0,
  };
}

/** Changes the state of a draft. */
export function set(draft: Draft, change: Partial<CallState>): void {
  draft.state = { ...draft.state, ...change };
}

/** Each of a union's types without some of its fields. */
type Without<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
type Unnumbered = Without<Fact, "call" | "seq" | "atMs">;
/** As it happens, before somebody with a clock has dated it. */
export type Undated = Without<CallEvent, "atMs">;

/** Writes a fact of this call down, numbered and dated. */
export function record(draft: Draft, fact: Unnumbered): void {
  const seq = draft.state.seq + 1;
  set(draft, { seq });
  const whole = { ...fact, call: draft.state.call, seq, atMs: draft.atMs } as Fact;
  const { heldBack } = draft.state;
  if (heldBack === null) return void draft.effects.push({ type: "record", fact: whole });
  set(draft, { heldBack: [...heldBack, whole] });
  const isTaken = whole.type === "turn" && whole.speaker === "caller";
  if (isTaken) draft.effects.push({ type: "hold_back", turn: whole.turn });
}

/** Writes down what is known by now. */
export function recordLead(draft: Draft): void {
  record(draft, { type: "lead", lead: leadOf(draft.state.known, draft.setting.campaign) });
}
