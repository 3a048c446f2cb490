/** The lead: what the caller wants, each value with the caller's own words as evidence. */
import type { TurnId } from "./ids.ts";

/** Minor units (cents) of an ISO 4217 currency; null is an open end. One value: both ends equal. */
export interface Amount {
  readonly minMinor: number | null;
  readonly maxMinor: number | null;
  readonly currency: string;
}

export type Horizon = "short" | "medium" | "long";

/** Whole months; both null where the caller gave only words ("long term"). */
export interface Duration {
  readonly minMonths: number | null;
  readonly maxMonths: number | null;
  readonly horizon: Horizon;
}

export interface Phone {
  /** E.164: "+12025550123". */
  readonly e164: string;
  readonly source: "caller_id" | "spoken" | "keypad";
}

export interface Callback {
  readonly wanted: boolean;
  /** ISO 8601 with the caller's offset. */
  readonly at: string | null;
  readonly consent: boolean;
}

/** A choice field holds option ids (`string[]` when several are allowed, else one `string`). */
export type Value = string | readonly string[] | boolean | Amount | Duration | Phone | Callback;

/** Who found a value: the rule-based understanding, the language model, or the keypad. */
export type FoundBy = "rules" | "model" | "keypad";

/** A value and what it rests on. */
export interface Finding {
  readonly value: Value;
  /** A verbatim part of what the caller said in `turn`. */
  readonly quote: string;
  readonly turn: TurnId;
  /** When the caller began to say it, in ms since the call began: the place in a recording. */
  readonly atMs: number;
  /** 0 to 1. */
  readonly confidence: number;
  readonly by: FoundBy;
}

/**
 * Why a value gave way: another one was said, more was added to it, the caller said no to it or took
 * it back. What the model read and the rules did not is "contradicted": it never stood.
 */
export type GaveWay = "replaced" | "extended" | "denied" | "taken_back" | "contradicted";

/** What was held for the caller's answer before. */
export interface Earlier extends Finding {
  readonly gaveWay: GaveWay;
}

export interface Evidence extends Finding {
  /** Oldest first, with what was said of the same field before. */
  readonly history: readonly Earlier[];
}

export type LeadStatus = "qualified" | "incomplete" | "not_interested" | "human_requested";

/** In which order people should look at leads, and why. It ranks, and decides nothing. */
export interface Score {
  /** 0 to 100. */
  readonly points: number;
  /** The points of all reasons make the sum, within its limits. */
  readonly reasons: readonly Reason[];
  /** What speaks against the lead altogether; with one of them it has no points. */
  readonly disqualifiers: readonly string[];
}

export interface Reason {
  readonly points: number;
  /** A sentence for people, without name, number or address. */
  readonly why: string;
}

export interface Lead {
  readonly status: LeadStatus;
  /** Keys of required fields that are still null. */
  readonly missing: readonly string[];
  /** The campaign's fields, then name, phone, email and callback. */
  readonly fields: Readonly<Record<string, Evidence | null>>;
  readonly score: Score;
}

/** Fields every campaign has; never required and never asked before the campaign's own. */
export const COMMON_FIELDS = ["name", "phone", "email", "callback"] as const;
