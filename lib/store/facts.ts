/** Takes facts of calls in: each once, in whatever order and however often they come. */
import type { Fact } from "../core/facts.ts";
import type { Evidence } from "../core/lead.ts";
import type postgres from "postgres";
import { addConsents, addDisclosures } from "./consent_facts.ts";
import { addCosts, addSpending, isCost, isWholeCost } from "./costs.ts";
import { type Sql, UnstorableFact } from "./database.ts";
import { oweDeliveries } from "./deliveries.ts";

type Tx = postgres.TransactionSql;
type Of<Type extends Fact["type"]> = Extract<Fact, { type: Type }>;

const E164 = /^\+[1-9][0-9]{5,14}$/;

/** All or none of them; resolves when they are committed. */
export async function applyFacts(sql: Sql, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return;
  for (const fact of facts) {
    if (!isWhole(fact)) throw new UnstorableFact("This is no fact that this Parley knows");
  }
  const sorted = facts.map((fact) => storable(fact)).sort(byCall);
  await sql.begin(async (tx) => {
    const claimed = await claim(tx, sorted);
    const ofCalls = claimed.filter(({ type }) => type !== "overhead");
    const fresh = ofCalls.length > 0 ? await withoutErased(tx, ofCalls) : [];
    if (fresh.length > 0) await applyFresh(tx, fresh);
    await addSpending(tx, claimed.filter(isCost));
  });
}

async function applyFresh(tx: Tx, facts: readonly Fact[]): Promise<void> {
  await makeCalls(tx, facts);
  await addTurns(tx, only(facts, "turn"));
  await addTimings(tx, only(facts, "turn_timing"));
  for (const fact of newestOfEach(only(facts, "lead"))) await setLead(tx, fact);
  await addDisclosures(tx, only(facts, "disclosed"));
  await addConsents(tx, only(facts, "consent"));
  for (const fact of only(facts, "handed_over")) await handOver(tx, fact);
  for (const fact of only(facts, "handed_back")) await handBack(tx, fact);
  for (const fact of only(facts, "call_ended")) await endCall(tx, fact);
  await addCosts(tx, only(facts, "cost"));
  await oweDeliveries(tx, facts);
}

/** Keeps a fact that the schema refuses, for a person to look at. */
export async function keepRefused(sql: Sql, fact: Fact, reason: string): Promise<void> {
  const row = {
    call_id: storable(String(fact.call)),
    seq: storable(String(fact.seq)),
    at: new Date(isTime(fact.atMs) ? fact.atMs : Date.now()),
    reason,
    fact: storable(JSON.stringify(fact)),
  };
  await sql`insert into refused_facts ${sql(row)} on conflict do nothing`;
}

/** A journal may hold what another version wrote: whatever is read of a fact is there. */
function isWhole(fact: Fact): boolean {
  if (!isTime(fact.atMs) || typeof fact.call !== "string") return false;
  switch (fact.type) {
    case "call_started":
      return all(fact.campaign, fact.campaignVersion, fact.callerNumber, fact.dialled);
    case "turn":
      return all(fact.turn, fact.speaker, fact.text);
    case "turn_timing":
      return all(fact.turn, fact.decidedMs) && Array.isArray(fact.fallbacks);
    case "disclosed":
      return all(fact.campaign, fact.campaignVersion, fact.text);
    case "consent":
      return all(fact.about, fact.given, fact.how, fact.wording, fact.turn) &&
        all(fact.campaign, fact.campaignVersion);
    case "cost":
    case "overhead":
      return isWholeCost(fact);
    case "handed_over":
      return true;
    case "handed_back":
      return all(fact.why);
    case "call_ended":
      return all(fact.endedBy, fact.reason, fact.turns);
    case "lead": {
      const { status, missing, fields } = fact.lead ?? {};
      return all(status) && Array.isArray(missing) && isObject(fields) &&
        Object.values(fields).every((field) => field === null || isWholeEvidence(field));
    }
    default:
      return false;
  }
}

