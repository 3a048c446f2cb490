/** The queue of deliveries in PostgreSQL: owed with the fact, handed out once, in order. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/store/database.ts";
import {
  type DeliveryPlugin,
  oweErasure,
  oweReport,
  switchOn,
} from "../../lib/store/deliveries.ts";
import {
  buried,
  type Claim,
  claim,
  finished,
  pluginsDue,
  postponed,
  told,
} from "../../lib/store/delivery_claims.ts";
import { cancelDelivery, listDeliveries, retryDelivery } from "../../lib/store/delivery_desk.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { callFrom, factsOf, newCall, STARTED_AT_MS, strangersFacts } from "./call_facts.ts";
import { until } from "../host/own_database.ts";
import { ownSealer } from "./own_keys.ts";
import { onEachServer, withTables } from "./each_server.ts";
import { someoneWaits } from "./waiting.ts";

const CRM: DeliveryPlugin = {
  name: "crm",
  kinds: ["lead_qualified", "call_ended", "erase_person"],
  atOnce: 2,
  perMinute: 60_000,
};
const MINUTE_MS = 60_000;

onEachServer({
  "applyFacts() owes a delivery with the fact, or neither is there": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [CRM, { ...CRM, name: "sms", kinds: ["call_ended"] }]);
      const call = newCall();
      const broken = { ...strangersFacts(newCall())[0]!, campaignVersion: -1 };
      await assert.rejects(applyFacts(sql, [...strangersFacts(call), broken], ownSealer));
      assert.equal((await listDeliveries(sql, { max: 10 })).length, 0);
      await applyFacts(sql, strangersFacts(call), ownSealer);
      await applyFacts(sql, strangersFacts(call), ownSealer);
      const rows = await listDeliveries(sql, { max: 10 });
      assert.deepEqual(rows.map(({ key }) => key).reverse(), [
        `${call}:lead_qualified:crm`,
        `${call}:call_ended:crm`,
        `${call}:call_ended:sms`,
      ]);
    }),

  "a qualified lead waits for the end of its call": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [CRM]);
      const facts = strangersFacts(newCall(), Date.now());
      await applyFacts(sql, facts.slice(0, 5), ownSealer);
      assert.deepEqual(await pluginsDue(sql, { plugins: ["crm"], now: null }), []);
      await applyFacts(sql, facts.slice(5), ownSealer);
      const later = { plugins: ["crm"], now: new Date(Date.now() + MINUTE_MS) };
      assert.deepEqual(await pluginsDue(sql, later), ["crm"]);
      assert.equal((await claim(sql, "crm", later))?.kind, "lead_qualified");
    }),

  "claim() gives each delivery to one process only, and never more at once than allowed": (
    address,
  ) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ ...CRM, kinds: ["call_ended"], atOnce: 3 }]);
      for (let at = 0; at < 10; at++) await applyFacts(sql, strangersFacts(newCall()), ownSealer);
      const claims = await claimedBy(sql, 8);
      assert.equal(claims.length, 3);
      assert.equal(new Set(claims.map(({ id }) => id)).size, 3);
      await finished(sql, claims[0]!, {});
      assert.equal((await claimedBy(sql, 8)).length, 1);
    }),

  "claim() keeps nobody waiting who stores facts": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [CRM]);
      await applyFacts(sql, strangersFacts(newCall()), ownSealer);
      const claiming = await sql.begin(async (tx) => {
        await tx`lock table deliveries in share mode`; // a claim has its plugin's row, and comes no further
        const claims = claimedBy(sql, 1);
        await until(() => someoneWaits(sql), "no claim has come to the lock");
        await tx`select from delivery_plugins for key share nowait`; // as each delivery that is owed
        return { claims };
      });
      assert.equal((await claiming.claims).length, 1);
    }),

  "claim() leaves a kind to the process that takes it, where there is one": (address) =>
    withTables(address, async (sql) => {
      const host = { id: crypto.randomUUID(), isNew: true };
      await switchOn(sql, [CRM], [], host);
      await applyFacts(sql, strangersFacts(newCall()), ownSealer);
      let nowMs = Date.now();
      const next = (...kinds: DeliveryPlugin["kinds"]) =>
        claim(sql, "crm", { plugins: [], kinds, now: new Date(nowMs += 10) });
      assert.equal(await next("call_ended"), null, "it comes after the lead");
      await switchOn(sql, [{ ...CRM, kinds: ["call_ended"] }], [], host);
      const nobodys = await next("call_ended");
      assert.equal(nobodys?.kind, "lead_qualified");
      await finished(sql, nobodys!, {});
      assert.equal((await next("call_ended"))?.kind, "call_ended");
    }),

  "claim() keeps to a plugin's rate": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ ...CRM, kinds: ["call_ended"], atOnce: 100, perMinute: 2 }]);
      for (let at = 0; at < 5; at++) await applyFacts(sql, strangersFacts(newCall()), ownSealer);
      const begin = Date.now();
      const taken: number[] = [];
      for (let second = 0; second < 120; second++) {
        const now = new Date(begin + second * 1_000);
        if (await claim(sql, "crm", { plugins: [], now })) taken.push(second);
      }
      assert.deepEqual(taken, [0, 30, 60, 90]);
    }),

  "deliveries of one call are made one after the other, also over a retry; others go on": (
    address,
  ) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ ...CRM, atOnce: 10 }]);
      const [first, second] = [newCall(), newCall()];
      await applyFacts(sql, strangersFacts(first), ownSealer);
      await applyFacts(sql, strangersFacts(second, STARTED_AT_MS + 1_000), ownSealer);
      let clock = Date.now();
      const next = () => claim(sql, "crm", { plugins: [], now: new Date(clock += 10) });
      const begun = [await next(), await next(), await next()];
      assert.deepEqual(begun.map((one) => one && `${one.callId} ${one.kind}`), [
        `${first} lead_qualified`,
        `${second} lead_qualified`,
        null,
      ]);
      await postponed(sql, begun[0]!, {
        dueAt: new Date(clock + MINUTE_MS),
        reason: "busy",
        pausesPlugin: false,
        isFault: false,
        failingSince: new Date(clock),
      });
      await finished(sql, begun[1]!, { contact: "1" });
      assert.equal((await next())?.callId, second);
      assert.equal(await next(), null);
      clock += MINUTE_MS + 1_000;
      const again = await next();
      assert.deepEqual([again?.callId, again?.kind, again?.attempt], [first, "lead_qualified", 2]);
    }),

  "deliveries of one person are made one after the other, over several calls": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ ...CRM, kinds: ["call_ended"], atOnce: 10 }]);
      for (let at = 0; at < 3; at++) await applyFacts(sql, factsOf(newCall()), ownSealer);
      const other = callFrom("+4930123456", factsOf(newCall()));
      await applyFacts(sql, other, ownSealer);
      let nowMs = Date.now();
      const next = () => claim(sql, "crm", { plugins: [], now: new Date(nowMs += 10) });
      const [first, second] = [await take(sql, nowMs), await next()];
      assert.equal(second?.callId, other[0]!.call);
      assert.equal(await next(), null);
      await finished(sql, first, { contact: "151" });
      assert.deepEqual((await next())?.receipts.map(({ receipt }) => receipt), [{
        contact: "151",
      }]);
    }),

  "a rest that the other side asked for holds the whole plugin up": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ ...CRM, kinds: ["call_ended"] }]);
      for (let at = 0; at < 3; at++) await applyFacts(sql, strangersFacts(newCall()), ownSealer);
      const nowMs = Date.now();
      const one = await take(sql, nowMs);
      const dueAt = new Date(nowMs + MINUTE_MS);
      const rest = { dueAt, reason: "429", pausesPlugin: true, isFault: false };
      await postponed(sql, one, { ...rest, failingSince: new Date(nowMs) });
      const at = (now: number) => claim(sql, "crm", { plugins: [], now: new Date(now) });
      assert.equal(await at(nowMs + MINUTE_MS - 1), null);
      assert.notEqual(await at(nowMs + MINUTE_MS), null);
    }),

  "a delivery whose process died goes to another, whose word alone counts": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ ...CRM, kinds: ["call_ended"] }]);
      await applyFacts(sql, strangersFacts(newCall()), ownSealer);
      const nowMs = Date.now();
      const dead = await take(sql, nowMs);
      assert.equal(await claim(sql, "crm", { plugins: [], now: new Date(nowMs + 1_000) }), null);
      const heir = await take(sql, nowMs + 2 * MINUTE_MS);
      assert.equal(heir.id, dead.id);
      assert.equal(heir.lastAt?.getTime(), nowMs);
      assert.equal(await finished(sql, dead, {}), false);
      assert.equal(await finished(sql, heir, { sid: "SM1" }), true);
    }),

  "a delivery that ends its process five times is parked, and holds nobody up": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [CRM]);
      const call = newCall();
      await applyFacts(sql, strangersFacts(call), ownSealer);
      let nowMs = Date.now();
      for (let death = 0; death < 5; death++, nowMs += 2 * MINUTE_MS) {
        assert.equal((await take(sql, nowMs)).kind, "lead_qualified");
      }
      assert.equal((await take(sql, nowMs)).kind, "call_ended");
      const [, parked] = await listDeliveries(sql, { max: 10 });
      assert.equal(parked?.state, "dead");
      assert.match(parked?.reason ?? "", /ended with their process/);
    }),

  "retryDelivery() and cancelDelivery() act on what rests, and are audited": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ ...CRM, kinds: ["call_ended"] }]);
      await applyFacts(sql, strangersFacts(newCall()), ownSealer);
      const one = await take(sql, Date.now());
      assert.equal(await cancelDelivery(sql, one.id, "test"), false);
      await buried(sql, one, "dead", "no such number +1 202 555 0123 of ann@example.com");
      const [dead] = await listDeliveries(sql, { state: "dead", max: 1 });
      assert.equal(dead?.reason, "no such number … of …");
      assert.equal(await retryDelivery(sql, one.id, "test"), true);
      assert.equal((await take(sql, Date.now() + MINUTE_MS)).key, one.key);
      const audit = await sql`select action, details from audit
        where action <> 'stored' order by id`;
      assert.deepEqual(audit.map(({ action, details }) => [action, details]), [
        ["delivery_retried", { delivery: one.id }],
      ]);
    }),

  "oweErasure() cancels what waits, and owes a deletion where something may have been told": (
    address,
  ) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [CRM, { ...CRM, name: "sms", kinds: ["call_ended"] }]);
      const [told, untold] = [newCall(), newCall()];
      await applyFacts(sql, strangersFacts(told), ownSealer);
      const one = await take(sql, Date.now());
      await finished(sql, one, { contact: "151" });
      await applyFacts(sql, strangersFacts(untold), ownSealer);
      const owed = await sql.begin((tx) => oweErasure(tx, { callIds: [told, untold] }));
      assert.equal(owed, 1);
      const erase = await take(sql, Date.now() + MINUTE_MS);
      assert.deepEqual([erase.kind, erase.callId], ["erase_person", told]);
      assert.deepEqual(erase.receipts.map(({ receipt }) => receipt), [{ contact: "151" }]);
      const rows = await listDeliveries(sql, { max: 20 });
      const states = new Set(rows.filter((row) => row.id !== one.id).map(({ state }) => state));
      assert.deepEqual(states, new Set(["running", "cancelled"]));
      assert.equal(await claim(sql, "sms", { plugins: [], now: null }), null);
    }),

  "oweReport() owes one report for each period": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ ...CRM, name: "email_report", kinds: ["report_due"] }]);
      const due = new Date();
      await Promise.all([1, 2, 3].map(() => oweReport(sql, "day:2026-11-24", due)));
      const rows = await listDeliveries(sql, { max: 10 });
      assert.deepEqual(rows.map(({ key }) => key), ["report:day:2026-11-24:email_report"]);
    }),
});

Deno.test("told() keeps no address and no number of a sentence, and one line of it", () => {
  assert.equal(told("HTTP 400:\n bob.b@x.org, (202) 555-0123"), "HTTP 400: … (…");
  assert.equal(told("x".repeat(1_000)).length, 301);
});

async function take(sql: Sql, nowMs: number): Promise<Claim> {
  const found = await claim(sql, "crm", { plugins: [], now: new Date(nowMs) });
  assert.ok(found, "nothing to claim");
  return found;
}

/** What so many processes get that ask at the same time, again and again. */
async function claimedBy(sql: Sql, processes: number): Promise<Claim[]> {
  let clock = Date.now() + MINUTE_MS;
  const next = () => claim(sql, "crm", { plugins: [], now: new Date(clock += 10) });
  const each = Array.from({ length: processes }, async () => {
    const claims: (Claim | null)[] = [];
    for (let round = 0; round < 5; round++) claims.push(await next());
    return claims;
  });
  return (await Promise.all(each)).flat().filter((found) => found !== null);
}
