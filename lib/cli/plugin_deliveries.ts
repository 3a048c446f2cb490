/** The deliveries of `start` and of the edge: what plugins are owed is made while they run. */
import { DeliveryRunner, type DeliveryRunnerOptions } from "../app/delivery_runner.ts";
import { logger } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { Plugins } from "../host/plugins.ts";
import type { PluginHost } from "../plugin/host.ts";
import { addToDelivery, addToPerson, addToReceipt } from "../store/delivery_desk.ts";
import type { DeliveryKind, DeliveryPlugin } from "../store/deliveries.ts";
import type { WebPort } from "../web/app.ts";
import type { Config } from "./config.ts";

const KINDS: readonly DeliveryKind[] = [
  "lead_qualified",
  "call_ended",
  "erase_person",
  "report_due",
];
/** Below what services allow to one account: HubSpot takes 100 requests in ten seconds. */
const PACE = { atOnce: 2, perMinute: 120 };

/** What of a store deliveries need: its connections as they are now, and what opens it. */
export type DeliveryStore = Pick<DeliveryRunnerOptions, "sql" | "sealer">;

export function openDeliveries(
  config: Pick<Config, "timeZone" | "secrets">,
  { sql, sealer }: DeliveryStore,
  plugins: Pick<Plugins, "host" | "configured">,
  metrics: Metrics,
): DeliveryRunner {
  const { host } = plugins;
  const runner = new DeliveryRunner({
    ...{ sql, sealer },
    plugins: () => deliverersOf(host),
    configured: () => plugins.configured,
    deliver: (plugin, delivery) => host.deliver(plugin, delivery),
    timeZone: config.timeZone,
    counted: (counts) => metrics.deliveries(counts),
    secrets: config.secrets,
    log: (message, fields) => logger("plugin").warn(message, fields),
  });
  runner.start();
  return runner;
}

/** What services tell plugins; `opened` is null until there are plugins and a store. */
export function hearing(
  opened: () => (DeliveryStore & { readonly host: PluginHost }) | null,
): NonNullable<WebPort["callback"]> {
  return async (name, told) => {
    const there = opened();
    if (there === null) return null;
    const heard = await there.host.hear(name, told);
    if (heard === null || !heard.isGenuine) return heard === null ? null : false;
    const { keep } = heard;
    const reader = { sql: there.sql(), sealer: there.sealer };
    if (keep && "key" in keep) await addToDelivery(reader.sql, name, keep);
    if (keep && "of" in keep) await addToReceipt(reader.sql, name, keep);
    if (keep && "person" in keep) await addToPerson(reader, name, keep);
    return true;
  };
}

function deliverersOf(host: PluginHost): DeliveryPlugin[] {
  return host.plugins
    .map(({ facts: { name, hooks, pace, shares = [] } }) => {
      const kinds = KINDS.filter((kind) => hooks.has(`deliver.${kind}`));
      return { name, kinds, shares, ...PACE, ...pace };
    })
    .filter(({ kinds }) => kinds.length > 0);
}
