import assert from "node:assert/strict";
import { scoresFact } from "../../lib/core/facts.ts";
import { connect, type DatabaseAddress, type Sql } from "../../lib/store/database.ts";
import { applyFacts, keepRefused } from "../../lib/store/facts.ts";
import { switchOn } from "../../lib/store/deliveries.ts";
import { previewRetention, runDue } from "../../lib/store/retention.ts";
import { factsOf, newCall, timingOf, turnOf } from "./call_facts.ts";
import { ownSealer } from "./own_keys.ts";
import { onEachServer, withTables } from "./each_server.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 7, 20, 3, 17);
const DAYS = { calls: 90, transcripts: 90, leads: 90 };
const RUN = { days: DAYS, plugins: "keep", nowMs: NOW_MS } as const;
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
          const facts = factsOf(call, atMs);
          const scores = scoresFact(facts.find(({ type }) => type === "turn")!, { mood: 1 });
          await applyFacts(sql, [...facts, timingOf(call, 1, atMs), scores], ownSealer);
        }
        for (const atMs of [NOW_MS, NOW_MS - 91 * DAY_MS]) {
          await keepRefused(sql, { ...turnOf(newCall(), 1, "odd"), atMs }, {
            reason: "23514",
            sealer: ownSealer,
          });
        }
        assert.deepEqual(await runDue(sql, ownSealer, RUN), {
          transcripts: 2,
          scores: 1,
          leads: 1,
          calls: 1,
          marks: 8,
          refusedFacts: 1,
          deliveries: 0,
        });
        assert.deepEqual((await sql`select id from calls`).map(({ id }) => id), [young]);
        const tables = ["turns", "turn_timings", "turn_scores", "leads", "lead_fields"];
        for (const table of [...tables, "call_facts"]) {
          const rows = await sql`select distinct call_id from ${sql(table)}`;
          assert.deepEqual(rows.map((row) => row.call_id), [young], table);
        }
        assert.equal((await sql`select from refused_facts`).length, 1);
        const { period, days, calls, refusedFacts } = (await audited(sql))[0]!;
        assert.deepEqual([period, days, calls, refusedFacts], ["2026-08-20", DAYS, 1, 1]);
      }),

    "runDue() runs once in a period, and again in the next": (address) =>
      withTables(address, async (sql) => {
        assert.equal((await runDue(sql, ownSealer, RUN)).calls, 0);
        await applyFacts(sql, factsOf(newCall(), NOW_MS - 91 * DAY_MS), ownSealer);
        assert.equal((await runDue(sql, ownSealer, RUN)).calls, 0);
        assert.equal((await runDue(sql, ownSealer, { ...RUN, nowMs: NOW_MS + DAY_MS })).calls, 1);
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
        await sql`update retention_runs set counts = '{"calls": 500}'`;
        assert.equal((await runDue(sql, ownSealer, RUN)).calls, 3);
        assert.deepEqual((await audited(sql)).map(({ calls }) => calls), [503]);
      }),

    "runDue() deletes each kind in its own time": (address) =>
      withTables(address, async (sql) => {
        const call = newCall();
        await applyFacts(sql, factsOf(call, NOW_MS - 31 * DAY_MS), ownSealer);
        const days = { calls: 90, transcripts: 30, leads: 32 };
        const first = await runDue(sql, ownSealer, { ...RUN, days, nowMs: NOW_MS });
        assert.deepEqual([first.transcripts, first.leads, first.calls], [2, 0, 0]);
        const second = await runDue(sql, ownSealer, { ...RUN, days, nowMs: NOW_MS + 2 * DAY_MS });
        assert.deepEqual([second.transcripts, second.leads, second.calls], [0, 1, 0]);
        assert.equal((await sql`select from calls`).length, 1);
      }),

    "runDue() leaves what stands under a hold, until it is released": (address) =>
      withTables(address, async (sql) => {
        const [held, other] = [newCall(), newCall()];
        for (const call of [held, other]) {
          await applyFacts(sql, factsOf(call, NOW_MS - 91 * DAY_MS), ownSealer);
          await keepRefused(
            sql,
            { ...turnOf(call, 99, "odd"), atMs: NOW_MS - 91 * DAY_MS },
            { reason: "23514", sealer: ownSealer },
          );
        }
        await sql`insert into holds (reason, call_id, placed_at, placed_by)
          values ('a claim', ${held}, now(), 'test')`;
        const preview = await previewRetention(sql, ownSealer, RUN);
        const each = {
          transcripts: 2,
          scores: 0,
          leads: 1,
          calls: 1,
          marks: 6,
          refusedFacts: 1,
          deliveries: 0,
        };
        assert.deepEqual(preview, { due: each, held: each, ranAt: null });
        assert.deepEqual(await runDue(sql, ownSealer, RUN), each);
        assert.deepEqual((await sql`select id from calls`).map(({ id }) => id), [held]);
        assert.equal((await sql`select from call_facts`).length, 6);
        await sql`update holds set released_at = now(), released_by = 'test'`;
        assert.deepEqual(await runDue(sql, ownSealer, { ...RUN, nowMs: NOW_MS + DAY_MS }), each);
      }),

    "runDue() takes what waits for a plugin that never came with its call": (address) =>
      withTables(address, async (sql) => {
        const kinds = ["call_ended", "erase_person"] as const;
        await switchOn(sql, [{ name: "crm", kinds, atOnce: 1, perMinute: 60 }]);
        await applyFacts(sql, factsOf(newCall(), NOW_MS - 91 * DAY_MS), ownSealer);
        await applyFacts(sql, factsOf(newCall(), NOW_MS - DAY_MS), ownSealer);
        await sql`update deliveries set made_at = calls.started_at from calls
          where calls.id = call_id`;
        await runDue(sql, ownSealer, RUN);
        const left = await sql`select state, call_id = calls.id as "hasCall"
          from deliveries left join calls on calls.id = call_id`;
        assert.deepEqual(left.map(({ state, hasCall }) => [state, hasCall]), [["waiting", true]]);
      }),

    "runDue() owes plugins the deletion of what they made of a call, where that is wanted": (
      address,
    ) =>
      withTables(address, async (sql) => {
        const kinds = ["call_ended", "erase_person"] as const;
        await switchOn(sql, [{ name: "crm", kinds, atOnce: 1, perMinute: 60 }]);
        const [kept, gone] = [newCall(), newCall()];
        await applyFacts(sql, factsOf(kept, NOW_MS - 91 * DAY_MS), ownSealer);
        await sql`update deliveries set state = 'done', attempt = 1, person = 'a hash',
          first_at = now(), last_at = now(), finished_at = now(), made_at = ${new Date(
          NOW_MS - 91 * DAY_MS,
        )}`;
        await runDue(sql, ownSealer, RUN);
        assert.equal((await sql`select from deliveries`).length, 0);
        await applyFacts(sql, factsOf(gone, NOW_MS - 91 * DAY_MS), ownSealer);
        await sql`update deliveries set state = 'done', attempt = 1, person = 'a hash',
          first_at = now(), last_at = now(), finished_at = now(), made_at = ${new Date(
          NOW_MS - 91 * DAY_MS,
        )}`;
        await runDue(sql, ownSealer, { ...RUN, plugins: "delete", nowMs: NOW_MS + DAY_MS });
        const left = await sql`select kind, person from deliveries order by id`;
        assert.deepEqual(left.map(({ kind, person }) => [kind, person]), [
          ["call_ended", gone], // its receipt says what has to be deleted
          ["erase_person", gone],
        ]);
      }),

    "runDue() deletes what waits for a plugin that was removed, and no deletion that is owed": (
      address,
    ) =>
      withTables(address, async (sql) => {
        const kinds = ["call_ended", "erase_person"] as const;
        const plugins = ["crm", "sms"].map((name) => ({ name, kinds, atOnce: 1, perMinute: 60 }));
        const host = { id: crypto.randomUUID(), isNew: true };
        await switchOn(sql, plugins, [], host);
        await applyFacts(sql, factsOf(newCall(), NOW_MS - 91 * DAY_MS), ownSealer);
        await sql`update deliveries set kind = 'erase_person' where plugin = 'sms'`;
        await sql`update deliveries set made_at = ${new Date(NOW_MS - 91 * DAY_MS)},
          call_id = case when plugin = 'sms' then gen_random_uuid() else call_id end`;
        await switchOn(sql, [], [], host);
        const { deliveries } = await runDue(sql, ownSealer, RUN);
        const left = await sql`select plugin, kind, state from deliveries`;
        assert.deepEqual([deliveries, left.map((row) => Object.values(row))], [1, [
          ["sms", "erase_person", "waiting"],
        ]]);
        const known = await sql`select plugin from delivery_plugins`;
        assert.deepEqual(known.map(({ plugin }) => plugin), ["sms"]);
      }),

    "runDue() makes up for each day that was missed, and none twice": (address) =>
      withTables(address, async (sql) => {
        await runDue(sql, ownSealer, RUN);
        await applyFacts(sql, factsOf(newCall(), NOW_MS - 87.5 * DAY_MS), ownSealer);
        await runDue(sql, ownSealer, { ...RUN, nowMs: NOW_MS + 5 * DAY_MS - 60_000 }); // the fifth day's is not due
        const details = await audited(sql);
        assert.deepEqual(details.map(({ period, calls }) => [period, calls]), [
          ["2026-08-20", 0],
          ["2026-08-21", 0],
          ["2026-08-22", 1],
          ["2026-08-23", 0],
          ["2026-08-24", 0],
        ]);
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
    select details from audit where actor = 'rule:retention' and action = 'ran' order by id`;
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
  console.log((await runDue(sql, ownSealer, RUN)).calls);
  await sql.end();
}
