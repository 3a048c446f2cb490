/** Deliveries arrive whatever their destination does: late, in order, or parked with a reason. */
import assert from "node:assert/strict";
import { periodOf, periodsReady } from "../../lib/app/report_periods.ts";
import { outcomeOf } from "../../lib/app/delivery_outcome.ts";
import { type Delivery, GiveUp, RetryLater } from "../../lib/plugin/contract.ts";
import { PluginAway } from "../../lib/plugin/guard.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { shipCampaign } from "../../lib/store/campaigns.ts";
import { oweErasure } from "../../lib/store/deliveries.ts";
import { listDeliveries, retryDelivery } from "../../lib/store/delivery_desk.ts";
import type { CallId } from "../../lib/core/ids.ts";
import { isLong } from "../needs.ts";
import { lead } from "../store/call_facts.ts";
import { onEachServer, withTables } from "../store/each_server.ts";
import { EVERY_KIND, SimulatedDeliveries } from "./deliveries.ts";

const HOUR_MS = 3_600_000;
const CALLS = isLong ? 200 : 8;
const CALLS_OF_ONE = 4;

onEachServer({
  "what is owed while a destination is down for a day arrives after it, in order per person, past a poison":
    (address) =>
      withTables(address, async (sql) => {
        let isDown = true;
        const poisons = new Set<CallId>();
        const arrived: string[] = [];
        const deliveries = await SimulatedDeliveries.open(sql, ({ kind, callId }) => {
          if (isDown) return Promise.reject(new RetryLater({ reason: "503" }));
          if (poisons.has(callId!)) return Promise.reject(new GiveUp({ reason: "HTTP 400" }));
          arrived.push(`${callId} ${kind}`);
          return Promise.resolve({});
        });
        const people: CallId[][] = Array.from({ length: CALLS / CALLS_OF_ONE }, () => []);
        for (let at = 0; at < CALLS; at++) {
          const person = at % people.length;
          people[person]!.push(await deliveries.call(`+1202555${1_000 + person}`));
          await deliveries.pass(24 * HOUR_MS / CALLS, 24 * HOUR_MS / CALLS);
        }
        assert.equal(arrived.length, 0);
        poisons.add(people[0]![1]!);
        isDown = false;
        await deliveries.pass(HOUR_MS, HOUR_MS / 4);
        assert.deepEqual(await deliveries.states(), { dead: 2, done: 2 * CALLS - 2 });
        for (const calls of people) {
          const owed = calls.filter((call) => !poisons.has(call))
            .flatMap((call) => [`${call} lead_qualified`, `${call} call_ended`]);
          assert.deepEqual(arrived.filter((one) => owed.includes(one)), owed);
        }
        assert.equal(arrived.length, 2 * CALLS - 2);
      }),

  "a delivery brings the call and its lead, and what the plugin returned before": (address) =>
    withTables(address, async (sql) => {
      const got: Delivery[] = [];
      const deliveries = await SimulatedDeliveries.open(sql, (delivery) => {
        got.push(delivery);
        return Promise.resolve({ receipt: { contact: "151" } });
      });
      await shipCampaign(sql, { ...investmentLead, language: "de-AT" });
      const call = await deliveries.call();
      await deliveries.settle();
      assert.equal(got.length, 2);
      assert.equal(got[0]!.call?.language, "de-AT");
      assert.equal(got[0]!.lead?.status, "qualified");
      const { fields, score } = got[0]!.lead!;
      assert.deepEqual(fields["amount"], lead.fields["amount"]);
      assert.deepEqual(score, lead.score);
      assert.match(got[0]!.call?.callerNumber ?? "", /^\+1202\d{7}$/);
      assert.deepEqual(got[0]!.call?.turns.map(({ text }) => text), ["Hello.", "stocks and bonds"]);
      assert.deepEqual(got.map(({ receipts }) => receipts), [[], [{ contact: "151" }]]);
      assert.equal(got[0]!.key, `${call}:lead_qualified:crm`);
    }),

  "a poison message is parked with its reason, others pass it, and a retry delivers it": (
    address,
  ) =>
    withTables(address, async (sql) => {
      let poison = "";
      const deliveries = await SimulatedDeliveries.open(sql, (delivery) => {
        if (delivery.callId !== poison) return Promise.resolve({});
        return delivery.kind === "lead_qualified"
          ? Promise.reject(new GiveUp({ reason: "HTTP 400: no property budget" }))
          : Promise.reject(new Error("crm failed in deliver.call_ended: It threw TypeError"));
      });
      poison = await deliveries.call();
      await deliveries.call();
      await deliveries.pass(6 * HOUR_MS, HOUR_MS / 2);
      assert.deepEqual(await deliveries.states(), { dead: 2, done: 2 });
      const [second, first] = await listDeliveries(sql, { callId: poison, max: 9 });
      assert.equal(first?.reason, "HTTP 400: no property budget");
      assert.match(second?.reason ?? "", /^10 tries in a row failed: crm failed/);
      poison = "";
      for (const { id } of [first!, second!]) await retryDelivery(sql, id, "test");
      await deliveries.settle();
      assert.deepEqual(await deliveries.states(), { done: 4 });
    }),

  "a delivery that was given up after three days has three days more when a person retries it": (
    address,
  ) =>
    withTables(address, async (sql) => {
      let isDown = true;
      const deliveries = await SimulatedDeliveries.open(sql, () => {
        return isDown ? Promise.reject(new RetryLater({ reason: "503" })) : Promise.resolve({});
      }, [{ ...EVERY_KIND, kinds: ["call_ended"] }]);
      await deliveries.call();
      await deliveries.pass(75 * HOUR_MS, 12 * HOUR_MS);
      const [dead] = await listDeliveries(sql, { state: "dead", max: 9 });
      assert.equal(dead?.reason, "given up after three days: 503");
      await retryDelivery(sql, dead.id, "test");
      await deliveries.pass(48 * HOUR_MS, 12 * HOUR_MS);
      assert.deepEqual(await deliveries.states(), { waiting: 1 });
      isDown = false;
      await deliveries.pass(HOUR_MS, HOUR_MS / 2);
      assert.deepEqual(await deliveries.states(), { done: 1 });
    }),

  "what happens while a configured plugin does not run is owed to it, and waits without attempts": (
    address,
  ) =>
    withTables(address, async (sql) => {
      let isAway = false;
      const attempts: unknown[] = [];
      const deliveries = await SimulatedDeliveries.open(sql, ({ attempt, lastAtMs }) => {
        if (isAway) return Promise.reject(new PluginAway("Its process isn't running"));
        attempts.push([attempt, lastAtMs]);
        return Promise.resolve({});
      }, [{ ...EVERY_KIND, kinds: ["call_ended"] }]);
      const { plugins } = deliveries;
      deliveries.plugins = [];
      await deliveries.settle();
      await deliveries.call();
      await deliveries.pass(96 * HOUR_MS, 24 * HOUR_MS);
      assert.deepEqual(await deliveries.states(), { waiting: 1 });
      deliveries.plugins = plugins;
      isAway = true;
      await deliveries.pass(HOUR_MS, HOUR_MS / 8);
      const [row] = await listDeliveries(sql, { max: 9 });
      assert.deepEqual([row?.state, row?.attempt, row?.lastAt], ["waiting", 0, null]);
      isAway = false;
      await deliveries.pass(HOUR_MS / 8, HOUR_MS / 16);
      assert.deepEqual([attempts, await deliveries.states()], [[[1, null]], { done: 1 }]);
    }),

  "an erasure reaches the plugin with its receipts, and keeps the receipt of the deletion": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const erased: unknown[] = [];
      const deliveries = await SimulatedDeliveries.open(sql, ({ kind, receipts, call, lead }) => {
        if (kind !== "erase_person") return Promise.resolve({ receipt: { contact: "151" } });
        erased.push({ receipts, call, lead });
        return Promise.resolve({ receipt: { erased: "151" } });
      });
      const call = await deliveries.call();
      await deliveries.settle();
      await sql.begin(async (tx) => {
        await oweErasure(tx, { callIds: [call] });
        await tx`delete from calls where id = ${call as string}`;
      });
      await deliveries.settle();
      const contact = { contact: "151" };
      assert.deepEqual(erased, [{ receipts: [contact, contact], call: null, lead: null }]);
      const [kept] = await listDeliveries(sql, { callId: call, max: 1 });
      assert.deepEqual([kept?.state, kept?.receipt], ["done", { erased: "151" }]);
    }),

  "a delivery of a call that is gone is made no more": (address) =>
    withTables(address, async (sql) => {
      const deliveries = await SimulatedDeliveries.open(sql, () => {
        return Promise.reject(new Error("it was delivered"));
      });
      const call = await deliveries.call();
      await sql`delete from calls where id = ${call as string}`;
      await deliveries.settle();
      assert.deepEqual(await deliveries.states(), { cancelled: 2 });
    }),

  "a call that can't be read parks its delivery with that reason, and holds no other up": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const got: unknown[] = [];
      const deliveries = await SimulatedDeliveries.open(sql, ({ callId }) => {
        got.push(callId);
        return Promise.resolve({});
      }, [{ ...EVERY_KIND, kinds: ["call_ended"] }]);
      const damaged = await deliveries.call();
      await sql`update turns set said = set_byte(said, octet_length(said) - 1,
        (get_byte(said, octet_length(said) - 1) + 1) % 256) where call_id = ${damaged as string}`;
      const other = await deliveries.call();
      await deliveries.pass(6 * HOUR_MS, HOUR_MS / 2);
      assert.deepEqual(got, [other]);
      const [dead] = await listDeliveries(sql, { state: "dead", max: 9 });
      assert.match(dead?.reason ?? "", /^10 tries in a row failed: Cannot read what it is about: /);
    }),

  "a report of the day that is over is delivered once, with its numbers": (address) =>
    withTables(address, async (sql) => {
      const reports: unknown[] = [];
      const mail = { ...EVERY_KIND, name: "email_report", kinds: ["report_due"] as const };
      const deliveries = await SimulatedDeliveries.open(
        sql,
        (delivery) => {
          const { period, calls, leads } = delivery.report!;
          reports.push([period, calls, leads.qualified]);
          return Promise.resolve({});
        },
        [mail],
        Date.parse("2026-11-24T09:00Z"),
      ); // a Tuesday
      for (let at = 0; at < 3; at++) await deliveries.call();
      await deliveries.pass(24 * HOUR_MS, HOUR_MS);
      assert.deepEqual(reports.sort(), [["day", 0, 0], ["day", 3, 3], ["week", 0, 0]]);
    }),
});

