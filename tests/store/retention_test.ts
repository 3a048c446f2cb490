import assert from "node:assert/strict";
import { connect, type DatabaseAddress, type Sql } from "../../lib/store/database.ts";
import { applyFacts, keepRefused } from "../../lib/store/facts.ts";
import { runDue } from "../../lib/store/retention.ts";
import { factsOf, newCall, timingOf, turnOf } from "./call_facts.ts";
import { onEachServer, withTables } from "./each_server.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 7, 20, 3, 17);
const RUN = { days: 90, nowMs: NOW_MS };
/** More than two batches. */
const OLD_CALLS = 1_200;
const PROCESSES = 3;

if (import.meta.main && Deno.args.length > 0) {
  await runAsChild(Deno.args[0]!);
} else {
  onEachServer({
    "runDue() deletes what is older than allowed with all that hangs on it, and nothing else": (
      address,
    ) =>
      withTables(address, async (sql) => {
        const [old, young] = [newCall(), newCall()];
        for (const [call, awayMs] of [[old, -60_000], [young, 60_000]] as const) {
          const atMs = NOW_MS - 90 * DAY_MS + awayMs;
          await applyFacts(sql, [...factsOf(call, atMs), timingOf(call, 1, atMs)]);
        }
        for (const atMs of [NOW_MS, NOW_MS - 91 * DAY_MS]) {
          await keepRefused(sql, { ...turnOf(newCall(), 1, "odd"), atMs }, "23514");
        }
        assert.equal(await runDue(sql, RUN), 1);
        assert.deepEqual((await sql`select id from calls`).map(({ id }) => id), [young]);
        for (const table of ["turns", "turn_timings", "leads", "lead_fields", "call_facts"]) {
          const rows = await sql`select distinct call_id from ${sql(table)}`;
          assert.deepEqual(rows.map((row) => row.call_id), [young], table);
        }
        assert.equal((await sql`select from refused_facts`).length, 1);
        const details = { period: "2026-08-20", days: 90, calls: 1, refusedFacts: 1 };
        assert.deepEqual(await audited(sql), [details]);
      }),

    "runDue() runs once in a period, and again in the next": (address) =>
      withTables(address, async (sql) => {
        assert.equal(await runDue(sql, RUN), 0);
        await applyFacts(sql, factsOf(newCall(), NOW_MS - 91 * DAY_MS));
        assert.equal(await runDue(sql, RUN), 0);
        assert.equal(await runDue(sql, { ...RUN, nowMs: NOW_MS + DAY_MS }), 1);
        assert.deepEqual((await audited(sql)).map(({ calls }) => calls), [0, 1]);
      }),

    "runDue() is one run over several processes at once": (address) =>
      withTables(address, async (sql) => {
        await addOldCalls(sql, OLD_CALLS);
        const children = Array.from({ length: PROCESSES }, () => child(address));
        const deleted = await Promise.all(children);
        assert.equal(deleted.reduce((sum, each) => sum + each, 0), OLD_CALLS);
        assert.deepEqual((await audited(sql)).map(({ calls }) => calls), [OLD_CALLS]);
        assert.equal((await sql`select from calls`).length, 0);
      }),

    "runDue() ends a run that a process left half done": (address) =>
      withTables(address, async (sql) => {
        await addOldCalls(sql, 3);
        await sql`insert into retention_runs (period, ran_at, deleted)
          values ('2026-08-20', now(), 500)`;
        assert.equal(await runDue(sql, RUN), 3);
        assert.deepEqual((await audited(sql)).map(({ calls }) => calls), [503]);
      }),
  });
}

async function addOldCalls(sql: Sql, count: number): Promise<void> {
  await sql`insert into calls (id, started_at)
    select gen_random_uuid(), ${new Date(NOW_MS - 91 * DAY_MS)}
    from generate_series(1, ${count})`;
}

async function audited(sql: Sql): Promise<readonly Record<string, unknown>[]> {
  const rows = await sql<{ details: Record<string, unknown> }[]>`
    select details from audit where actor = 'retention' order by id`;
  return rows.map(({ details }) => details);
}

async function child(address: DatabaseAddress): Promise<number> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.filename!, JSON.stringify(address)],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return Number(new TextDecoder().decode(stdout));
}

async function runAsChild(address: string): Promise<void> {
  const sql = connect(JSON.parse(address), { connections: 1 });
  console.log(await runDue(sql, RUN));
  await sql.end();
}
