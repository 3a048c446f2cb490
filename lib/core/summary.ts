/** A call and its lead as one JSON object: what `call` prints and integrators read. */
import type { Campaign } from "./campaign.ts";
import type { CallState } from "./conversation/state.ts";
import type { EndedBy } from "./facts.ts";
import type { Evidence, Lead } from "./lead.ts";
import { leadOf } from "./qualification.ts";

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
  readonly lead: Omit<Lead, "fields"> & {
    readonly fields: Readonly<Record<string, Omit<Evidence, "by"> | null>>;
  };
}

export function summaryOf(
  state: CallState,
  campaign: Campaign,
  ending: { readonly endedBy: EndedBy; readonly endedAtMs: number },
): Summary {
  const lead = leadOf(state.known, campaign);
  return {
    call: {
      id: state.call,
      startedAt: new Date(state.startedAtMs).toISOString(),
      endedAt: new Date(ending.endedAtMs).toISOString(),
      endedBy: ending.endedBy,
      turns: state.turn,
    },
    lead: { ...lead, fields: mapValues(lead.fields, withoutFinder) },
  };
}

function withoutFinder(evidence: Evidence | null): Omit<Evidence, "by"> | null {
  if (evidence === null) return null;
  const { by: _by, ...rest } = evidence;
  return rest;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
