/** What a delivery is about, read when it is made: the queue itself holds nothing of it. */
import type { EndedBy } from "../core/facts.ts";
import type { CallId, TurnId } from "../core/ids.ts";
import type { Evidence, Lead, LeadStatus } from "../core/lead.ts";
import type { Sql } from "./database.ts";
import { readCall, type Reader, readLead, readTurns } from "./leads.ts";
import type { StoredCall, StoredLead, StoredTurn } from "./leads.ts";

/** Of a call whose campaign nobody wrote down: as the one that ships. */
const USUAL_LANGUAGE = "en";

export interface OwedCall {
  readonly id: CallId;
  readonly callerNumber: string | null;
  readonly dialled: string | null;
  readonly campaign: string;
  readonly startedAtMs: number;
  readonly ended: { readonly atMs: number; readonly by: EndedBy; readonly reason: string } | null;
  readonly turns: readonly {
    readonly turn: TurnId;
    readonly speaker: "caller" | "agent";
    readonly text: string;
    readonly atMs: number;
    readonly scores?: Readonly<Record<string, number>>;
  }[];
}

export interface Owed {
  /** In the language (BCP 47) of the campaign's version that it used. */
  readonly call: OwedCall & { readonly language: string };
  readonly lead: Lead | null;
}

/** Null where the call is gone: it was erased, or is older than it may be. */
export async function readOwed(reader: Reader, callId: string): Promise<Owed | null> {
  const call = await readCall(reader, callId);
  if (call === null) return null;
  const [turns, lead] = [await readTurns(reader, [callId]), await readLead(reader, callId)];
  const languageOf = await readLanguages(reader, [call]);
  return {
    call: { ...owedCall(call, turns), language: languageOf(call) },
    lead: lead && plainLead(lead),
  };
}

export function owedCall(
  { id, callerNumber, dialled, campaign, startedAt, endedAt, endedBy, endReason }: StoredCall,
  turns: readonly StoredTurn[],
): OwedCall {
  return {
    ...{ id: id as CallId, callerNumber, dialled, campaign: campaign ?? "" },
    startedAtMs: startedAt.getTime(),
    ended: endedAt && { atMs: endedAt.getTime(), by: endedBy!, reason: endReason! },
    turns: turns.map(({ turn, speaker, said, at, scores }) => {
      const spoken = { turn: turn as TurnId, speaker, text: said, atMs: at.getTime() };
      return scores === null ? spoken : { ...spoken, scores };
    }),
  };
}

/** BCP 47, of the campaign's version that each call used. */
export async function readLanguages(
  { sql }: Reader,
  calls: readonly StoredCall[],
): Promise<(call: StoredCall) => string> {
  const used = [...new Set(calls.map(({ campaign }) => campaign))];
  const rows = await sql<{ id: string; version: number; language: string | null }[]>`
    select id, version, content ->> 'language' as language from campaigns
    where id = any(${used}::text[])`;
  return ({ campaign, campaignVersion }) => {
    const row = rows.find(({ id, version }) => id === campaign && version === campaignVersion);
    return row?.language ?? USUAL_LANGUAGE;
  };
}

/** What an older Parley did not write down of a lead is left out. */
export function plainLead({ status, missing, fields, ...lead }: StoredLead): Lead {
  const entries = fields.map((stored) => {
    const { field, value, quote, turn, atMs, confidence, foundBy: by, history } = stored;
    const found = { value, quote, turn: turn as TurnId, atMs: atMs ?? 0, confidence, by };
    return [field, { ...found, history } satisfies Evidence] as const;
  });
  const { score, scoreReasons, disqualifiers } = lead;
  return {
    status,
    missing,
    fields: Object.fromEntries(entries),
    score: {
      points: score ?? 0,
      reasons: scoreReasons ?? [],
      disqualifiers: disqualifiers ?? [],
    },
  };
}

/** Of calls that began in the time. */
export async function readNumbers(
  sql: Sql,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
) {
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  const [sums] = await sql<[{ calls: number; handedOver: number; meanSeconds: number | null }]>`
    select count(*)::integer as calls, count(handed_over_at)::integer as "handedOver",
      round(avg(extract(epoch from ended_at - started_at)))::integer as "meanSeconds"
    from calls where started_at >= ${from} and started_at < ${to}`;
  const leads = await sql<{ status: LeadStatus; count: number }[]>`
    select status, count(*)::integer as count from leads join calls on calls.id = call_id
    where started_at >= ${from} and started_at < ${to} group by status`;
  const endings = await sql<{ reason: string; calls: number }[]>`
    select end_reason as reason, count(*)::integer as calls from calls
    where started_at >= ${from} and started_at < ${to} and end_reason is not null
    group by end_reason order by calls desc, reason limit 20`;
  const none = { qualified: 0, incomplete: 0, not_interested: 0, human_requested: 0 };
  const counted = Object.fromEntries(leads.map(({ status, count }) => [status, count]));
  return { ...sums, leads: { ...none, ...counted }, endings: endings.map((one) => ({ ...one })) };
}
