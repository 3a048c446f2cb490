/** A call and its lead as one JSON object: what `call` prints and integrators read. */
import type { Campaign } from "./campaign.ts";
import type { CallState } from "./conversation/state.ts";
import type { EndedBy } from "./facts.ts";
import type { Evidence, Lead } from "./lead.ts";
import { leadOf } from "./verdict.ts";

export interface Summary {
  readonly call: {
    readonly id: string;
    /** ISO 8601, UTC. */
    readonly startedAt: string;
    readonly endedAt: string;
    readonly endedBy: EndedBy;
    /** Caller turns. */
    readonly turns: number;
  };
  readonly lead: Pick<Lead, "status" | "missing"> & {
    readonly fields: Readonly<Record<string, PlainEvidence | null>>;
  };
}

type PlainEvidence = Pick<Evidence, "value" | "quote" | "turn" | "confidence">;

export function summaryOf(
  state: CallState,
  campaign: Campaign,
  ending: { readonly endedBy: EndedBy; readonly endedAtMs: number },
): Summary {
  const { status, missing, fields } = leadOf(state.known, campaign);
  return {
    call: {
      id: state.call,
      startedAt: new Date(state.startedAtMs).toISOString(),
      endedAt: new Date(ending.endedAtMs).toISOString(),
      endedBy: ending.endedBy,
      turns: state.turn,
    },
    lead: { status, missing, fields: mapValues(fields, plain) },
  };
}

function plain(evidence: Evidence | null): PlainEvidence | null {
  if (evidence === null) return null;
  const { value, quote, turn, confidence } = evidence;
  return { value, quote, turn, confidence };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
