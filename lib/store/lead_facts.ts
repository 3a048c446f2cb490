/** Writes a lead and what it rests on; what is a person's own is sealed. */
import type postgres from "postgres";
import type { Fact } from "../core/facts.ts";
import { COMMON_FIELDS, type Evidence, type Lead, type Phone } from "../core/lead.ts";
import type { Tx } from "./database.ts";
import type { Sealer } from "./sealing.ts";

type LeadFact = Extract<Fact, { type: "lead" }>;

/** Sealed values; the campaign's own can be counted and compared by the database. */
const PERSONAL_FIELDS: readonly string[] = COMMON_FIELDS;

/** The newest state of a lead stands; one that comes late is older, and changes nothing. */
export async function setLead(
  tx: Tx,
  { call, seq, atMs, lead }: LeadFact,
  sealer: Sealer,
): Promise<void> {
  const row = {
    call_id: call as string,
    status: lead.status,
    missing: [...lead.missing],
    seq,
    updated_at: new Date(atMs),
    ...scoreOf(tx, lead),
  };
  const [newest] = await tx`
    insert into leads ${tx(row)}
    on conflict (call_id) do update set status = excluded.status, missing = excluded.missing,
      seq = excluded.seq, updated_at = excluded.updated_at, score = excluded.score,
      score_reasons = excluded.score_reasons, disqualifiers = excluded.disqualifiers
    where leads.seq < excluded.seq
    returning call_id`;
  if (newest === undefined) return;
  await tx`delete from lead_fields where call_id = ${call as string}`;
  const fields = Object.entries(lead.fields)
    .filter((entry): entry is [string, Evidence] => entry[1] !== null)
    .map(([field, evidence]) => fieldRow(tx, call, field, evidence, sealer));
  if (fields.length > 0) await tx`insert into lead_fields ${tx(await Promise.all(fields))}`;
}

/** An older Parley's journal has none. */
function scoreOf(tx: Tx, { score }: Partial<Lead>) {
  if (!score) return { score: null, score_reasons: null, disqualifiers: null };
  return {
    score: score.points,
    score_reasons: tx.json(score.reasons as unknown as postgres.JSONValue),
    disqualifiers: [...score.disqualifiers],
  };
}

async function fieldRow(
  tx: Tx,
  call: string,
  field: string,
  evidence: Evidence,
  sealer: Sealer,
) {
  const isPersonal = PERSONAL_FIELDS.includes(field);
  const contact = contactIn(field, evidence);
  return {
    call_id: call,
    field,
    value: isPersonal ? null : tx.json(evidence.value as postgres.JSONValue),
    sealed_value: isPersonal ? await sealer.seal(JSON.stringify(evidence.value)) : null,
    contact_hash: contact === null ? null : await sealer.lookup(contact),
    quote: await sealer.seal(evidence.quote),
    turn: evidence.turn as number,
    at_ms: evidence.atMs === undefined ? null : Math.round(evidence.atMs),
    history: evidence.history?.length > 0
      ? await sealer.seal(JSON.stringify(evidence.history))
      : null,
    confidence: evidence.confidence,
    found_by: evidence.by,
  };
}

/** By which a person is found again. */
function contactIn(field: string, { value }: Evidence): string | null {
  if (field === "phone") return (value as Phone).e164;
  return field === "email" ? value as string : null;
}
