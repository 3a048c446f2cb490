/** Processes are killed while they deliver: nothing is lost, and nothing stands twice anywhere. */
import assert from "node:assert/strict";
import { connect, type Sql } from "../../lib/store/database.ts";
import { migrate } from "../../lib/store/migrations.ts";
import { listDeliveries, retryDelivery } from "../../lib/store/delivery_desk.ts";
import { oweErasure, switchOn } from "../../lib/store/deliveries.ts";
import { DebianPostgres, debianPrograms } from "../host/debian_postgres.ts";
import { isLong, needs } from "../needs.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { HubspotStandIn } from "../standins/hubspot.ts";
import { SalesforceStandIn } from "../standins/salesforce.ts";
import { TwilioStandIn } from "../standins/twilio.ts";
import { ownSealer } from "../store/own_keys.ts";
import { storeCaller } from "./callers.ts";
import { type WorkerOrders, WORKERS_PLUGINS } from "./delivery_worker.ts";

const KILLS = isLong ? 200 : 10;
const CALLS_PER_KILL = 2;
const WORKERS = 2;
/** A worker begins to deliver half a second after its start; some are killed before that, some late. */
const KILL_WITHIN_MS = 1_500;
/** Back-off after broken requests, on a loaded machine. */
const SETTLED_WITHIN_MS = 240_000;

Deno.test({
  name: "kill -9 during deliveries: each is made, no object and no SMS twice, erasures reach all",
  ...needs("PostgreSQL of the system", debianPrograms() !== null, "it needs Debian's postgresql"),
  fn: async () => {
    await using server = await DebianPostgres.make();
    await using hubspot = await new HubspotStandIn().listen();
    await using salesforce = await new SalesforceStandIn().listen();
    await using twilio = await new TwilioStandIn().listen();
    const databaseUrl = await server.newDatabase();
    const orders = {
      databaseUrl,
      hubspot: hubspot.url,
      salesforce: salesforce.url,
      twilio: twilio.url,
    };
    const sql = connect({ url: databaseUrl }, { connections: 4 });
    try {
      await migrate(sql, ownSealer);
      await switchOn(sql, WORKERS_PLUGINS);
      const calls = await killMany(sql, orders);
      assertOnce({ hubspot, salesforce, twilio }, calls.length);
      const erased = calls.slice(0, 3);
      await sql.begin(async (tx) => {
        await oweErasure(tx, { callIds: erased });
        await tx`delete from calls where id = any(${erased}::uuid[])`;
      });
      const workers = [startWorker(orders)];
      await settled(sql).finally(() => kill(workers));
      assertOnce({ hubspot, salesforce, twilio }, calls.length - erased.length);
      await assertReceipts(sql, erased);
    } finally {
      await sql.end();
    }
  },
});

/** Workers are killed at random moments and replaced, while calls come in; resolves when all is made. */
async function killMany(sql: Sql, orders: WorkerOrders): Promise<string[]> {
  const seed = seedOfThisRun();
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const workers = Array.from({ length: WORKERS }, () => startWorker(orders));
  const calls: string[] = [];
  try {
    for (let round = 0; round < KILLS; round++) {
      for (let at = 0; at < CALLS_PER_KILL; at++) {
        calls.push(await storeCaller(sql, calls.length, Date.now() - 10_000));
      }
      await new Promise((resolve) => setTimeout(resolve, random() * KILL_WITHIN_MS));
      await kill(workers.splice(0, 1));
      workers.push(startWorker(orders));
    }
    await settled(sql);
  } finally {
    await kill(workers);
  }
  return calls;
}

function startWorker(orders: WorkerOrders): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-check", new URL("delivery_worker.ts", import.meta.url).pathname],
      JSON.stringify(orders),
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
}

async function kill(workers: readonly Deno.ChildProcess[]): Promise<void> {
  for (const worker of workers) {
    try {
      worker.kill("SIGKILL");
    } catch {
      // it has ended by itself
    }
    await worker.status;
  }
}

async function settled(sql: Sql): Promise<void> {
  const untilMs = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const left = await sql`select id, plugin, kind, state, attempt, reason from deliveries
      where state not in ('done', 'cancelled') limit 5`;
    if (left.length === 0) return;
    for (const { id, state, reason } of left) {
      // A slow machine's worker gets no further than to claim it; a person begins it anew.
      if (state === "dead" && /ended with their process/.test(reason)) {
        await retryDelivery(sql, id, "test");
      }
    }
    assert.ok(performance.now() < untilMs, `still not done: ${JSON.stringify(left)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

interface Services {
  readonly hubspot: HubspotStandIn;
  readonly salesforce: SalesforceStandIn;
  readonly twilio: TwilioStandIn;
}

/** So many callers, each with one of everything. */
function assertOnce({ hubspot, salesforce, twilio }: Services, calls: number): void {
  const { contacts, deals, notes } = hubspot.objects;
  const { Lead, Task, CampaignMember } = salesforce.records;
  const counts = {
    ...{ contacts: contacts.size, deals: deals.size, notes: notes.size },
    ...{ leads: Lead.size, tasks: Task.size, members: CampaignMember.size },
    ...{ sms: twilio.sent.length, recipients: new Set(twilio.sent.map(({ to }) => to)).size },
  };
  const each = Object.fromEntries(Object.keys(counts).map((name) => [name, calls]));
  assert.deepEqual(counts, each);
  assert.ok([...notes.values()].every(({ links }) => links.size === 2));
}

/** What each plugin deleted stands in the receipts of the erasures. */
async function assertReceipts(sql: Sql, erased: readonly string[]): Promise<void> {
  const rows = await listDeliveries(sql, { max: 10_000 });
  const receipts = rows.filter(({ kind }) => kind === "erase_person").map(({ receipt }) => receipt);
  const names = ["erased_contact", "erased_deal", "erased_note", "erased_lead", "erased_task"];
  for (const name of [...names, "erased_sms"]) {
    const count = receipts.filter((receipt) => receipt[name] !== undefined).length;
    assert.equal(count, erased.length, name);
  }
}