function isWholeEvidence(evidence: Evidence): boolean {
  const { value, quote, turn, confidence, by } = evidence ?? {};
  return all(value, quote, turn, confidence, by);
}

/** The driver takes all but `undefined`; what the schema refuses it refuses itself. */
function all(...values: readonly unknown[]): boolean {
  return values.every((value) => value !== undefined);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isTime(atMs: unknown): boolean {
  return typeof atMs === "number" && !Number.isNaN(new Date(atMs).getTime());
}

/** Always the same order, so that two writers never wait for each other's rows. */
function byCall(a: Fact, b: Fact): number {
  return a.call < b.call ? -1 : a.call > b.call ? 1 : a.seq - b.seq;
}

/** The facts that were not taken in before. */
async function claim(tx: Tx, facts: readonly Fact[]): Promise<readonly Fact[]> {
  const rows = facts.map(({ call, seq, atMs }) => ({
    call_id: call as string,
    seq,
    at: new Date(atMs),
  }));
  const taken = await tx<{ call_id: string; seq: number }[]>`
    insert into call_facts ${tx(rows)} on conflict do nothing returning call_id, seq`;
  const fresh = new Set(taken.map(({ call_id, seq }) => `${call_id} ${seq}`));
  return facts.filter(({ call, seq }) => fresh.delete(`${call} ${seq}`));
}

/**
 * A late fact must not bring back a call that was deleted meanwhile: such a call has no row, though
 * earlier facts of it were taken in. One query, so that it sees one moment.
 */
async function withoutErased(tx: Tx, facts: readonly Fact[]): Promise<readonly Fact[]> {
  if (facts.length === 0) return facts;
  const now = new Map<string, number>();
  for (const { call } of facts) now.set(call, (now.get(call) ?? 0) + 1);
  const rows = await tx<{ call_id: string; known: number }[]>`
    select call_id, count(*)::integer as known from call_facts
    where call_id in ${tx([...now.keys()])}
      and not exists (select from calls where calls.id = call_facts.call_id)
    group by call_id`;
  const erased = rows.filter(({ call_id, known }) => known > now.get(call_id)!);
  const gone = new Set(erased.map(({ call_id }) => call_id));
  return facts.filter(({ call }) => !gone.has(call));
}

/** A call's row comes first, since everything else hangs on it; its own fact may follow later. */
async function makeCalls(tx: Tx, facts: readonly Fact[]): Promise<void> {
  const firstAtMs = new Map<string, number>();
  for (const { call, atMs } of facts) {
    firstAtMs.set(call, Math.min(atMs, firstAtMs.get(call) ?? Infinity));
  }
  const rows = [...firstAtMs].map(([id, atMs]) => ({ id, started_at: new Date(atMs) }));
  await tx`insert into calls ${tx(rows)} on conflict do nothing`;
  for (const fact of only(facts, "call_started")) await startCall(tx, fact);
}

async function startCall(tx: Tx, fact: Of<"call_started">): Promise<void> {
  const { callerNumber } = fact;
  const startedAt = new Date(fact.atMs);
  await tx`update calls set
    campaign = ${fact.campaign}, campaign_version = ${fact.campaignVersion},
    caller_number = ${callerNumber !== null && E164.test(callerNumber) ? callerNumber : null},
    dialled = ${fact.dialled},
    started_at = ${startedAt},
    ended_at = case when ended_at < ${startedAt} then ${startedAt} else ended_at end
    where id = ${fact.call as string}`;
}

async function addTurns(tx: Tx, facts: readonly Of<"turn">[]): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map(({ call, seq, turn, speaker, text, atMs }) => ({
    call_id: call as string,
    seq,
    turn: turn as number,
    speaker,
    said: text,
    at: new Date(atMs),
  }));
  await tx`insert into turns ${tx(rows)}`;
}

