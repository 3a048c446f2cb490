/** Calls and leads as people read them, opened; whoever reads through here stands in the audit log. */
import type { Earlier, FoundBy, LeadStatus, Reason, Value } from "../core/lead.ts";
import type { EndedBy } from "../core/facts.ts";
import { isCallId } from "../core/ids.ts";
import { type Actor, recordAccess } from "./audit.ts";
import type { Queries } from "./database.ts";
import type { Sealer } from "./sealing.ts";

export interface Reader {
  readonly sql: Queries;
  readonly sealer: Sealer;
  /** For whom it is read. */
  readonly actor: Actor;
}

export interface StoredCall {
  readonly id: string;
  /** Null until the call's first fact has come. */
  readonly campaign: string | null;
  readonly campaignVersion: number | null;
  readonly callerNumber: string | null;
  readonly dialled: string | null;
  readonly startedAt: Date;
  /** Null while it lives. */
  readonly endedAt: Date | null;
  readonly endedBy: EndedBy | null;
  readonly endReason: string | null;
  readonly handedOverAt: Date | null;
  readonly handedBackWhy: string | null;
  /** Of the caller. */
  readonly turns: number | null;
}

export interface StoredTurn {
  readonly call: string;
  readonly seq: number;
  readonly turn: number;
  readonly speaker: "caller" | "agent";
  readonly said: string;
  readonly at: Date;
  /** By plugin; null where none has made anything of it. */
  readonly scores: Readonly<Record<string, number>> | null;
}

export interface StoredField {
  readonly field: string;
  readonly value: Value;
  readonly quote: string;
  readonly turn: number;
  /** Since the call began; null of an older Parley. */
  readonly atMs: number | null;
  readonly confidence: number;
  readonly foundBy: FoundBy;
  /** What was held for the answer before, oldest first. */
  readonly history: readonly Earlier[];
}

export interface StoredLead {
  readonly call: string;
  readonly status: LeadStatus;
  readonly missing: readonly string[];
  readonly updatedAt: Date;
  /** Null of an older Parley. */
  readonly score: number | null;
  readonly scoreReasons: readonly Reason[] | null;
  readonly disqualifiers: readonly string[] | null;
  /** By name. */
  readonly fields: readonly StoredField[];
}

/** Calls read together: more at once would take all memory and the audit log's largest entry. */
export const READ_MAX = 1_000;

/** Those of them that there are, oldest first. */
export async function readCalls(
  reader: Reader,
  ids: readonly string[],
): Promise<readonly StoredCall[]> {
  await record(reader, ids, ["calls.caller_number"]);
  const rows = await reader.sql<CallRow[]>`
    select id, campaign, campaign_version as "campaignVersion", caller_number as sealed, dialled,
      started_at as "startedAt", ended_at as "endedAt", ended_by as "endedBy",
      end_reason as "endReason", handed_over_at as "handedOverAt",
      handed_back_why as "handedBackWhy", turns
    from calls where id = any(${[...ids]}::uuid[]) order by started_at, id`;
  return await Promise.all(rows.map(async ({ sealed, ...call }) => ({
    ...call,
    callerNumber: sealed && await reader.sealer.open(sealed),
  })));
}

/** What was said in these calls, in order; a turn that the caller went on with stands in the whole. */
export async function readTurns(
  reader: Reader,
  ids: readonly string[],
): Promise<readonly StoredTurn[]> {
  await record(reader, ids, ["turns.said"]);
  const rows = await reader.sql<TurnRow[]>`
    select call_id as call, seq, turn, speaker, said as sealed, turns.at, scores
    from turns left join turn_scores using (call_id, seq)
    where call_id = any(${[...ids]}::uuid[]) and not exists (
      select from turns as whole where whole.call_id = any(${[...ids]}::uuid[])
        and whole.call_id = turns.call_id and whole.replaces = turns.seq)
    order by call_id, seq`;
  return await Promise.all(rows.map(async ({ sealed, ...turn }) => ({
    ...turn,
    said: await reader.sealer.open(sealed),
  })));
}

