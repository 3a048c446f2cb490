/** With shipped plugins on: what they and Parley keep of a person is found before an erasure, and not after. */
import assert from "node:assert/strict";
import { machineOf } from "../../lib/cli/plugin_machine.ts";
import { hearing, openDeliveries } from "../../lib/cli/plugin_deliveries.ts";
import { Plugins } from "../../lib/host/plugins.ts";
import type { Store } from "../../lib/host/store.ts";
import { Metrics } from "../../lib/observe/metrics.ts";
import { startLog } from "../../lib/observe/log.ts";
import { definePlugin, GiveUp } from "../../lib/plugin/contract.ts";
import { z } from "zod";
import { shipped } from "../../plugins/mod.ts";
import { HubspotStandIn } from "../standins/hubspot.ts";
import { SalesforceStandIn } from "../standins/salesforce.ts";
import { ACCOUNT_SID, AUTH_TOKEN, TwilioStandIn } from "../standins/twilio.ts";
import { ownFolder, until } from "./own_database.ts";
import { ownStore } from "./own_store.ts";
import { type MadeUpPerson, madeUpPerson, qualifiedCallOf, wordsOf } from "./privacy_facts.ts";
import { typedCommand } from "./typed_command.ts";
import { findings, type Kept, noneOf } from "./whole_search.ts";

const STATUS_URL = "https://parley.example.com/plugins/sms_followup";
const ENV = {
  HUBSPOT_TOKEN: "test-token",
  SALESFORCE_CLIENT_SECRET: "test-secret",
  TWILIO_AUTH_TOKEN: AUTH_TOKEN,
  WEBHOOK_SECRET: "a secret",
};

/** Says in its reason whatever it was told: a reason is kept. */
const gossip = () =>
  definePlugin({
    name: "gossip",
    version: "1.0.0",
    settings: z.object({}),
    deliver: {
      lead_qualified: ({ lead }, { log }) => {
        const { name, investmentType } = lead.fields;
        log("It knows somebody", { "pii.name": name?.value });
        const reason = `${name?.value} is known here, and said ${investmentType?.quote}`;
        return Promise.reject(new GiveUp({ reason }));
      },
    },
  });

Deno.test("an erasure with shipped plugins on leaves nothing of a person, here and there", async () => {
  await using folder = await ownFolder();
  await using services = await openServices();
  const said: string[] = [];
  const log = startLog({
    ...{ level: "debug", format: "json", personalData: false, secrets: [] },
    write: (bytes) => Promise.resolve(void said.push(new TextDecoder().decode(bytes))),
  });
  const own = await ownStore(folder.path, null);
  const { store } = own;
  const plugins = pluginsOf(folder.path, services);
  try {
    await plugins.load();
    assert.deepEqual(plugins.wrong, []);
    const deliveries = openDeliveries(
      { timeZone: "UTC", secrets: Object.values(ENV) },
      { sql: () => store.sql(), sealer: store.sealer },
      plugins,
      new Metrics(),
    );
    const places = { sql: store.sql(), sealer: store.sealer, dataFolder: folder.path };
    const searched = () => ({ ...places, said: [...own.said, ...said] });
    await erasesAll(services, { store, plugins, searched }).finally(() => deliveries.close(5_000));
  } finally {
    plugins.close();
    await store.close({ drainMs: 20_000 });
    await log.close();
  }
});

interface Scene {
  readonly store: Store;
  readonly plugins: Plugins;
  /** Everything that is kept here at this moment. */
  readonly searched: () => Kept;
}

async function erasesAll(services: Services, { store, plugins, searched }: Scene): Promise<void> {
  const [person, other] = [madeUpPerson(41), madeUpPerson(42)];
  for (const who of [person, other, person]) await write(store, who);
  await settled(store);
  const sms = services.twilio.sent.filter(({ to }) => to === person.number);
  assert.equal(sms.length, 2);
  const told = (fields: Record<string, string>) => callback(services.twilio, sms[0]!, fields);
  const source = { sql: () => store.sql(), sealer: store.sealer, host: plugins.host };
  const hear = hearing(() => source);
  assert.equal(await hear("sms_followup", await told({ MessageStatus: "delivered" })), true);

  const hashes = [
    await store.sealer.lookup(person.number),
    await store.sealer.lookup(person.email),
  ];
  const words = [...wordsOf(person), ...hashes.map((hash) => hash.toHex())];
  const before = await findings(searched(), words);
  assert.ok(Object.values(before).every((count) => count > 0), JSON.stringify(before));
  const [kept] = await store.sql()`select from deliveries where reason like ${`${person.name}%`}`;
  assert.ok(kept, "nobody said anything of the person");
  const there = wordsThere(person);
  assert.ok(there.every((word) => heldBy(services).includes(word)), heldBy(services));
  const others = [await findings(searched(), wordsOf(other)), heldOf(services, other)];

  const { dataFolder } = searched();
  const erased = await typedCommand(dataFolder, "privacy", "erase", "--phone", person.number);
  assert.match(erased.said, /^2 calls were erased, and 8 deletions are owed to plugins\.$/m);
  await settled(store);
  assert.deepEqual(await findings(searched(), words), noneOf(words));
  for (const word of there) assert.ok(!heldBy(services).includes(word), `${word} is held there`);
  assert.deepEqual([await findings(searched(), wordsOf(other)), heldOf(services, other)], others);

  // What is still told of it then finds nobody.
  await hear("sms_followup", await told({ MessageStatus: "read" }));
  await hear("sms_followup", await told({ From: person.number, Body: "STOP" }));
  assert.deepEqual(await findings(searched(), words), noneOf(words));
  const receipts = await store.sql()`select from deliveries where receipt ? 'stopped'`;
  assert.equal(receipts.length, 0);
}

