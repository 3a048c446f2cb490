/** An erasure reaches the services whatever stands in its way just then, and leaves its receipts. */
import assert from "node:assert/strict";
import type { CallId } from "../../lib/core/ids.ts";
import type { Delivered, Delivery } from "../../lib/plugin/contract.ts";
import type { Sql } from "../../lib/store/database.ts";
import { listDeliveries } from "../../lib/store/delivery_desk.ts";
import { eraseCalls } from "../../lib/store/erasure.ts";
import { HubspotStandIn } from "../standins/hubspot.ts";
import { SalesforceStandIn } from "../standins/salesforce.ts";
import { TwilioStandIn } from "../standins/twilio.ts";
import { onEachServer, withTables } from "../store/each_server.ts";
import { ownSealer } from "../store/own_keys.ts";
import { storeCaller } from "./callers.ts";
import { SimulatedDeliveries } from "./deliveries.ts";
import { deliverer, WORKERS_PLUGINS } from "./delivery_worker.ts";

const HOUR_MS = 3_600_000;
/** Of a stand-in, on a busy machine. */
const ANSWER_MS = 30_000;
const ERASED = ["erased_contact", "erased_deal", "erased_note", "erased_lead", "erased_task"];

onEachServer({
  "an erasure while every service is down is made when they are back": (address) =>
    withTables(address, async (sql) => {
      await using stage = await open(sql);
      const { deliveries, services } = stage;
      const call = await stage.delivered();
      for (const { faults } of services) faults.always({ type: "status", status: 503 });
      await erase(sql, call);
      await deliveries.pass(2 * HOUR_MS, HOUR_MS);
      assert.deepEqual(await deliveries.states(), { done: 3, waiting: 3 });
      assert.deepEqual(stage.left(), [1, 1, 1, 1, 1, 1, 1]);
      for (const { faults } of services) faults.always(null);
      await deliveries.pass(HOUR_MS / 2, HOUR_MS / 4);
      assert.deepEqual(stage.left(), [0, 0, 0, 0, 0, 0, 0]);
      assert.deepEqual(await receiptsOf(sql, call), [...ERASED, "erased_sms"].sort());
    }),

  "an erasure while plugins are switched off is made when they are on again": (address) =>
    withTables(address, async (sql) => {
      await using stage = await open(sql);
      const { deliveries } = stage;
      const call = await stage.delivered();
      const { plugins } = deliveries;
      deliveries.plugins = [];
      await deliveries.settle();
      await erase(sql, call);
      await deliveries.pass(100 * HOUR_MS, 50 * HOUR_MS);
      assert.deepEqual(stage.left(), [1, 1, 1, 1, 1, 1, 1]);
      deliveries.plugins = plugins;
      await deliveries.pass(HOUR_MS / 2, HOUR_MS / 4);
      assert.deepEqual(stage.left(), [0, 0, 0, 0, 0, 0, 0]);
      assert.deepEqual(await receiptsOf(sql, call), [...ERASED, "erased_sms"].sort());
    }),

  "an erasure while the lead is being delivered takes back what the delivery makes after it": (
    address,
  ) =>
    withTables(address, async (sql) => {
      await using stage = await open(sql);
      stage.afterwards = eraseAfterThree(sql);
      const call = await stage.delivered();
      await stage.deliveries.pass(HOUR_MS / 2, HOUR_MS / 4);
      assert.deepEqual(stage.left(), [0, 0, 0, 0, 0, 0, 0]);
      assert.deepEqual(await receiptsOf(sql, call), [...ERASED, "erased_sms"].sort());
    }),

  "an erasure after a delivery that broke off half-way takes back what it had made": (address) =>
    withTables(address, async (sql) => {
      await using stage = await open(sql);
      for (const { faults } of [stage.hubspot, stage.salesforce]) {
        faults.next(null, null, { type: "reset", when: "after" });
      }
      stage.twilio.faults.next({ type: "reset", when: "before" });
      stage.afterwards = eraseAfterThree(sql);
      await stage.delivered();
      await stage.deliveries.pass(HOUR_MS, HOUR_MS / 4);
      assert.deepEqual(stage.left(), [0, 0, 0, 0, 0, 0, 0]);
      const states = await stage.deliveries.states();
      assert.deepEqual(states, { cancelled: 3, done: 3 });
    }),

  "a contact that another line's call uses, too, stays until that is erased": (address) =>
    withTables(address, async (sql) => {
      await using stage = await open(sql);
      const [first, second] = [await stage.delivered(2), await stage.delivered(4)];
      const { contacts } = stage.hubspot.objects;
      const [one, other] = await Promise.all([first, second].map((call) => contactOf(sql, call)));
      assert.notEqual(one, other);
      await sql`update deliveries set receipt = receipt || ${sql.json({ contact: one! })}
        where call_id = ${second as string} and receipt ? 'contact'`;
      await erase(sql, first);
      await stage.deliveries.pass(HOUR_MS / 2, HOUR_MS / 4);
      assert.ok(contacts.has(one!));
      await erase(sql, second);
      await stage.deliveries.pass(HOUR_MS / 2, HOUR_MS / 4);
      assert.equal(contacts.has(one!), false);
    }),
});

