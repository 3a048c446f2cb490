/** The plugins of the edge: those that ship, by `PLUGIN_SETTINGS`. What isn't possible there is said. */
import { shipped } from "../../plugins/mod.ts";
import { logger } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import { PluginHost } from "../plugin/host.ts";
import type { Runner } from "../plugin/runner.ts";
import { type PluginSettings, readSettings } from "../plugin/settings_file.ts";
import { shippedRunner } from "../plugin/shipped_runner.ts";
import type { Machine } from "../plugin/surroundings.ts";
import type { CallPlugins } from "../call/ports.ts";
import type { WebPort } from "../web/app.ts";
import type { Config, Environment } from "./config.ts";
import { type DeliveryStore, hearing, openDeliveries } from "./plugin_deliveries.ts";
import { hostOptions, machineOf } from "./plugin_machine.ts";

/** What is being delivered may end; what doesn't is another's after its lease. */
const DELIVERIES_END_MS = 3_000;

export interface EdgePlugins {
  /** For `openApp`. */
  readonly app: { readonly plugins: CallPlugins };
  /** What services tell plugins. */
  readonly callback: NonNullable<WebPort["callback"]>;
  readonly choosesCampaigns: boolean;
  close(): Promise<void>;
}

/**
 * Null where `PLUGIN_SETTINGS` isn't set: what other instances have on stays on. A plugin that can't run
 * is left out, and the others do.
 */
export function openEdgePlugins(
  config: Pick<Config, "plugins" | "secrets" | "timeZone">,
  env: Environment,
  metrics: Metrics,
  store: DeliveryStore,
): EdgePlugins | null {
  const { plugins: { settings } } = config;
  if (settings === null) return null;
  const machine = machineOf(env, metrics);
  const entries = attempted(() => readSettings(settings, "PLUGIN_SETTINGS"), []);
  const runners = entries
    .filter(({ enabled }) => enabled)
    .flatMap((entry) => attempted(() => [runnerOf(entry, machine)], []));
  const host = new PluginHost(hostOptions(metrics));
  host.replace(runners);
  for (const { facts: { name, version } } of runners) {
    logger("plugin").info("A plugin is on", { plugin: name, version });
  }
  const configured = entries.map(({ name }) => name);
  const owed = openDeliveries(config, store, { host, configured }, metrics);
  return {
    app: { plugins: host.calls },
    callback: hearing(() => ({ ...store, host })),
    choosesCampaigns: host.choosesCampaigns,
    async close() {
      await owed.close(DELIVERIES_END_MS);
      host.close();
    },
  };
}

function runnerOf({ name, settings }: PluginSettings, machine: Machine): Runner {
  const plugin = shipped.map((make) => make()).find((one) => one.name === name);
  if (plugin) return shippedRunner({ plugin, settings }, machine);
  throw new Error(
    `${name} does not run at the edge: there is no process for it, and only plugins that ship do`,
  );
}

function attempted<Value>(work: () => Value, otherwise: Value): Value {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    logger("plugin").warn("A plugin does not run", { why });
    return otherwise;
  }
}