interface Services extends AsyncDisposable {
  readonly hubspot: HubspotStandIn;
  readonly salesforce: SalesforceStandIn;
  readonly twilio: TwilioStandIn;
  /** Kinds of what the receiver of the webhook was told, and the ids of calls that it is to forget. */
  readonly hooks: { readonly kind: string; readonly callId: string }[];
  readonly receiver: Deno.HttpServer<Deno.NetAddr>;
}

async function openServices(): Promise<Services> {
  const hooks: { kind: string; callId: string }[] = [];
  const quiet = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const services = {
    hubspot: await new HubspotStandIn().listen(),
    salesforce: await new SalesforceStandIn().listen(),
    twilio: await new TwilioStandIn().listen(),
    hooks,
    receiver: Deno.serve(quiet, async (request) => {
      hooks.push(await request.json());
      return new Response();
    }),
  };
  services.hubspot.faults.next({ type: "status", status: 500 });
  return {
    ...services,
    async [Symbol.asyncDispose]() {
      await services.receiver.shutdown();
      const { hubspot, salesforce, twilio } = services;
      for (const one of [hubspot, salesforce, twilio]) await one[Symbol.asyncDispose]();
    },
  };
}

function pluginsOf(dataFolder: string, { hubspot, salesforce, twilio, receiver }: Services) {
  const settings = {
    sentiment: {},
    crm_hubspot: { baseUrl: hubspot.url },
    crm_salesforce: { loginUrl: salesforce.url, clientId: "test-client" },
    sms_followup: {
      ...{ baseUrl: twilio.url, accountSid: ACCOUNT_SID, from: "+12025550100" },
      ...{ quietFrom: "00:00", quietTo: "00:00", statusUrl: STATUS_URL },
    },
    webhook: { url: `http://127.0.0.1:${receiver.addr.port}/` },
    gossip: {},
  };
  const entries = Object.entries(settings).map(([name, settings]) => ({ name, settings }));
  return new Plugins({
    shipped: [...shipped, gossip],
    folder: `${dataFolder}/plugins`,
    stateFolder: `${dataFolder}/plugin_state`,
    settings: JSON.stringify({ plugins: entries }),
    runtime: null,
    machine: machineOf(ENV, undefined),
    guard: { nowMs: () => performance.now(), trouble: () => {} },
    dropped: () => {},
  });
}

/** A call that has just ended. */
async function write(store: Store, who: MadeUpPerson): Promise<void> {
  const { facts } = qualifiedCallOf(who, { atMs: Date.now() - 60_000 });
  for (const fact of facts) store.journal.write(fact);
  await store.journal.sync();
  await until(() => Promise.resolve(store.health().backlog === 0), "facts wait on disk");
}

/** Nothing is under way any more; what a plugin gave up is parked. */
async function settled(store: Store): Promise<void> {
  await until(async () => {
    const left = await store.sql()`select from deliveries where state in ('waiting', 'running')`;
    return left.length === 0;
  }, "deliveries are under way");
}

async function callback(
  twilio: TwilioStandIn,
  sms: TwilioStandIn["sent"][number],
  fields: Record<string, string>,
) {
  const request = await twilio.callback(sms, fields);
  const query = new URL(request.url).search;
  return { headers: Object.fromEntries(request.headers), query, body: await request.text() };
}

/** A CRM takes names apart. */
function wordsThere({ name, number, email, quote }: MadeUpPerson): readonly string[] {
  return [name.split(" ").at(-1)!, number, email, quote];
}

/** All that the services hold, as text. */
function heldBy({ hubspot, salesforce, twilio }: Services): string {
  const { contacts, deals, notes } = hubspot.objects;
  const objects = [contacts, deals, notes].flatMap((kind) => [...kind.values()]);
  const records = Object.values(salesforce.records).flatMap((kind) => [...kind.values()]);
  return JSON.stringify([objects.map(({ properties }) => properties), records, twilio.sent]);
}

function heldOf(services: Services, person: MadeUpPerson): readonly boolean[] {
  return wordsThere(person).map((word) => heldBy(services).includes(word));
}
