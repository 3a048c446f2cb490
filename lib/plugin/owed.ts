/** What a delivery brings to a plugin, and how the plugin says what became of it. */
import type { CallId } from "../core/ids.ts";
import type { Lead, LeadStatus } from "../core/lead.ts";
import type { RecordedCall } from "./calls.ts";

export type DeliveryKind = "lead_qualified" | "call_ended" | "erase_person" | "report_due";

export interface Delivery<Kind extends DeliveryKind = DeliveryKind> {
  /** The same over all attempts: an idempotency key. */
  readonly key: string;
  readonly kind: Kind;
  /** Counts up from 1. */
  readonly attempt: number;
  /** When the first attempt and the one before this began: it may have got through. Null at first. */
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  /** Null in a report, which is about no single call. */
  readonly callId: Kind extends "report_due" ? null : CallId;
  /** Null where the call came to none, in an erasure and in a report. */
  readonly lead: Kind extends "lead_qualified" ? Lead : Lead | null;
  /** Null once it is erased, and in a report. */
  readonly call: Kind extends "lead_qualified" | "call_ended" ? RecordedCall : RecordedCall | null;
  /** What this plugin returned for this call or person before, oldest first: remote ids. */
  readonly receipts: readonly Receipt[];
  /** In an erasure: what was begun for the call and came to no receipt; it may have got through. */
  readonly unclear: readonly Unclear[];
  readonly report: Kind extends "report_due" ? Report : null;
}

type Receipt = Readonly<Record<string, string>>;

export interface Unclear {
  readonly kind: DeliveryKind;
  /** When its first and its last attempt began. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** What came of this plugin's deliveries about others in that time, and shortly after it. */
  readonly others: readonly Receipt[];
}

/** Numbers of a day or a week that is over, and nobody's data. */
export interface Report {
  readonly period: "day" | "week";
  /** "2026-11-23", where Parley's operator is. */
  readonly firstDay: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly calls: number;
  /** Calls that were put through to a person. */
  readonly handedOver: number;
  /** Of calls that ended. */
  readonly meanSeconds: number | null;
  readonly leads: Readonly<Record<LeadStatus, number>>;
  /** By why calls ended, the most frequent first: "goodbye", "hung_up", … */
  readonly endings: readonly { readonly reason: string; readonly calls: number }[];
}

export interface Delivered {
  /** Remote ids, and never personal data: kept, and given to later deliveries. */
  readonly receipt?: Receipt;
}

/** The destination can't take it now. `pauses`: it asked for a rest, and gets nothing else either. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  readonly afterMs: number | undefined;
  readonly pauses: boolean;
  constructor(
    { afterMs, reason, pauses = false }: {
      readonly afterMs?: number;
      readonly reason: string;
      readonly pauses?: boolean;
    },
  ) {
    super(reason);
    this.afterMs = afterMs;
    this.pauses = pauses;
  }
}

/** It never will: the delivery is parked with its reason, for a person. */
export class GiveUp extends Error {
  override readonly name = "GiveUp";
  constructor({ reason }: { readonly reason: string }) {
    super(reason);
  }
}
