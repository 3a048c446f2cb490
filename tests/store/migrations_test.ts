import assert from "node:assert/strict";
import { connect, type DatabaseAddress, type Sql } from "../../lib/store/database.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { findCalls, readCalls, readLead, readTurns } from "../../lib/store/leads.ts";
import { migrate, SchemaTooNew } from "../../lib/store/migrations.ts";
import { MIGRATIONS } from "../../lib/store/migrations.data.ts";
import { factsOf, newCall } from "./call_facts.ts";
import { ownSealer } from "./own_keys.ts";
import { onEachEmptyServer, withTables } from "./each_server.ts";

const PROCESSES = 4;

if (import.meta.main && Deno.args.length > 0) {
  await migrateAsChild(Deno.args[0]!);
} else {
  onEachEmptyServer({
    "migrate() makes each step once, for several processes at once": async (address) => {
      const children = Array.from({ length: PROCESSES }, () => child(address));
      for (const { success, stderr } of await Promise.all(children)) {
        assert.ok(success, new TextDecoder().decode(stderr));
      }
      await withTables(address, async (sql) => {
        const rows = await sql`select version from schema_version order by version`;
        assert.deepEqual(rows.map(({ version }) => version), MIGRATIONS.map((_, at) => at + 1));
      });
    },

    "migrate() keeps what an older Parley stored, and its rules are for what is new": async (
      address,
    ) => {
      await makeFirstVersion(address);
      await withTables(address, async (sql) => {
        const [old] = await sql`select campaign, status from calls join leads on call_id = id`;
        assert.deepEqual({ ...old }, { campaign: "investment_lead", status: "qualified" });
        await applyFacts(sql, factsOf(newCall()).slice(1), ownSealer); // no campaign: its first fact is late
        await assert.rejects(sql`update leads set missing = '{amount}'`, /violates check/);
      });
    },

    "migrate() seals what an older Parley stored in plain words, to the last page": async (
      address,
    ) => {
      await makeFourthVersion(address);
      await withTables(address, async (sql) => {
        const reader = { sql, sealer: ownSealer, actor: "person:test" } as const;
        const calls = await readCalls(reader, await findCalls(reader, "+12025550123"));
        assert.deepEqual(calls.map(({ callerNumber }) => callerNumber), ["+12025550123"]);
        const [call] = calls;
        const turns = await readTurns(reader, [call!.id]);
        assert.deepEqual(turns.map(({ said }) => said), PLAIN_TURNS);
        const { fields } = (await readLead(reader, call!.id))!;
        assert.deepEqual(fields.map(({ field, value, quote }) => [field, value, quote]), [
          ["amount", { minMinor: 5, maxMinor: 5, currency: "USD" }, "canary five cents"],
          ["email", "canary@example.org", "canary at example dot org"],
          ["phone", { e164: "+491701234567", source: "spoken" }, "canary oh one seven"],
        ]);
        for (const contact of ["canary@example.org", "+491701234567"]) {
          assert.deepEqual(await findCalls(reader, contact), [call!.id]);
        }
        const [refused] = await sql`select fact from refused_facts`;
        assert.equal(await ownSealer.open(refused!.fact), "canary of a refused fact");
        assert.equal(await wordsInFiles(sql, "canary"), 0);
      });
    },

    "migrate() leaves a newer Parley's tables alone": (address) =>
      withTables(address, async (sql) => {
        await sql`insert into schema_version (version) values (${MIGRATIONS.length + 1})`;
        await assert.rejects(migrate(sql, ownSealer), (error) => {
          assert.ok(error instanceof SchemaTooNew);
          assert.match(error.message, /^Cannot use this database: .* start the newer Parley/);
          return true;
        });
      }),

    "the audit log only grows": (address) =>
      withTables(address, async (sql) => {
        await sql`insert into audit (actor, action) values ('test', 'looked')`;
        await assert.rejects(sql`update audit set actor = 'nobody'`, /only grows/);
        await assert.rejects(sql`delete from audit`, /only grows/);
        await assert.rejects(sql`truncate audit`, /only grows/);
      }),
  });
}

