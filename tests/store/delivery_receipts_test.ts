/** What is kept of deliveries: what was told later, and of the erased only what their deletion needs. */
import assert from "node:assert/strict";
import { eraseCalls } from "../../lib/store/erasure.ts";
import { buried, type Claim, claim, finished, postponed } from "../../lib/store/delivery_claims.ts";
import {
  addToPerson,
  addToReceipt,
  cancelDelivery,
  countWaitingErasures,
  listDeliveries,
  retryDelivery,
} from "../../lib/store/delivery_desk.ts";
import { readSharing, readUnclear } from "../../lib/store/delivery_traces.ts";
import type { Sql } from "../../lib/store/database.ts";
import { type DeliveryPlugin, switchOn } from "../../lib/store/deliveries.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { callFrom, factsOf, newCall, strangersFacts } from "./call_facts.ts";
import { onEachServer, withTables } from "./each_server.ts";
import { ownSealer } from "./own_keys.ts";

const CRM: DeliveryPlugin = {
  name: "crm",
  kinds: ["call_ended", "erase_person"],
  atOnce: 2,
  perMinute: 60_000,
};

onEachServer({
  "what a destination tells later is kept with its delivery, and a person's wish with all of theirs":
    (
      address,
    ) =>
      withTables(address, async (sql) => {
        await switchOn(sql, [CRM]);
        const next = claimer(sql);
        const numbers = ["+12025550101", "+12025550102"];
        for (const [at, number] of numbers.entries()) {
          await applyFacts(sql, callFrom(number, factsOf(newCall())), ownSealer);
          await finished(sql, await next(), { sid: `SM${at}` });
        }
        await addToReceipt(sql, "crm", { of: { sid: "SM0" }, receipt: { status: "delivered" } });
        const wish = { person: numbers[1]!, receipt: { stopped: "yes" } };
        await addToPerson({ sql, sealer: ownSealer }, "crm", wish);
        const rows = await listDeliveries(sql, { max: 9 });
        assert.deepEqual(rows.map(({ receipt }) => receipt).reverse(), [
          { sid: "SM0", status: "delivered" },
          { sid: "SM1", stopped: "yes" },
        ]);
      }),

  "a deletion knows what the person's other calls still use, and leaves its own receipt only": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const { next, calls: [gone, stays] } = await twoCallsTold(sql);
      await eraseCalls(sql, ownSealer, { callIds: [gone], actor: "person:test" });
      const erase = await next();
      assert.deepEqual([erase.kind, erase.callId], ["erase_person", gone]);
      assert.deepEqual(erase.receipts.map(({ receipt }) => receipt["call"]), [gone, stays]);
      await finished(sql, erase, { call: gone, kept_contact: "151" });
      const left = await sql`select person, receipt from deliveries
        where call_id = ${gone as string} order by id`;
      assert.deepEqual(left.map(({ person, receipt }) => [person, receipt]), [
        [gone, {}],
        [gone, { call: gone, kept_contact: "151" }],
      ]);
      const [kept] = await listDeliveries(sql, { callId: stays, max: 1 });
      assert.deepEqual(kept?.receipt, { call: stays, contact: "151" });
    }),

  "a deletion has the receipts of its own call, however many others the line has, and after a cancel":
    (
      address,
    ) =>
      withTables(address, async (sql) => {
        const { next, calls: [gone, stays] } = await twoCallsTold(sql);
        await sql`insert into deliveries (key, plugin, kind, call_id, person, state, due_at,
          finished_at, receipt)
        select 'more:' || at, plugin, kind, gen_random_uuid(), person, 'done', due_at, now(),
          '{"call": "x"}'
        from deliveries, generate_series(1, 120) as at where call_id = ${stays as string}`;
        await eraseCalls(sql, ownSealer, { callIds: [gone], actor: "person:test" });
        const erase = await next();
        assert.equal(erase.receipts.length, 100);
        assert.deepEqual(erase.receipts[0]?.receipt, { call: gone, contact: "151" });
        await buried(sql, erase, "dead", "no such contact");
        await cancelDelivery(sql, erase.id, "test");
        const lines =
          await sql`select distinct person from deliveries where call_id = ${gone as string}`;
        assert.deepEqual(lines.map(({ person }) => person), [gone]);
        await retryDelivery(sql, erase.id, "test");
        assert.deepEqual((await next()).receipts.map(({ receipt }) => receipt["call"]), [gone]);
      }),

  "a deletion that waits for a plugin that nobody has on is counted": (address) =>
    withTables(address, async (sql) => {
      const host = { id: crypto.randomUUID(), isNew: true };
      await switchOn(sql, [CRM], [], host);
      const call = newCall();
      await applyFacts(sql, factsOf(call), ownSealer);
      await finished(sql, await claimer(sql)(), { call });
      await eraseCalls(sql, ownSealer, { callIds: [call], actor: "person:test" });
      assert.deepEqual([...await countWaitingErasures(sql)], []);
      await switchOn(sql, [], [], host);
      const [waiting] = await countWaitingErasures(sql);
      assert.deepEqual({ ...waiting }, { plugin: "crm", state: "waiting", count: 1 });
    }),

  "a deletion is told of broken attempts with what went to others meanwhile, and of who shares": (
    address,
  ) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [CRM]);
      const [broken, other] = [newCall(), newCall()];
      const next = claimer(sql);
      for (const [at, call] of [broken, other].entries()) {
        await applyFacts(sql, callFrom(`+1202555010${at}`, factsOf(call)), ownSealer);
      }
      const first = await next();
      const [{ begun }] = await sql<[{ begun: Date }]>`select first_at as begun from deliveries
        where id = ${first.id}`;
      await finished(sql, await next(), { call: other, contact: "7" });
      const told = await readUnclear(sql, { plugin: "crm", callId: broken });
      const atMs = begun.getTime();
      assert.deepEqual(told, [{
        ...{ kind: "call_ended", firstAtMs: atMs, lastAtMs: atMs },
        others: [{ call: other, contact: "7" }],
      }]);
      const receipts = [{ call: broken as string, contact: "7", lead: "8" }];
      const sharing = (shares: string[]) => readSharing(sql, { plugin: "crm", shares, receipts });
      assert.deepEqual(await sharing(["contact"]), [{ call: other, contact: "7" }]);
      assert.deepEqual(await sharing(["lead", "none"]), []);
      await finished(sql, first, {});
      assert.deepEqual(await readUnclear(sql, { plugin: "crm", callId: broken }), []);
    }),

  "what a destination says of somebody who was erased while it was asked is not kept": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ ...CRM, kinds: ["lead_qualified", "call_ended", "erase_person"] }]);
      const next = claimer(sql);
      const calls = [newCall(), newCall()];
      for (const call of calls) await applyFacts(sql, strangersFacts(call), ownSealer);
      const [late, dead] = [await next(), await next()];
      await eraseCalls(sql, ownSealer, { callIds: calls, actor: "person:test" });
      const said = "Zebulon Quxworthy is known already";
      const rest = { pausesPlugin: false, isFault: false, failingSince: new Date() };
      await postponed(sql, late, { ...rest, dueAt: new Date(), reason: said });
      await buried(sql, dead, "dead", said);
      const rows = await listDeliveries(sql, { max: 20 });
      assert.equal(rows.length, 6);
      assert.doesNotMatch(JSON.stringify(rows), /Zebulon/);
      const states = rows.filter(({ id }) => [late.id, dead.id].includes(id));
      assert.deepEqual(states.map(({ state, reason }) => [state, reason]), [
        ["dead", "the call was erased"],
        ["waiting", "the call was erased"],
      ]);
    }),

  "an erasure of all calls of a person leaves nothing that joins them": (address) =>
    withTables(address, async (sql) => {
      const { calls } = await twoCallsTold(sql);
      await eraseCalls(sql, ownSealer, { callIds: calls, actor: "person:test" });
      const rows = await sql`select call_id, person from deliveries`;
      assert.ok(rows.length === 4 && rows.every((row) => row["person"] === row["call_id"]));
    }),
});

/** One person's calls, of which the CRM has made one contact. */
async function twoCallsTold(sql: Sql) {
  await switchOn(sql, [CRM]);
  const calls = [newCall(), newCall()] as const;
  const next = claimer(sql);
  for (const call of calls) {
    await applyFacts(sql, factsOf(call), ownSealer);
    await finished(sql, await next(), { call, contact: "151" });
  }
  return { calls, next };
}

/** What is due, one after the other; each a moment later, as the rate wants it. */
function claimer(sql: Sql): () => Promise<Claim> {
  let nowMs = Date.now() + 60_000;
  return async () => {
    const found = await claim(sql, "crm", { plugins: [], now: new Date(nowMs += 10) });
    assert.ok(found, "nothing to claim");
    return found;
  };
}
