/** The deliveries of `start` and of the edge: what plugins are owed is made while they run. */
import { DeliveryRunner, type DeliveryRunnerOptions } from "../app/delivery_runner.ts";
import { investmentLead } from "../core/campaigns/investment_lead.data.ts";
import { logger } from "../observe/log.ts";
import type { PluginHost } from "../plugin/host.ts";
import type { DeliveryKind, DeliveryPlugin } from "../store/deliveries.ts";
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
  config: Pick<Config, "timeZone">,
  { sql, sealer }: DeliveryStore,
  host: PluginHost,
): DeliveryRunner {
  const runner = new DeliveryRunner({
    ...{ sql, sealer },
    plugins: () => deliverersOf(host),
    deliver: (plugin, delivery) => host.deliver(plugin, delivery),
    languageOf: () => investmentLead.language,
    timeZone: config.timeZone,
    log: (message, fields) => logger("plugin").warn(message, fields),
  });
  runner.start();
  return runner;
}

function deliverersOf(host: PluginHost): DeliveryPlugin[] {
  return host.plugins
    .map(({ facts: { name, hooks, pace } }) => {
      const kinds = KINDS.filter((kind) => hooks.has(`deliver.${kind}`));
      return { name, kinds, ...PACE, ...pace };
    })
    .filter(({ kinds }) => kinds.length > 0);
}
