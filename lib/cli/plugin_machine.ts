/** What plugins get of the machine, and who hears what goes wrong with them; at the edge, too. */
import { guardedFetch } from "../host/guarded_fetch.ts";
import { logger } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { PluginTrouble } from "../plugin/guard.ts";
import type { HostOptions } from "../plugin/host.ts";
import type { Machine } from "../plugin/surroundings.ts";
import type { Environment } from "./config.ts";

export function machineOf(env: Environment, metrics: Metrics | undefined): Machine {
  return {
    env,
    fetchFor: (hosts) => guardedFetch({ hosts }),
    log: (plugin, told, fields) =>
      logger("plugin").info("A plugin says something", { ...fields, plugin, told }),
    measure: (plugin, name, metric, value) => metrics?.plugin(plugin, name, metric, value),
  };
}

export function hostOptions(metrics: Metrics | undefined): HostOptions {
  return {
    nowMs: () => performance.now(),
    trouble: (trouble) => report(trouble, metrics),
    dropped: (notices) => logger("plugin").warn("Plugins were not told everything", { notices }),
  };
}

function report({ plugin, hook, what, said }: PluginTrouble, metrics: Metrics | undefined): void {
  metrics?.pluginFailed(plugin);
  const why = { plugin, hook, what, ...(said !== null && { "pii.said": said }) };
  logger("plugin").warn("A plugin has failed, and is passed over", why);
}