/** The schema as Parley first had it, with a lead that today's rules would refuse. */
async function makeFirstVersion(address: DatabaseAddress): Promise<void> {
  const sql = connect(address, { connections: 1 });
  try {
    await sql.unsafe(`create table schema_version (version integer primary key,
      at timestamptz not null default now()); insert into schema_version (version) values (1)`);
    await sql.unsafe(MIGRATIONS[0] as string);
    const [call] = await sql`
      insert into calls (id, campaign, campaign_version, started_at)
      values (gen_random_uuid(), 'investment_lead', 1, now()) returning id`;
    await sql`insert into leads (call_id, status, missing, seq, updated_at)
      values (${call!.id}, 'qualified', '{timeline}', 1, now())`;
  } finally {
    await sql.end();
  }
}

/** More than are sealed together. */
const PLAIN_TURNS = Array.from({ length: 2_500 }, (_, at) => `canary ${at} é`);

/** As the last Parley left it that stored plain words. */
async function makeFourthVersion(address: DatabaseAddress): Promise<void> {
  const sql = connect(address, { connections: 1 });
  try {
    await sql.unsafe(`create table schema_version (version integer primary key,
      at timestamptz not null default now());
      insert into schema_version (version) select generate_series(1, 4)`);
    for (const step of MIGRATIONS.slice(0, 4)) await sql.unsafe(step as string);
    const [call] = await sql`insert into calls (id, caller_number, started_at)
      values (gen_random_uuid(), '+12025550123', now()) returning id`;
    const id = call!.id;
    await sql`insert into calls (id, started_at) values (gen_random_uuid(), now())`;
    const turns = PLAIN_TURNS.map((said, at) => ({
      ...{ call_id: id, seq: at + 1, turn: at, speaker: "caller", said, at: new Date(0) },
    }));
    await sql`insert into turns ${sql(turns)}`;
    await sql`insert into leads (call_id, status, missing, seq, updated_at)
      values (${id}, 'qualified', '{}', 1, now())`;
    const evidence = { turn: 1, confidence: 1, found_by: "rules", call_id: id };
    const fields = [
      ["amount", { minMinor: 5, maxMinor: 5, currency: "USD" }, "canary five cents"],
      ["email", "canary@example.org", "canary at example dot org"],
      ["phone", { e164: "+491701234567", source: "spoken" }, "canary oh one seven"],
    ] as const;
    for (const [field, value, quote] of fields) {
      await sql`insert into lead_fields ${
        sql({ ...evidence, field, value: sql.json(value), quote })
      }`;
    }
    await sql`insert into refused_facts (call_id, seq, at, reason, fact)
      values ('x', '1', now(), '23514', 'canary of a refused fact')`;
    await sql`insert into audit (actor, action) values ('test', 'looked')`;
    assert.notEqual(await wordsInFiles(sql, "canary"), 0);
  } finally {
    await sql.end();
  }
}

/** In the files of all tables that hold what people said, as they are on disk after a checkpoint. */
async function wordsInFiles(sql: Sql, word: string): Promise<number> {
  await sql`checkpoint`;
  const [row] = await sql`
    select sum(position(convert_to(${word}, 'UTF8')
      in pg_read_binary_file(pg_relation_filepath(oid))))::integer as found
    from pg_class where relname in ('turns', 'calls', 'lead_fields', 'refused_facts')`;
  return row!.found;
}

function child(address: DatabaseAddress): Promise<Deno.CommandOutput> {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.filename!, JSON.stringify(address)],
    stdout: "null",
    stderr: "piped",
  }).output();
}

async function migrateAsChild(address: string): Promise<void> {
  const sql = connect(JSON.parse(address), { connections: 1 });
  await migrate(sql, ownSealer);
  await sql.end();
}
