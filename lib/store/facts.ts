/** Takes facts of calls in: each once, in whatever order and however often they come. */
import type postgres from "postgres";
import type { Fact } from "../core/facts.ts";
import { recordAccess } from "./audit.ts";
import { addConsents, addDisclosures } from "./consent_facts.ts";
import { addCosts, addSpending, isCost } from "./costs.ts";
import { type Sql, type Tx, UnstorableFact } from "./database.ts";
import { oweDeliveries } from "./deliveries.ts";
import { assertInUse } from "./key_register.ts";
import { setLead } from "./lead_facts.ts";
import type { Sealer } from "./sealing.ts";
import { isTime, isWhole, storable } from "./whole_facts.ts";

type Of<Type extends Fact["type"]> = Extract<Fact, { type: Type }>;

const E164 = /^\+[1-9][0-9]{5,14}$/;

/** All or none of them; resolves when they are committed. */
export async function applyFacts(
  sql: Sql,
  facts: readonly Fact[],
  sealer: Sealer,
): Promise<void> {
  if (facts.length === 0) return;
  for (const fact of facts) {
    if (!isWhole(fact)) throw new UnstorableFact("This is no fact that this Parley knows");
  }
  const sorted = facts.map((fact) => storable(fact)).sort(byCall);
  await sql.begin(async (tx) => {
    await assertInUse(tx, sealer);
    const claimed = await claim(tx, sorted);
    const ofCalls = claimed.filter(({ type }) => type !== "overhead");
    const fresh = ofCalls.length > 0 ? await withoutErased(tx, ofCalls) : [];
    if (fresh.length > 0) await applyFresh(tx, fresh, sealer);
    await addSpending(tx, claimed.filter(isCost));
    await recordStored(tx, fresh);
  });
}

async function applyFresh(tx: Tx, facts: readonly Fact[], sealer: Sealer): Promise<void> {
  await makeCalls(tx, facts, sealer);
  await addTurns(tx, only(facts, "turn"), sealer);
  await addTimings(tx, only(facts, "turn_timing"));
  for (const fact of newestOfEach(only(facts, "lead"))) await setLead(tx, fact, sealer);
  await addDisclosures(tx, only(facts, "disclosed"));
  await addConsents(tx, only(facts, "consent"));
  for (const fact of only(facts, "handed_over")) await handOver(tx, fact);
  for (const fact of only(facts, "handed_back")) await handBack(tx, fact);
  for (const fact of only(facts, "call_ended")) await endCall(tx, fact);
  await addCosts(tx, only(facts, "cost"));
  await oweDeliveries(tx, facts);
}

/** Keeps a fact that the schema refuses, for a person to look at. */
export async function keepRefused(
  sql: Sql,
  fact: Fact,
  { reason, sealer }: { readonly reason: string; readonly sealer: Sealer },
): Promise<void> {
  const row = {
    call_id: storable(String(fact.call)),
    seq: storable(String(fact.seq)),
    at: new Date(isTime(fact.atMs) ? fact.atMs : Date.now()),
    reason,
    fact: await sealer.seal(JSON.stringify(fact)),
  };
  await sql.begin(async (tx) => {
    await assertInUse(tx, sealer);
    await tx`insert into refused_facts ${tx(row)} on conflict do nothing`;
  });
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
async function makeCalls(tx: Tx, facts: readonly Fact[], sealer: Sealer): Promise<void> {
  const firstAtMs = new Map<string, number>();
  for (const { call, atMs } of facts) {
    firstAtMs.set(call, Math.min(atMs, firstAtMs.get(call) ?? Infinity));
  }
  const rows = [...firstAtMs].map(([id, atMs]) => ({ id, started_at: new Date(atMs) }));
  await tx`insert into calls ${tx(rows)} on conflict do nothing`;
  for (const fact of only(facts, "call_started")) await startCall(tx, fact, sealer);
}

async function startCall(tx: Tx, fact: Of<"call_started">, sealer: Sealer): Promise<void> {
  const isKnown = fact.callerNumber !== null && E164.test(fact.callerNumber);
  const number = isKnown ? fact.callerNumber : null;
  const startedAt = new Date(fact.atMs);
  await tx`update calls set
    campaign = ${fact.campaign}, campaign_version = ${fact.campaignVersion},
    caller_number = ${number && await sealer.seal(number)},
    caller_hash = ${number && await sealer.lookup(number)},
    dialled = ${fact.dialled},
    started_at = ${startedAt},
    ended_at = case when ended_at < ${startedAt} then ${startedAt} else ended_at end
    where id = ${fact.call as string}`;
}

async function addTurns(tx: Tx, facts: readonly Of<"turn">[], sealer: Sealer): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map(async ({ call, seq, turn, speaker, text, atMs }) => ({
    call_id: call as string,
    seq,
    turn: turn as number,
    speaker,
    said: await sealer.seal(text),
    at: new Date(atMs),
  }));
  await tx`insert into turns ${tx(await Promise.all(rows))}`;
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

/** Columns with personal data that a fact of this kind fills. */
const PERSONAL_COLUMNS: Partial<Record<Fact["type"], readonly string[]>> = {
  call_started: ["calls.caller_number"],
  turn: ["turns.said"],
  lead: ["lead_fields.quote", "lead_fields.value"],
};

/** One entry for a batch: live turns would fill the audit log with as many entries as there are. */
async function recordStored(tx: Tx, facts: readonly Fact[]): Promise<void> {
  const personal = facts.filter(({ type }) => PERSONAL_COLUMNS[type] !== undefined);
  if (personal.length === 0) return;
  await recordAccess(tx, {
    actor: "rule:intake",
    action: "stored",
    calls: personal.map(({ call }) => call),
    columns: personal.flatMap(({ type }) => PERSONAL_COLUMNS[type]!),
  });
}

function only<Type extends Fact["type"]>(facts: readonly Fact[], type: Type): readonly Of<Type>[] {
  return facts.filter((fact): fact is Of<Type> => fact.type === type);
}

/** Facts come in the order of their numbers: the last of a call is its newest. */
function newestOfEach(facts: readonly Of<"lead">[]): Iterable<Of<"lead">> {
  return new Map(facts.map((fact) => [fact.call, fact])).values();
}
