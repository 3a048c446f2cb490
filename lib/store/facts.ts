/** Takes facts of calls in: each once, in whatever order and however often they come. */
import type postgres from "postgres";
import type { Fact } from "../core/facts.ts";
import { accessEntry } from "./audit.ts";
import { callStatements } from "./call_rows.ts";
import { addConsents, addDisclosures } from "./consent_facts.ts";
import { addCosts, addSpending, isCost } from "./costs.ts";
import { type Sql, type Tx, UnstorableFact } from "./database.ts";
import { oweDeliveries } from "./deliveries.ts";
import { TOMBSTONE_SEQ } from "./erasure.ts";
import { assertInUse } from "./key_register.ts";
import { setLeads } from "./lead_facts.ts";
import { uuids } from "./person.ts";
import { inOneGo, insert, type Statement } from "./rows.ts";
import { type SealedFact, sealFacts } from "./sealed_facts.ts";
import type { Sealer } from "./sealing.ts";
import { isTime, isWhole, storable } from "./whole_facts.ts";

type Of<Type extends Fact["type"]> = Extract<SealedFact, { type: Type }>;

/**
 * All or none of them; resolves when they are committed. What can be asked of the server together
 * is: it waits for an answer twice, beside the transaction's begin and end.
 */
export async function applyFacts(
  sql: Sql,
  facts: readonly Fact[],
  sealer: Sealer,
): Promise<void> {
  if (facts.length === 0) return;
  for (const fact of facts) {
    if (!isWhole(fact)) throw new UnstorableFact("This is no fact that this Parley knows");
  }
  const key = sealer.ofThisMoment();
  const sorted = facts.map((fact) => storable(fact)).sort(byCall);
  const sealing = sealFacts(sorted, key);
  sealing.catch(() => {}); // it is waited for below, if anything is
  await sql.begin(async (tx) => {
    const [, [taken, unknown], sealed] = await Promise.all([
      assertInUse(tx, key),
      inOneGo([...claim(tx, sorted), callsWithoutRow(tx, sorted)]),
      sealing,
    ]);
    const claimed = newIn(sealed, taken!);
    const fresh = withoutErased(claimed.filter(({ type }) => type !== "overhead"), unknown!);
    await inOneGo([
      ...(fresh.length > 0 ? freshStatements(tx, fresh) : []),
      ...addSpending(tx, claimed.filter(isCost)),
      ...storedEntry(tx, fresh),
    ]);
  });
}

function freshStatements(tx: Tx, facts: readonly SealedFact[]): Statement[] {
  return [
    ...callStatements(tx, facts),
    ...setLeads(tx, newestOfEach(only(facts, "lead"))),
    ...addDisclosures(tx, only(facts, "disclosed")),
    ...addConsents(tx, only(facts, "consent")),
    ...addCosts(tx, only(facts, "cost")),
    ...oweDeliveries(tx, facts),
  ];
}

/** Keeps a fact that the schema refuses, for a person to look at; nothing of a call that was erased. */
export async function keepRefused(
  sql: Sql,
  fact: Fact,
  { reason, sealer }: { readonly reason: string; readonly sealer: Sealer },
): Promise<void> {
  const key = sealer.ofThisMoment();
  const row = {
    call_id: storable(String(fact.call)),
    seq: storable(String(fact.seq)),
    at: new Date(isTime(fact.atMs) ? fact.atMs : Date.now()),
    reason,
    fact: await key.seal(JSON.stringify(fact)),
  };
  await sql.begin(async (tx) => {
    await assertInUse(tx, key);
    if (await isErased(tx, row.call_id)) return;
    await tx`insert into refused_facts ${tx(row)} on conflict do nothing`;
  });
}

/** An erasure comes before this, or after the commit and finds what was kept. */
async function isErased(tx: Tx, call: string): Promise<boolean> {
  await tx`lock table call_facts in row exclusive mode`;
  const { length } = await tx`
    select from call_facts where call_id = any(${
    uuids([call])
  }::uuid[]) and seq = ${TOMBSTONE_SEQ}`;
  return length > 0;
}

/** Always the same order, so that two writers never wait for each other's rows. */
function byCall(a: Fact, b: Fact): number {
  return a.call < b.call ? -1 : a.call > b.call ? 1 : a.seq - b.seq;
}

/** Gives those that were not taken in before. */
function claim(tx: Tx, facts: readonly Fact[]): Statement[] {
  const rows = facts.map(({ call, seq, atMs }) => ({ call_id: call, seq, at: new Date(atMs) }));
  return insert(tx, "call_facts", rows, tx`on conflict do nothing returning call_id, seq`);
}

function newIn(facts: readonly SealedFact[], taken: readonly postgres.Row[]): SealedFact[] {
  const fresh = new Set(taken.map((row) => `${row["call_id"]} ${row["seq"]}`));
  return facts.filter(({ call, seq }) => fresh.delete(`${call} ${seq}`));
}

/**
 * Gives those of the calls that have no row, with how many facts of them were taken in by now. One
 * query, behind the one that claims, so that it sees one moment.
 */
function callsWithoutRow(tx: Tx, facts: readonly Fact[]): Statement {
  const ofCalls = facts.filter(({ type }) => type !== "overhead");
  const calls = [...new Set(ofCalls.map(({ call }) => call as string))];
  return tx`
    select wanted.id,
      (select count(*)::integer from call_facts where call_id = wanted.id) as known
    from unnest(${calls}::uuid[]) as wanted (id)
    where not exists (select from calls where calls.id = wanted.id)`;
}

/**
 * A late fact must not bring back a call that was deleted meanwhile: such a call has no row, though
 * earlier facts of it were taken in.
 */
function withoutErased(
  facts: readonly SealedFact[],
  unknown: readonly postgres.Row[],
): readonly SealedFact[] {
  const known = new Map(unknown.map((row) => [row["id"], row["known"] as number]));
  const now = new Map<string, number>();
  for (const { call } of facts) now.set(call, (now.get(call) ?? 0) + 1);
  return facts.filter(({ call }) => (known.get(call) ?? 0) <= now.get(call)!);
}

/** Columns with personal data that a fact of this kind fills. */
const PERSONAL_COLUMNS: Partial<Record<Fact["type"], readonly string[]>> = {
  call_started: ["calls.caller_number"],
  turn: ["turns.said"],
  lead: ["lead_fields.quote", "lead_fields.value"],
};

/** One entry for a batch: live turns would fill the audit log with as many entries as there are. */
function storedEntry(tx: Tx, facts: readonly Fact[]): Statement[] {
  const personal = facts.filter(({ type }) => PERSONAL_COLUMNS[type] !== undefined);
  if (personal.length === 0) return [];
  return [accessEntry(tx, {
    actor: "rule:intake",
    action: "stored",
    calls: personal.map(({ call }) => call),
    columns: personal.flatMap(({ type }) => PERSONAL_COLUMNS[type]!),
  })];
}

function only<Type extends Fact["type"]>(
  facts: readonly SealedFact[],
  type: Type,
): readonly Of<Type>[] {
  return facts.filter((fact): fact is Of<Type> => fact.type === type);
}

/** Facts come in the order of their numbers: the last of a call is its newest. */
function newestOfEach(facts: readonly Of<"lead">[]): readonly Of<"lead">[] {
  return [...new Map(facts.map((fact) => [fact.call, fact])).values()];
}
