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
export interface Evidence {
  readonly value: Value;
  /** A verbatim part of what the caller said in `turn`. */
  readonly quote: string;
  readonly turn: TurnId;
  /** 0 to 1. */
  readonly confidence: number;
  readonly by: FoundBy;
}

export type LeadStatus = "qualified" | "incomplete" | "not_interested" | "human_requested";

export interface Lead {
  readonly status: LeadStatus;
  /** Keys of required fields that are still null. */
  readonly missing: readonly string[];
  /** The campaign's fields, then name, phone, email and callback. */
  readonly fields: Readonly<Record<string, Evidence | null>>;
}

/** Fields every campaign has; never required and never asked before the campaign's own. */
export const COMMON_FIELDS = ["name", "phone", "email", "callback"] as const;