class Stage {
  afterwards: (delivery: Delivery) => Promise<void> = () => Promise.resolve();
  readonly hubspot = new HubspotStandIn();
  readonly salesforce = new SalesforceStandIn();
  readonly twilio = new TwilioStandIn();
  readonly services = [this.hubspot, this.salesforce, this.twilio];
  deliveries!: SimulatedDeliveries;
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  async open(): Promise<this> {
    for (const service of this.services) await service.listen();
    let nowMs = 0;
    for (const service of this.services) service.now = () => nowMs;
    const [hubspot, salesforce, twilio] = this.services;
    const urls = { hubspot: hubspot!.url, salesforce: salesforce!.url, twilio: twilio!.url };
    const deliver = deliverer(urls, { now: () => nowMs, answerMs: ANSWER_MS });
    this.deliveries = await SimulatedDeliveries.open(
      this.#sql,
      async (delivery, atMs, plugin): Promise<Delivered> => {
        nowMs = atMs;
        return await deliver(plugin, delivery).finally(() => this.afterwards(delivery));
      },
      WORKERS_PLUGINS,
    );
    return this;
  }

  /** A person's call, handed on as far as that goes at once. */
  async delivered(number = 2): Promise<CallId> {
    const call = await storeCaller(this.#sql, number, this.deliveries.nowMs - 10_000);
    await this.deliveries.settle();
    return call;
  }

  /** How many contacts, deals, notes, Leads, Tasks, campaign members and SMS there are. */
  left(): number[] {
    const { contacts, deals, notes } = this.hubspot.objects;
    const { Lead, Task, CampaignMember } = this.salesforce.records;
    const kept = [contacts, deals, notes, Lead, Task, CampaignMember].map(({ size }) => size);
    return [...kept, this.twilio.sent.length];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const service of this.services) await service[Symbol.asyncDispose]();
  }
}

function open(sql: Sql): Promise<Stage> {
  return new Stage(sql).open();
}

async function erase(sql: Sql, call: CallId): Promise<void> {
  await eraseCalls(sql, ownSealer, { callIds: [call], actor: "person:test" });
}

/** Erases the call once all three plugins have done with its services, and none has told the queue. */
function eraseAfterThree(sql: Sql): Stage["afterwards"] {
  const erased = Promise.withResolvers<void>();
  let count = 0;
  return async ({ kind, callId }) => {
    if (kind === "erase_person") return;
    if (++count === 3) erased.resolve(erase(sql, callId!));
    await erased.promise;
  };
}

/** What the services' receipts say was erased. */
async function receiptsOf(sql: Sql, call: CallId): Promise<string[]> {
  const rows = await listDeliveries(sql, { callId: call, max: 20 });
  const erasures = rows.filter(({ kind, state }) => kind === "erase_person" && state === "done");
  const names = erasures.flatMap(({ receipt }) => Object.keys(receipt));
  return names.filter((name) => name.startsWith("erased_")).sort();
}

async function contactOf(sql: Sql, call: CallId): Promise<string | undefined> {
  const rows = await listDeliveries(sql, { callId: call, max: 20 });
  return rows.map(({ receipt }) => receipt["contact"]).find((id) => id !== undefined);
}
