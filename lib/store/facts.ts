/** Takes facts of calls in: each once, in whatever order and however often they come. */
import type { Fact } from "../core/facts.ts";
import type { Evidence } from "../core/lead.ts";
import type postgres from "postgres";
import type { Sql } from "./database.ts";

type Tx = postgres.TransactionSql;
type Of<Type extends Fact["type"]> = Extract<Fact, { type: Type }>;

/** All or none of them; resolves when they are committed. */
export async function applyFacts(sql: Sql, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return;
  await sql.begin(async (tx) => {
    const fresh = await ofKnownCalls(tx, await claim(tx, facts));
    // A call's row comes first: everything else hangs on it.
    const order: readonly Fact["type"][] = ["call_started", "turn", "lead", "call_ended"];
    for (const type of order) {
      for (const fact of fresh.filter((each) => each.type === type)) await apply(tx, fact);
    }
  });
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

/** Facts that come late for a call which was erased meanwhile must not bring it back. */
async function ofKnownCalls(tx: Tx, facts: readonly Fact[]): Promise<readonly Fact[]> {
  if (facts.length === 0) return facts;
  const ids = [...new Set(facts.map(({ call }) => call as string))];
  const rows = await tx<{ id: string }[]>`select id from calls where id in ${tx(ids)}`;
  const known = new Set(rows.map(({ id }) => id));
  for (const fact of facts) if (fact.type === "call_started") known.add(fact.call);
  return facts.filter(({ call }) => known.has(call));
}

function apply(tx: Tx, fact: Fact): Promise<unknown> {
  switch (fact.type) {
    case "call_started":
      return startCall(tx, fact);
    case "turn":
      return addTurn(tx, fact);
    case "lead":
      return setLead(tx, fact);
    case "call_ended":
      return endCall(tx, fact);
  }
}

async function startCall(tx: Tx, fact: Of<"call_started">): Promise<void> {
  await tx`insert into calls ${
    tx({
      id: fact.call as string,
      campaign: fact.campaign,
      campaign_version: fact.campaignVersion,
      caller_number: fact.callerNumber,
      dialled: fact.dialled,
      started_at: new Date(fact.atMs),
    })
  }`;
}

async function addTurn(tx: Tx, fact: Of<"turn">): Promise<void> {
  const row = {
    call_id: fact.call as string,
    seq: fact.seq,
    turn: fact.turn as number,
    speaker: fact.speaker,
    said: fact.text.replaceAll("\0", ""), // PostgreSQL's text has no zero
    at: new Date(fact.atMs),
  };
  await tx`insert into turns ${tx(row)}`;
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
    quote: evidence.quote.replaceAll("\0", ""),
    turn: evidence.turn as number,
    confidence: evidence.confidence,
    found_by: evidence.by,
  };
}

async function endCall(tx: Tx, fact: Of<"call_ended">): Promise<void> {
  await tx`update calls set
    ended_at = greatest(${new Date(fact.atMs)}, started_at),
    ended_by = ${fact.endedBy}, end_reason = ${fact.reason}, turns = ${fact.turns}
    where id = ${fact.call as string}`;
}