Deno.test("periodsReady() names the day and the week that are over, from seven in the morning on", () => {
  const at = (time: string) =>
    periodsReady(Date.parse(time), "Europe/Berlin").map(({ name }) => name);
  assert.deepEqual(at("2026-11-24T05:59Z"), ["day:2026-11-22", "week:2026-11-16"]);
  assert.deepEqual(at("2026-11-24T06:00Z"), ["day:2026-11-23", "week:2026-11-16"]);
  assert.deepEqual(at("2026-11-23T05:59Z"), ["day:2026-11-21", "week:2026-11-09"]);
});

Deno.test("periodOf() counts a day of 25 hours whole, and knows no other name", () => {
  const { fromMs, toMs } = periodOf("day:2026-10-25", "Europe/Berlin")!;
  assert.equal(toMs - fromMs, 25 * HOUR_MS);
  assert.equal(new Date(fromMs).toISOString(), "2026-10-24T22:00:00.000Z");
  assert.equal(periodOf("month:2026-10", "UTC"), null);
});

Deno.test("outcomeOf() waits longer each time, as long as it was asked to, and three days in all", () => {
  const nowMs = Date.parse("2026-11-24T09:00Z");
  const tried = { attempt: 1, faults: 0, failingSince: null };
  const at = { nowMs, random: 1, clean: (reason: string) => reason };
  const waitMs = (error: unknown, attempt = 1) => {
    const outcome = outcomeOf(error, { ...tried, attempt }, at);
    return outcome.state === "waiting" ? outcome.dueAt.getTime() - nowMs : null;
  };
  const later = (afterMs?: number) =>
    new RetryLater({ reason: "429", ...(afterMs && { afterMs }) });
  assert.deepEqual([1, 2, 3, 30].map((attempt) => waitMs(later(), attempt)), [
    ...[5_000, 10_000, 20_000],
    900_000,
  ]);
  assert.equal(waitMs(later(60_000)), 60_000);
  assert.equal(waitMs(later(1e12)), 24 * HOUR_MS);
  const old = { ...tried, failingSince: new Date(nowMs - 73 * HOUR_MS) };
  assert.equal(outcomeOf(later(), old, at).state, "dead");
  assert.equal(outcomeOf(new Error("x"), { ...tried, faults: 9 }, at).state, "dead");
});
