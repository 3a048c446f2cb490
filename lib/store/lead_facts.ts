/** Writes a lead and what it rests on; what is a person's own is sealed. */
import type { Fact } from "../core/facts.ts";
import { COMMON_FIELDS, type Evidence, type Lead, type Phone } from "../core/lead.ts";
import type { Tx } from "./database.ts";
import { hexBytes, insert, rowsOf, type Statement } from "./rows.ts";
import type { SealedLead } from "./sealed_facts.ts";
import type { Sealer } from "./sealing.ts";

type LeadFact = Extract<Fact, { type: "lead" }>;

/** Sealed values; the campaign's own can be counted and compared by the database. */
const PERSONAL_FIELDS: readonly string[] = COMMON_FIELDS;

/** An answer as a row of the table `lead_fields`. */
export type FieldRow = Awaited<ReturnType<typeof fieldRow>>;

/** The newest state of a lead stands; one that comes late is older, and changes nothing. */
export function setLeads(tx: Tx, facts: readonly SealedLead[]): Statement[] {
  if (facts.length === 0) return [];
  const leads = facts.map(leadRow);
  const newer = tx`on conflict (call_id) do update set status = excluded.status,
    missing = excluded.missing, seq = excluded.seq, updated_at = excluded.updated_at,
    score = excluded.score, score_reasons = excluded.score_reasons,
    disqualifiers = excluded.disqualifiers
    where leads.seq < excluded.seq`;
  return [
    ...insert(tx, "leads", leads, newer),
    tx`delete from lead_fields using leads, ${rowsOf(tx, "leads", leads)} as fresh
      where lead_fields.call_id = leads.call_id and ${stands(tx)}`,
    ...addFields(tx, facts, leads),
  ];
}

function addFields(tx: Tx, facts: readonly SealedLead[], leads: ReturnType<typeof leadRow>[]) {
  const fields = facts.flatMap(({ rows }) => rows);
  if (fields.length === 0) return [];
  const columns = tx(Object.keys(fields[0]!));
  return [tx`insert into lead_fields (${columns})
    select ${columns} from ${rowsOf(tx, "lead_fields", fields)} as field
    where call_id in (select leads.call_id
      from leads, ${rowsOf(tx, "leads", leads)} as fresh where ${stands(tx)})`];
}

/** No newer state of the lead was taken in before. */
function stands(tx: Tx) {
  return tx`leads.call_id = fresh.call_id and leads.seq = fresh.seq`;
}

function leadRow({ call, seq, atMs, lead }: LeadFact) {
  return {
    call_id: call,
    status: lead.status,
    missing: lead.missing,
    seq,
    updated_at: new Date(atMs),
    ...scoreOf(lead),
  };
}

/** An older Parley's journal has none. */
function scoreOf({ score }: Partial<Lead>) {
  return {
    score: score?.points ?? null,
    score_reasons: score?.reasons ?? null,
    disqualifiers: score?.disqualifiers ?? null,
  };
}

/** All have the same columns. */
export function fieldRows({ call, lead }: LeadFact, sealer: Sealer) {
  const fields = Object.entries(lead.fields)
    .filter((entry): entry is [string, Evidence] => entry[1] !== null)
    .map(([field, evidence]) => fieldRow(call, field, evidence, sealer));
  return Promise.all(fields);
}

async function fieldRow(call: string, field: string, evidence: Evidence, sealer: Sealer) {
  const isPersonal = PERSONAL_FIELDS.includes(field);
  const contact = contactIn(field, evidence);
  const seal = async (text: string) => hexBytes(await sealer.seal(text));
  return {
    call_id: call,
    field,
    value: isPersonal ? null : evidence.value,
    sealed_value: isPersonal ? await seal(JSON.stringify(evidence.value)) : null,
    contact_hash: contact === null ? null : hexBytes(await sealer.lookup(contact)),
    quote: await seal(evidence.quote),
    turn: evidence.turn,
    at_ms: evidence.atMs === undefined ? null : Math.round(evidence.atMs),
    history: evidence.history?.length > 0 ? await seal(JSON.stringify(evidence.history)) : null,
    confidence: evidence.confidence,
    found_by: evidence.by,
  };
}

/** By which a person is found again. */
function contactIn(field: string, { value }: Evidence): string | null {
  if (field === "phone") return (value as Phone).e164;
  return field === "email" ? value as string : null;
}
