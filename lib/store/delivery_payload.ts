/** What a delivery is about, read when it is made: the queue itself holds nothing of it. */
import type { EndedBy } from "../core/facts.ts";
import type { CallId, TurnId } from "../core/ids.ts";
import type { Evidence, Lead, LeadStatus } from "../core/lead.ts";
import type { Sql } from "./database.ts";

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
  }[];
}

/** Null where the call is gone: it was erased, or is older than it may be. */
export async function readOwed(
  sql: Sql,
  callId: string,
): Promise<{ readonly call: OwedCall; readonly lead: Lead | null } | null> {
  const [call] = await sql`
    select id, caller_number, dialled, campaign, started_at, ended_at, ended_by, end_reason
    from calls where id = ${callId}`;
  if (call === undefined) return null;
  const turns = await sql`select turn, speaker, said, at from turns where call_id = ${callId}
    order by seq`;
  return {
    call: {
      id: call.id,
      callerNumber: call.caller_number,
      dialled: call.dialled,
      campaign: call.campaign ?? "",
      startedAtMs: call.started_at.getTime(),
      ended: call.ended_at === null
        ? null
        : { atMs: call.ended_at.getTime(), by: call.ended_by, reason: call.end_reason },
      turns: turns.map(({ turn, speaker, said, at }) => {
        return { turn: turn as TurnId, speaker, text: said, atMs: at.getTime() };
      }),
    },
    lead: await readLead(sql, callId),
  };
}

async function readLead(sql: Sql, callId: string): Promise<Lead | null> {
  const [lead] = await sql<{ status: LeadStatus; missing: string[] }[]>`
    select status, missing from leads where call_id = ${callId}`;
  if (lead === undefined) return null;
  const fields = await sql`select field, value, quote, turn, confidence, found_by
    from lead_fields where call_id = ${callId}`;
  const entries = fields.map(({ field, value, quote, turn, confidence, found_by }) => {
    const evidence: Evidence = {
      ...{ value, quote, turn: turn as TurnId, confidence, by: found_by },
      ...{ atMs: 0, history: [] },
    };
    return [field, evidence] as const;
  });
  return {
    ...{ status: lead.status, missing: lead.missing, fields: Object.fromEntries(entries) },
    score: { points: 0, reasons: [], disqualifiers: [] },
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
