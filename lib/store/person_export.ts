/** All that is kept of a person, opened: call by call, as one text of JSON in pieces. */
import type { Fact } from "../core/facts.ts";
import { recordAccess } from "./audit.ts";
import type { Queries } from "./database.ts";
import { holdsOf } from "./holds.ts";
import {
  readCalls,
  type Reader,
  readLeads,
  readTurns,
  type StoredCall,
  type StoredLead,
  type StoredTurn,
} from "./leads.ts";
import { isOfPerson, type Person, refusedFacts, uuids } from "./person.ts";
import type { Sealer } from "./sealing.ts";

/** Calls read together: what they hold is in memory meanwhile. */
const BATCH = 200;

export interface ExportRequest {
  readonly person: Person;
  readonly callIds: readonly string[];
  /** What journals hold of these calls and the database does not have yet, or has taken in. */
  readonly journalFacts: readonly Fact[];
  /** Told after each batch how many more calls are done with. */
  readonly progress?: (done: number) => void;
}

/** Yields pieces of one JSON object; every call is a line of its own. */
export async function* exportPerson(
  reader: Reader,
  { person, callIds, journalFacts, progress }: ExportRequest,
): AsyncGenerator<string> {
  const { sql, sealer, actor } = reader;
  const pending = await notTakenIn(sql, journalFacts);
  const head = {
    person,
    exportedAt: new Date(),
    holds: await holdsOn(sql, sealer, { person, callIds }),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"calls":[`;
  const tables = await tablesOfCalls(sql);
  let isFirst = true;
  for (let at = 0; at < callIds.length; at += BATCH) {
    const ids = callIds.slice(at, at + BATCH);
    await recordAccess(sql, { actor, action: "exported", calls: uuids(ids), columns: ["*"] });
    for (const call of await wholeCalls(reader, ids, tables)) {
      yield `${isFirst ? "" : ","}\n${JSON.stringify(call)}`;
      isFirst = false;
    }
    progress?.(ids.length);
  }
  const rest = { refusedFacts: await refusedOf(sql, sealer, { person, callIds }), pending };
  yield `\n],${JSON.stringify(rest).slice(1)}\n`;
}

interface WholeCall extends StoredCall {
  readonly said: readonly Omit<StoredTurn, "call">[];
  readonly lead: Omit<StoredLead, "call"> | null;
  /** Rows of all other tables, by table: what was agreed to, what it cost, … */
  readonly [table: string]: unknown;
}

async function wholeCalls(
  reader: Reader,
  ids: readonly string[],
  tables: readonly CallTable[],
): Promise<readonly WholeCall[]> {
  const calls = await readCalls(reader, uuids(ids));
  const turns = Map.groupBy(await readTurns(reader, uuids(ids)), ({ call }) => call);
  const leads = new Map((await readLeads(reader, uuids(ids))).map((lead) => [lead.call, lead]));
  const others = await Promise.all(
    tables.map(async (table) => [table.name, await rowsOf(reader, table, uuids(ids))] as const),
  );
  return calls.map((call) => ({
    ...call,
    said: (turns.get(call.id) ?? []).map(({ call: _, ...turn }) => turn),
    lead: withoutCall(leads.get(call.id)),
    ...Object.fromEntries(others.map(([name, rows]) => [name, rows.get(call.id) ?? []])),
  }));
}

function withoutCall(lead: StoredLead | undefined): Omit<StoredLead, "call"> | null {
  if (lead === undefined) return null;
  const { call: _, ...rest } = lead;
  return rest;
}

interface CallTable {
  readonly name: string;
  readonly sealed: readonly string[];
}

/** Whatever else hangs on a call by its id: a table that a later Parley adds is exported, too. */
async function tablesOfCalls(sql: Queries): Promise<readonly CallTable[]> {
  return await sql<CallTable[]>`
    select c.table_name as name, coalesce(array_agg(s.column_name::text)
        filter (where s.column_name is not null), '{}') as sealed
    from information_schema.columns c
    left join information_schema.columns s on s.table_schema = c.table_schema
      and s.table_name = c.table_name and s.domain_name = 'sealed'
    where c.table_schema = current_schema() and c.column_name = 'call_id'
      and c.table_name not in ${sql(READ_OTHERWISE)}
    group by c.table_name order by c.table_name`;
}

/** The first four have readers; the rest holds no more than that there was a call. */
const READ_OTHERWISE = [
  ...["turns", "turn_scores", "leads", "lead_fields"],
  ...["refused_facts", "call_facts", "holds"],
];

async function rowsOf(
  { sql, sealer }: Reader,
  { name, sealed }: CallTable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const rows = await sql<{ call: string; row: Record<string, unknown> }[]>`
    select call_id as call, to_jsonb(t) - 'call_id' as row from ${sql(name)} as t
    where call_id = any(${[...ids]}::uuid[])`;
  const opened = await Promise.all(rows.map(async ({ call, row }) => {
    for (const column of sealed) row[column] = await openHex(row[column], sealer);
    return { call, row };
  }));
  const byCall = Map.groupBy(opened, ({ call }) => call);
  return new Map([...byCall].map(([call, found]) => [call, found.map(({ row }) => row)]));
}

/** PostgreSQL's JSON writes bytes as "\x…". */
async function openHex(value: unknown, sealer: Sealer): Promise<unknown> {
  if (typeof value !== "string") return value;
  return await sealer.open(Uint8Array.fromHex(value.slice(2)));
}

async function refusedOf(
  sql: Queries,
  sealer: Sealer,
  { person, callIds }: Pick<ExportRequest, "person" | "callIds">,
): Promise<readonly unknown[]> {
  const ids = new Set(callIds);
  const found: unknown[] = [];
  for await (const refused of refusedFacts(sql, sealer)) {
    if (ids.has(refused.callId) || isOfPerson(refused.fact, person)) found.push(refused);
  }
  return found;
}

/** Of the person, and of each single call. */
async function holdsOn(
  sql: Queries,
  sealer: Sealer,
  { person, callIds }: Pick<ExportRequest, "person" | "callIds">,
): Promise<readonly unknown[]> {
  const contact = "contact" in person ? person.contact : null;
  const holds = await holdsOf(sql, sealer, { callIds, contact });
  return holds.map(({ id, reason, placedAt, callId }) => ({ id, reason, placedAt, call: callId }));
}

/** Facts that the database has no mark of. */
async function notTakenIn(sql: Queries, facts: readonly Fact[]): Promise<readonly Fact[]> {
  if (facts.length === 0) return [];
  const ids = uuids(facts.map(({ call }) => call));
  const rows = await sql<{ call_id: string; seq: number }[]>`
    select call_id, seq from call_facts where call_id = any(${ids}::uuid[])`;
  const taken = new Set(rows.map(({ call_id, seq }) => `${call_id} ${seq}`));
  return facts.filter(({ call, seq }) => !taken.has(`${call} ${seq}`));
}
