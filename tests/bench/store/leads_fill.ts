/** A database with many leads, some of them past their time: each person has a number of their own. */
import type { Sql } from "../../../lib/store/database.ts";
import { hexBytes } from "../../../lib/store/rows.ts";
import { ownSealer } from "../../store/own_keys.ts";

export const LEADS = 100_000;
export const NOW_MS = Date.UTC(2026, 10, 30, 12);
/** Over so many days; what is older than 90 is due. */
const DAYS = 100;
const TURNS = 6;
const BATCH = 5_000;

export async function fillLeads(sql: Sql): Promise<void> {
  await sql`insert into delivery_plugins (plugin, kinds, is_on, at_once, per_minute)
    values ('crm', '{call_ended,lead_qualified}', true, 1, 60)`;
  for (let from = 0; from < LEADS; from += BATCH) await fillSome(sql, from);
  await sql`analyze`;
}

async function fillSome(sql: Sql, from: number): Promise<void> {
  const people = await Promise.all(
    Array.from({ length: BATCH }, (_, at) => person(from + at)),
  );
  await sql.begin(async (tx) => {
    await tx`create temporary table people on commit drop as
      select * from jsonb_to_recordset(${tx.json(people)}) as person
        (id uuid, at timestamptz, number text, hash text, phone text, words text, status text)`;
    for (const statement of STATEMENTS) await tx.unsafe(statement);
  });
}

async function person(at: number) {
  const number = `+1${2_000_000_000 + at}`;
  return {
    id: crypto.randomUUID(),
    at: new Date(NOW_MS - at / LEADS * DAYS * 86_400_000),
    number: hexBytes(await ownSealer.seal(number)),
    hash: hexBytes(await ownSealer.lookup(number)),
    phone: hexBytes(await ownSealer.seal(JSON.stringify({ e164: number, source: "spoken" }))),
    words: hexBytes(await ownSealer.seal("I would like to put fifty thousand into it")),
    status: at % 100 === 7 ? "human_requested" : at % 3 === 0 ? "qualified" : "incomplete",
  };
}

const STATEMENTS: readonly string[] = [
  `insert into calls (id, campaign, campaign_version, caller_number, caller_hash, started_at,
      ended_at, ended_by, end_reason, turns)
    select id, 'investment_lead', 1, number::bytea, hash::bytea, at, at + interval '3 minutes',
      'agent', 'goodbye', ${TURNS} from people`,
  `insert into call_facts (call_id, seq, at)
    select id, seq, at from people, generate_series(1, ${TURNS * 3 + 4}) as seq`,
  `insert into turns (call_id, seq, turn, speaker, said, at)
    select id, seq, seq / 2, case seq % 2 when 0 then 'agent' else 'caller' end, words::bytea, at
    from people, generate_series(1, ${TURNS * 2}) as seq`,
  `insert into turn_timings (call_id, turn, sound_ended_at, decided_ms, first_packet_ms, fallbacks)
    select id, turn, at, 110, 500 + (random() * 400)::integer, '[]'
    from people, generate_series(0, ${TURNS}) as turn`,
  `insert into leads (call_id, status, missing, seq, updated_at, score, score_reasons, disqualifiers)
    select id, status, '{}', 9, at, 40, '[]', '{}' from people`,
  `insert into lead_fields (call_id, field, value, sealed_value, contact_hash, quote, turn, confidence,
      found_by)
    select id, field, case when field <> 'phone' then '"stocks"'::jsonb end,
      case field when 'phone' then phone::bytea end, case field when 'phone' then hash::bytea end,
      words::bytea, 1, 0.9, 'rules'
    from people, unnest(array['phone', 'investmentType', 'amount', 'risk']) as field`,
  `insert into costs (call_id, seq, at, day, provider, model, units, estimated, currency, micros)
    select id, seq, at, at::date, 'openai', 'gpt', '{}', false, 'USD', 800
    from people, generate_series(1, 2) as seq`,
  `insert into delivery_plugins (plugin, kinds, is_on, at_once, per_minute)
    values ('crm', '{lead_qualified, call_ended}', false, 1, 60)`,
  `insert into deliveries (key, plugin, kind, call_id, person, state, attempt, made_at, due_at,
      first_at, last_at, finished_at)
    select id || ':' || kind || ':crm', 'crm', kind, id, substring(hash from 3), 'done', 1, at, at,
      at, at, at
    from people, unnest(array['call_ended', 'lead_qualified']) as kind`,
];