/** What an older Parley did not measure is null. */
async function addTimings(tx: Tx, facts: readonly Of<"turn_timing">[]): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map((fact) => ({
    call_id: fact.call as string,
    turn: fact.turn as number,
    sound_ended_at: new Date(fact.atMs),
    decided_ms: fact.decidedMs,
    brain_asked_ms: fact.brainAskedMs ?? null,
    first_token_ms: fact.firstTokenMs ?? null,
    first_sentence_ms: fact.firstSentenceMs ?? null,
    filler_ms: fact.fillerMs ?? null,
    voice_asked_ms: fact.voiceAskedMs ?? null,
    first_audio_ms: fact.firstAudioMs ?? null,
    first_packet_ms: fact.firstPacketMs ?? null,
    first_heard_ms: fact.firstHeardMs ?? null,
    last_heard_ms: fact.lastHeardMs ?? null,
    interrupted_after_ms: fact.interruptedAfterMs ?? null,
    fallbacks: tx.json(fact.fallbacks as unknown as postgres.JSONValue),
  }));
  await tx`insert into turn_timings ${tx(rows)}`;
}

/** The newest state of a lead stands; one that comes late is older, and changes nothing. */
async function setLead(tx: Tx, { call, seq, atMs, lead }: Of<"lead">): Promise<void> {
  const row = {
    call_id: call as string,
    status: lead.status,
    missing: [...lead.missing],
    seq,
    updated_at: new Date(atMs),
  };
  const [newest] = await tx`
    insert into leads ${tx(row)}
    on conflict (call_id) do update set status = excluded.status, missing = excluded.missing,
      seq = excluded.seq, updated_at = excluded.updated_at
    where leads.seq < excluded.seq
    returning call_id`;
  if (newest === undefined) return;
  await tx`delete from lead_fields where call_id = ${call as string}`;
  const fields = Object.entries(lead.fields)
    .filter((entry): entry is [string, Evidence] => entry[1] !== null)
    .map(([field, evidence]) => fieldRow(tx, call as string, field, evidence));
  if (fields.length > 0) await tx`insert into lead_fields ${tx(fields)}`;
}

function fieldRow(tx: Tx, call: string, field: string, evidence: Evidence) {
  return {
    call_id: call,
    field,
    value: tx.json(evidence.value as postgres.JSONValue),
    quote: evidence.quote,
    turn: evidence.turn as number,
    confidence: evidence.confidence,
    found_by: evidence.by,
  };
}

async function handOver(tx: Tx, { call, atMs }: Of<"handed_over">): Promise<void> {
  await tx`update calls set handed_over_at = ${new Date(atMs)} where id = ${call as string}`;
}

async function handBack(tx: Tx, { call, why }: Of<"handed_back">): Promise<void> {
  await tx`update calls set handed_back_why = ${why} where id = ${call as string}`;
}

async function endCall(tx: Tx, fact: Of<"call_ended">): Promise<void> {
  await tx`update calls set
    ended_at = greatest(${new Date(fact.atMs)}, started_at),
    ended_by = ${fact.endedBy}, end_reason = ${fact.reason}, turns = ${fact.turns}
    where id = ${fact.call as string}`;
}

function only<Type extends Fact["type"]>(facts: readonly Fact[], type: Type): readonly Of<Type>[] {
  return facts.filter((fact): fact is Of<Type> => fact.type === type);
}

/** Facts come in the order of their numbers: the last of a call is its newest. */
function newestOfEach(facts: readonly Of<"lead">[]): Iterable<Of<"lead">> {
  return new Map(facts.map((fact) => [fact.call, fact])).values();
}

/** PostgreSQL's text takes neither a zero nor half of a surrogate pair. */
function storable<Value>(value: Value): Value {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "") as Value;
  if (Array.isArray(value)) return value.map((each) => storable(each)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [storable(key), storable(each)]);
  return Object.fromEntries(entries) as Value;
}
