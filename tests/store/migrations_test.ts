import assert from "node:assert/strict";
import { connect, type DatabaseAddress } from "../../lib/store/database.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { migrate, SchemaTooNew } from "../../lib/store/migrations.ts";
import { MIGRATIONS } from "../../lib/store/migrations.data.ts";
import { factsOf, newCall } from "./call_facts.ts";
import { onEachServer, withTables } from "./each_server.ts";

const PROCESSES = 4;

if (import.meta.main && Deno.args.length > 0) {
  await migrateAsChild(Deno.args[0]!);
} else {
  onEachServer({
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
        await applyFacts(sql, factsOf(newCall()).slice(1)); // no campaign: its first fact is late
        await assert.rejects(sql`update leads set missing = '{amount}'`, /violates check/);
      });
    },

    "migrate() leaves a newer Parley's tables alone": (address) =>
      withTables(address, async (sql) => {
        await sql`insert into schema_version (version) values (${MIGRATIONS.length + 1})`;
        await assert.rejects(migrate(sql), (error) => {
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
    await sql.unsafe(MIGRATIONS[0]!);
    const [call] = await sql`
      insert into calls (id, campaign, campaign_version, started_at)
      values (gen_random_uuid(), 'investment_lead', 1, now()) returning id`;
    await sql`insert into leads (call_id, status, missing, seq, updated_at)
      values (${call!.id}, 'qualified', '{timeline}', 1, now())`;
  } finally {
    await sql.end();
  }
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
  await migrate(sql);
  await sql.end();
}