/** Those of them that there are, the newest last. */
export async function readLeads(
  reader: Reader,
  ids: readonly string[],
): Promise<readonly StoredLead[]> {
  await record(reader, ids, ["lead_fields.quote", "lead_fields.value"]);
  const leads = await reader.sql<Omit<StoredLead, "fields">[]>`
    select call_id as call, status, missing, updated_at as "updatedAt", score,
      score_reasons as "scoreReasons", disqualifiers
    from leads where call_id = any(${[...ids]}::uuid[]) order by updated_at, call_id`;
  const fields = await fieldsOf(reader, ids);
  return leads.map((lead) => ({ ...lead, fields: fields.get(lead.call) ?? [] }));
}

/** Null where there is none of this id, also where the id is none. */
export async function readCall(reader: Reader, id: string): Promise<StoredCall | null> {
  return isCallId(id) ? (await readCalls(reader, [id]))[0] ?? null : null;
}

export async function readLead(reader: Reader, id: string): Promise<StoredLead | null> {
  return isCallId(id) ? (await readLeads(reader, [id]))[0] ?? null : null;
}

/**
 * Ids of all calls of a person, by a phone number (E.164) or an e-mail address: those that came from
 * the number, and those in which it was given.
 */
export async function findCalls(
  reader: Pick<Reader, "sql" | "sealer">,
  contact: string,
): Promise<readonly string[]> {
  return await findCallsOf(reader, [contact]);
}

/** Of several people. */
export async function findCallsOf(
  { sql, sealer }: Pick<Reader, "sql" | "sealer">,
  contacts: readonly string[],
): Promise<readonly string[]> {
  const all = await Promise.all(contacts.map((contact) => sealer.lookups(contact)));
  const hashes = sql(all.flat() as never[]);
  const rows = await sql<{ id: string }[]>`
    select id from calls where caller_hash in ${hashes}
    union select call_id from lead_fields where contact_hash in ${hashes}
    order by 1`;
  return rows.map(({ id }) => id);
}

type CallRow = Omit<StoredCall, "callerNumber"> & { readonly sealed: Uint8Array | null };
type TurnRow = Omit<StoredTurn, "said"> & { readonly sealed: Uint8Array };
type FieldRow = Omit<StoredField, "quote" | "history"> & {
  readonly call: string;
  readonly sealed: Uint8Array;
  readonly sealedValue: Uint8Array | null;
  readonly sealedHistory: Uint8Array | null;
};

async function fieldsOf(
  { sql, sealer }: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredField[]>> {
  const rows = await sql<FieldRow[]>`
    select call_id as call, field, value, sealed_value as "sealedValue", quote as sealed, turn,
      at_ms as "atMs", confidence, found_by as "foundBy", history as "sealedHistory"
    from lead_fields where call_id = any(${[...ids]}::uuid[]) order by call_id, field`;
  const opened = await Promise.all(rows.map(async (row) => {
    const { call, sealed, sealedValue, sealedHistory, ...field } = row;
    const history = sealedHistory === null
      ? []
      : JSON.parse(await sealer.open(sealedHistory)) as Earlier[];
    const quote = await sealer.open(sealed);
    const value = sealedValue === null
      ? field.value
      : JSON.parse(await sealer.open(sealedValue)) as Value;
    return { call, field: { ...field, value, quote, history } };
  }));
  const byCall = new Map<string, StoredField[]>();
  for (const { call, field } of opened) byCall.set(call, [...byCall.get(call) ?? [], field]);
  return byCall;
}

/** Before anything is read: an access that failed is noted as well. */
async function record(
  { sql, actor }: Reader,
  ids: readonly string[],
  columns: readonly string[],
): Promise<void> {
  if (ids.length > READ_MAX) throw new Error(`Cannot read ${ids.length} calls at once`);
  if (ids.length > 0) await recordAccess(sql, { actor, action: "read", calls: ids, columns });
}
