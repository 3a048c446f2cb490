import assert from "node:assert/strict";
import { recordAccess } from "../../lib/store/audit.ts";
import { checkAudit } from "../../lib/store/audit_check.ts";
import type { Sql } from "../../lib/store/database.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { readCalls, readLead, readTurns } from "../../lib/store/leads.ts";
import { factsOf, newCall } from "./call_facts.ts";
import { onEachServer, withTables } from "./each_server.ts";
import { ownSealer } from "./own_keys.ts";

const ENTRIES = 5;
/** Who add to the chain side by side, and how often. */
const [WRITERS, TIMES] = [4, 25];

/** SQL that turns one bit or letter of a column around; made twice it changes nothing. */
const BIT = "(1::bigint << $1)";
const LETTER = (text: string) =>
  `overlay(${text} placing chr(ascii(substr(${text}, $1 + 1, 1)) # 1) from $1 + 1 for 1)`;
const BYTE = (bytes: string) => `set_byte(${bytes}, $1, get_byte(${bytes}, $1) # 1)`;
interface Flip {
  readonly column: string;
  readonly places: string;
  readonly value: string;
}
const FLIPS: readonly Flip[] = [
  // Those below lead to the id of another entry, which there can't be twice.
  { column: "id", places: "60", value: `id # ${BIT.replace("1", "8")}` },
  {
    column: "at",
    places: "30",
    value: `'epoch'::timestamptz + (((extract(epoch from at)
    * 1000000)::bigint # ${BIT}) * interval '1 microsecond')`,
  },
  { column: "actor", places: "length(actor)", value: LETTER("actor") },
  { column: "action", places: "length(action)", value: LETTER("action") },
  // The last digit of an id stays one: 0 and 1, 2 and 3, …, e and d are a bit apart.
  {
    column: "calls",
    places: "cardinality(calls)",
    value: `array(select
    case when at = $1 + 1 then (left(id::text, 35) || translate(right(id::text, 1),
      '0123456789abcdef', '1032547698badcfe'))::uuid else id end
    from unnest(calls) with ordinality as one (id, at) order by at)`,
  },
  {
    column: "columns",
    places: "cardinality(columns)",
    value: `array(select
    case when at = $1 + 1 then translate(name, 'es', 'se') else name end
    from unnest(columns) with ordinality as one (name, at) order by at)`,
  },
  {
    column: "details",
    places: "case when details = '{}' then 0 else 1 end",
    value: `jsonb_build_object('rows', ((details->>'rows')::integer # 1) + $1)`,
  },
  { column: "hash", places: "32", value: BYTE("hash") },
];

onEachServer({
  "every access to personal data stands in the chain: who, whose and which columns": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      await applyFacts(sql, factsOf(call), ownSealer);
      const reader = { sql, sealer: ownSealer, actor: "person:ann" } as const;
      await readCalls(reader, [call]);
      await readTurns(reader, [call]);
      await readLead(reader, call);
      const rows = await sql`select actor, action, calls, columns from audit order by id`;
      const evidence = ["lead_fields.quote", "lead_fields.value"];
      assert.deepEqual(rows.map(({ actor, action, columns }) => [actor, action, columns]), [
        ["rule:intake", "stored", ["calls.caller_number", ...evidence, "turns.said"]],
        ["person:ann", "read", ["calls.caller_number"]],
        ["person:ann", "read", ["turns.said"]],
        ["person:ann", "read", evidence],
      ]);
      assert.ok(rows.every(({ calls }) => calls.length === 1 && calls[0] === call));
      const { entries, fault } = await checkAudit(sql);
      assert.deepEqual([entries, fault], [4, null]);
    }),

  "the chain is whole when several write it at once, and its hashes are known again": (address) =>
    withTables(address, async (sql) => {
      const writers = Array.from({ length: WRITERS }, async () => {
        for (let time = 0; time < TIMES; time++) await note(sql, time);
      });
      await Promise.all(writers);
      const { head } = await checkAudit(sql);
      await note(sql, 0);
      assert.deepEqual(
        { ...await checkAudit(sql, { known: head }), head: "" },
        { entries: WRITERS * TIMES + 1, head: "", fault: null, holds: true },
      );
      assert.equal((await checkAudit(sql, { known: "00".repeat(32) })).holds, false);
    }),

  "checkAudit() finds any bit that was turned around, in every column of every entry": (address) =>
    withTables(address, async (sql) => {
      for (let at = 0; at < ENTRIES; at++) await note(sql, at);
      await untie(sql);
      let flipped = 0;
      for (const flip of FLIPS) flipped += await findsAll(sql, flip);
      assert.ok(flipped > 700, `only ${flipped} were tried`);
      assert.equal((await checkAudit(sql)).fault, null);
    }),

  "checkAudit() finds an entry that was taken away, wherever it stood, and a changed head": (
    address,
  ) =>
    withTables(address, async (sql) => {
      for (let at = 0; at < ENTRIES; at++) await note(sql, at);
      await untie(sql);
      for (let id = 1; id <= ENTRIES; id++) {
        await sql`create temp table taken as select * from audit where id = ${id}`;
        await sql`delete from audit where id = ${id}`;
        assert.notEqual((await checkAudit(sql)).fault, null);
        await sql`insert into audit select * from taken`;
        await sql`drop table taken`;
      }
      assert.equal((await checkAudit(sql)).fault, null);
      for (const change of ["id = id + 1", "id = id - 1", "hash = set_byte(hash, 7, 1)"]) {
        await sql.unsafe(`update audit_head set ${change}`);
        assert.notEqual((await checkAudit(sql)).fault, null, change);
        await sql`update audit_head set (id, hash) = (select id, hash from audit
          order by audit.id desc limit 1)`;
      }
      assert.equal((await checkAudit(sql)).fault, null);
    }),
});

function note(sql: Sql, rows: number): Promise<void> {
  return recordAccess(sql, {
    actor: "rule:test",
    action: "looked",
    calls: [newCall(), newCall()],
    columns: ["turns.said", "calls.caller_number"],
    details: { rows },
  });
}

/** What only the owner of the tables can do: without its triggers any row can be changed. */
async function untie(sql: Sql): Promise<void> {
  await sql.unsafe("alter table audit disable trigger user");
}

/** Resolves with how many changes were made, each of them found, and taken back. */
async function findsAll(sql: Sql, { column, places, value }: Flip): Promise<number> {
  const entries = await sql.unsafe(`select ctid::text, ${places} as places from audit order by id`);
  let flipped = 0;
  for (const [entry, { places: count }] of entries.entries()) {
    for (let place = 0; place < Number(count); place++) {
      const [before] = await sql.unsafe(`select id, ${column}::text as text from audit
        order by id limit 1 offset ${entry}`);
      const changed = await turnAround(sql, { column, value, place, id: before!.id });
      const { fault } = await checkAudit(sql);
      assert.notEqual(fault, null, `${column} ${place} of entry ${entry + 1}`);
      await turnAround(sql, { column, value, place, id: changed });
      flipped++;
    }
  }
  return flipped;
}

async function turnAround(
  sql: Sql,
  { column, value, place, id }: { column: string; value: string; place: number; id: string },
): Promise<string> {
  const set = value.replaceAll("$1", String(place));
  const [row] = await sql.unsafe(
    `update audit set ${column} = ${set} where id = ${id} returning id`,
  );
  return row!.id;
}
