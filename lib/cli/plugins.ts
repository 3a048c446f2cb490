/** The plugins of `start`: those that ship and those of the plugins folder, kept as they change. */
import { findRuntime } from "../host/plugin_runtime.ts";
import { keepStanding } from "../host/plugin_standing.ts";
import { usageOf } from "../host/process_watch.ts";
import { watchPlugins } from "../host/plugin_watch.ts";
import { Plugins } from "../host/plugins.ts";
import { logger } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { Trace } from "../plugin/guard.ts";
import type { PluginFacts } from "../plugin/runner.ts";
import { shipped } from "../../plugins/mod.ts";
import type { Config } from "./config.ts";
import { environment } from "./config_file.ts";
import { hostOptions, machineOf } from "./plugin_machine.ts";

/** The start goes on without a plugin that takes longer; it is on as soon as it is ready. */
const START_MS = 5_000;

const UNWATCHED =
  "Nothing tells here what a plugin's process takes (/proc can't be read): one that takes too much " +
  "memory or computes without end is ended only once it owes an answer";

export interface OpenPlugins {
  readonly plugins: Plugins;
  /** For the report of the start; empty where there are none. */
  lines(): string[];
  close(): void;
}

/** Ours, beside the plugins folder: what was allowed, the versions that run, how they stand. */
export function pluginState({ dataFolder }: Pick<Config, "dataFolder">): string {
  return `${dataFolder}/plugin_state`;
}

export async function openPlugins(config: Config, metrics: Metrics): Promise<OpenPlugins> {
  const stateFolder = pluginState(config);
  const plugins = await pluginsOf(config, { metrics });
  const load = async () => {
    const before = plugins.wrong;
    await plugins.load();
    for (const sentence of plugins.wrong) {
      if (!before.includes(sentence)) {
        logger("plugin").warn("A plugin does not run", { why: sentence });
      }
    }
  };
  let patience: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => patience = setTimeout(resolve, START_MS));
  await Promise.race([load(), late]).finally(() => clearTimeout(patience));
  const { folder } = config.plugins;
  const trouble = (error: unknown) =>
    logger("plugin").warn("Changed plugins are not noticed: start Parley anew for them", { error });
  const unwatch = watchPlugins({ folder, stateFolder, load, trouble });
  const forget = keepStanding(stateFolder, plugins);
  return {
    plugins,
    lines: () => linesOf(plugins),
    close() {
      unwatch();
      forget();
      plugins.close();
    },
  };
}

/** Not loaded yet. `watch` sees every question to a plugin; `only`: others are not run. */
export async function pluginsOf(
  config: Config,
  { metrics, watch, only }: {
    readonly metrics?: Metrics;
    readonly watch?: (trace: Trace) => void;
    readonly only?: (facts: PluginFacts) => boolean;
  },
): Promise<Plugins> {
  const env = environment();
  const { dropped, ...guard } = hostOptions(metrics);
  return new Plugins({
    shipped,
    folder: config.plugins.folder,
    stateFolder: pluginState(config),
    settings: config.plugins.settings,
    runtime: await findRuntime(pluginState(config), env),
    machine: machineOf(env, metrics),
    guard: { ...guard, ...(watch && { watch }) },
    dropped,
    ...(only && { only }),
  });
}

function linesOf({ host, wrong }: Plugins): string[] {
  const names = host.plugins.map(({ facts: { name, version }, runs }) => {
    return `${name} ${version}${runs === "in this process" ? "" : ` (${runs})`}`;
  });
  const on = names.length > 0 ? [`  plugins   ${names.join(", ")}`] : [];
  const isWatched = host.plugins.every(({ runs }) => runs === "in this process") ||
    usageOf(Deno.pid) !== null;
  const unwatched = isWatched ? [] : [`  plugin    ${UNWATCHED}`];
  return [...on, ...unwatched, ...wrong.map((sentence) => `  plugin    ${sentence}`)];
}
