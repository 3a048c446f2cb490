/** A process that makes deliveries by the shipped plugins until it is killed. */
import { DeliveryRunner } from "../../lib/app/delivery_runner.ts";
import { guardedFetch } from "../../lib/host/guarded_fetch.ts";
import type { AnyPlugin, Delivered, Delivery } from "../../lib/plugin/contract.ts";
import { crmHubspot } from "../../plugins/crm_hubspot/mod.ts";
import { crmSalesforce } from "../../plugins/crm_salesforce/mod.ts";
import { smsFollowup } from "../../plugins/sms_followup/mod.ts";
import { connect } from "../../lib/store/database.ts";
import type { DeliveryPlugin } from "../../lib/store/deliveries.ts";
import { ownSealer } from "../store/own_keys.ts";
import { ACCOUNT_SID, AUTH_TOKEN } from "../standins/twilio.ts";

/** What a worker is told, as JSON in its first argument. */
export interface WorkerOrders {
  readonly databaseUrl: string;
  readonly hubspot: string;
  readonly salesforce: string;
  readonly twilio: string;
}

/** Who holds a delivery and says nothing for so long is dead: short, since many are killed here. */
const LEASE_MS = 2_000;
/** Longer than the way of a request from a dying process to a stand-in. */
const SETTLE_SECONDS = 1;
const ENV = {
  HUBSPOT_TOKEN: "test-token",
  SALESFORCE_CLIENT_SECRET: "test-secret",
  TWILIO_AUTH_TOKEN: AUTH_TOKEN,
};

const kinds = ["lead_qualified", "call_ended", "erase_person"] as const;
export const WORKERS_PLUGINS: readonly DeliveryPlugin[] = [
  crmHubspot(),
  crmSalesforce(),
  smsFollowup(),
].map((plugin: AnyPlugin) => ({
  name: plugin.name,
  kinds: kinds.filter((kind) => plugin.deliver?.[kind] !== undefined),
  shares: plugin.shares ?? [],
  atOnce: 4,
  perMinute: 60_000,
}));

/** By the plugins that ship, with their stand-ins. */
export function deliverer(
  orders: Omit<WorkerOrders, "databaseUrl">,
  { now = () => Date.now(), answerMs = 1_000 }: {
    readonly now?: () => number;
    readonly answerMs?: number;
  } = {},
) {
  const installed = [
    [crmHubspot(), { baseUrl: orders.hubspot }],
    [crmSalesforce(), { loginUrl: orders.salesforce, clientId: "test-client", campaignId: "701" }],
    [smsFollowup(), {
      ...{ baseUrl: orders.twilio, accountSid: ACCOUNT_SID, from: "+12025550100" },
      ...{ quietFrom: "00:00", quietTo: "00:00", settleSeconds: SETTLE_SECONDS },
    }],
  ] as readonly (readonly [AnyPlugin, unknown])[];
  return async (name: string, delivery: Delivery): Promise<Delivered> => {
    const [plugin, given] = installed.find(([one]) => one.name === name)!;
    const settings = plugin.settings.parse(given);
    const context = {
      ...{ settings, env: ENV, log() {}, measure() {}, now },
      fetch: guardedFetch({ hosts: plugin.reaches!(settings), answerMs }),
      signal: new AbortController().signal,
    };
    return await plugin.deliver![delivery.kind]!(delivery as never, context as never);
  };
}

if (import.meta.main) {
  const orders: WorkerOrders = JSON.parse(Deno.args[0]!);
  const sql = connect({ url: orders.databaseUrl }, { connections: 4 });
  const runner = new DeliveryRunner({
    sql: () => sql,
    sealer: ownSealer,
    plugins: () => WORKERS_PLUGINS,
    configured: () => null,
    deliver: deliverer(orders),
    timeZone: "UTC",
    log: (message, fields) => console.error(message, JSON.stringify(fields)),
    leaseMs: LEASE_MS,
    lookEveryMs: 50,
  });
  runner.start();
}
