/** What the rule-based understanding found in one caller turn, and what it needs to know for that. */
import { type Campaign, fieldOf } from "../campaign.ts";
import type { Value } from "../lead.ts";

/** What the agent's last question was, so that "yes", "the second one" and "fifty" have a meaning. */
export type Asked =
  | { readonly type: "field"; readonly key: string }
  | { readonly type: "confirm"; readonly key: string; readonly value: Value }
  | { readonly type: "callback" }
  | { readonly type: "callback_time" }
  | { readonly type: "phone" }
  | { readonly type: "nothing" };

/** True where a yes or a no is an answer. */
export function asksYesNo(asked: Asked, campaign: Campaign): boolean {
  if (asked.type === "confirm" || asked.type === "callback") return true;
  return asked.type === "field" && fieldOf(campaign, asked.key)?.kind.type === "yes_no";
}

/** What a caller can want besides answering; understood without any model. */
export type Intent =
  | "are_you_a_robot"
  | "person"
  | "not_interested"
  | "repeat"
  | "dont_know"
  | "refuse"
  | "wait"
  | "advice"
  | "goodbye"
  | "greeting"
  | "thanks";

export interface FoundAnswer {
  /** A campaign field's key, or "name", "phone", "email", "callback". */
  readonly key: string;
  readonly value: Value;
  /** A verbatim part of the turn. */
  readonly quote: string;
  /** 0 to 1; hedges lower it. */
  readonly confidence: number;
  /** "no, make that …": takes the place of what was said before. */
  readonly correction: boolean;
}

/** Choices that the caller takes back or rules out: "actually scrap the bonds", "no crypto". */
export interface TakenBack {
  /** A choice field's key. */
  readonly key: string;
  readonly options: readonly string[];
  readonly quote: string;
}

export interface Heard {
  readonly intents: readonly Intent[];
  /** A plain yes or no, the answer to a yes/no question; null when neither or both. */
  readonly yesNo: "yes" | "no" | null;
  readonly answers: readonly FoundAnswer[];
  /** The caller says that the call is for somebody else. */
  readonly forOther?: boolean;
  /** Left out where there is none; to be taken from earlier answers before this turn's are added. */
  readonly takenBack?: readonly TakenBack[];
}

export interface Context {
  readonly campaign: Campaign;
  readonly asked: Asked;
  /** What the agent said last; an echo of it is no answer. */
  readonly agentSaid: string;
  /** Epoch ms of the turn. */
  readonly nowMs: number;
  /** IANA name: "Europe/Berlin". */
  readonly timeZone: string;
  /** ISO 8601: the time that a call was agreed for, whose day stands in "make it four". */
  readonly callbackAt?: string | null;
  /** The caller speaks for somebody else: what "she" wants is what is wanted. */
  readonly forOther?: boolean;
  /** A call was agreed to, and its time is still to be named. */
  readonly callbackOpen?: boolean;
}
