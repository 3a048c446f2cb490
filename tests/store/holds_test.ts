import assert from "node:assert/strict";
import type { CallId } from "../../lib/core/ids.ts";
import type { Sql } from "../../lib/store/database.ts";
import { eraseCalls } from "../../lib/store/erasure.ts";
import { applyFacts, keepRefused } from "../../lib/store/facts.ts";
import { holdsOf, placeHold } from "../../lib/store/holds.ts";
import { runDue } from "../../lib/store/retention.ts";
import { until } from "../host/own_database.ts";
import { factsOf, newCall } from "./call_facts.ts";
import { onEachServer, withTables } from "./each_server.ts";
import { ownSealer } from "./own_keys.ts";
import { someoneWaits } from "./waiting.ts";

const NUMBER = "+12025550123";
const NOW_MS = Date.UTC(2026, 7, 20, 3, 17);
const OLD_MS = NOW_MS - 91 * 86_400_000;
const DAYS = { calls: 90, transcripts: 90, leads: 90 };
const RUN = { days: DAYS, plugins: "keep", nowMs: NOW_MS } as const;
const actor = "person:test";

onEachServer({
  "a hold that was placed while calls are being erased keeps them, or is placed when they are gone":
    (address) =>
      withTables(address, async (sql) => {
        const call = newCall();
        await applyFacts(sql, factsOf(call), ownSealer);
        await holdAgainst(sql, call, () => eraseCalls(sql, ownSealer, { callIds: [call], actor }));
      }),

  "a hold that was placed while retention runs keeps its calls, or is placed when they are gone": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const call = newCall();
      await applyFacts(sql, factsOf(call, OLD_MS), ownSealer);
      await holdAgainst(sql, call, () => runDue(sql, ownSealer, RUN));
    }),

  "a hold on a person keeps calls of which only a refused fact tells whose they are": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      const start = { ...factsOf(call, OLD_MS)[0]!, seq: 0 };
      await keepRefused(sql, start, { reason: "23514", sealer: ownSealer });
      const whom = { contact: NUMBER };
      const hold = await placeHold(sql, ownSealer, { whom, reason: "a claim", actor });
      assert.equal((await runDue(sql, ownSealer, RUN)).refusedFacts, 0);
      const { held } = await eraseCalls(sql, ownSealer, { callIds: [call], actor });
      assert.deepEqual(held, [call]);
      assert.equal((await sql`select from refused_facts`).length, 1);
      const holds = await holdsOf(sql, ownSealer, { callIds: [call], contact: null });
      assert.deepEqual(holds.map(({ id }) => id), [hold]);
    }),
});

/** `deletes` has read the holds and waits for the call's row when a hold is placed. */
async function holdAgainst(sql: Sql, call: CallId, deletes: () => Promise<unknown>): Promise<void> {
  const [locked, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const locking = sql.begin(async (tx) => {
    await tx`select from calls where id = ${call as string} for update`;
    locked.resolve();
    await goOn.promise;
  });
  await locked.promise;
  const order: string[] = [];
  const deleting = deletes().catch(deletes) // where this machine is slow, it waited too long
    .then(() => order.push("deleted"));
  await until(() => someoneWaits(sql), "nothing waits for the call's row");
  const whom = { contact: NUMBER };
  const placing = placeHold(sql, ownSealer, { whom, reason: "a claim", actor })
    .then(() => order.push("held"));
  await until(async () => order.length > 0 || await someoneWaits(sql, 2), "the hold sticks");
  goOn.resolve();
  await Promise.all([locking, deleting, placing]);
  const { length: left } = await sql`select from calls`;
  assert.equal(left, order[0] === "held" ? 1 : 0, `a held call was deleted: ${order.join(", ")}`);
}
