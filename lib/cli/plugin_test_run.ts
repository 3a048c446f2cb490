/** `plugin test NAME`: its own test, then a recorded call: what each hook got, answered and took. */
import { investmentLead } from "../core/campaigns/investment_lead.data.ts";
import { type OutsidePlugin, readPluginsFolder } from "../host/outside_plugin.ts";
import { findRuntime, NO_RUNTIME, type PluginRuntime } from "../host/plugin_runtime.ts";
import { keepVersion } from "../host/plugin_versions.ts";
import { ProcessRunner } from "../host/process_runner.ts";
import type { AnyPlugin } from "../plugin/contract.ts";
import type { Trace } from "../plugin/guard.ts";
import { PluginHost } from "../plugin/host.ts";
import { limitMsOf } from "../plugin/limits.ts";
import { factsOf, ownRunner, type Surroundings } from "../plugin/own_runner.ts";
import { RECORDED_LINES } from "../plugin/recorded_call.data.ts";
import type { Runner } from "../plugin/runner.ts";
import { readSettings } from "../plugin/settings_file.ts";
import { shipped } from "../../plugins/mod.ts";
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { environment } from "./config_file.ts";
import { operand } from "./options.ts";
import { PlayedCall } from "./plugin_play.ts";
import { pluginState } from "./plugins.ts";
import { UsageError } from "./usage.ts";

/** Nobody waits on the telephone: who is too slow is shown, and not passed over. */
const PATIENCE_TIMES = 200;
/** Characters of a value that are shown. */
const SHOWN_CHARS = 100;

export const pluginTestCommand = command({
  about: "Run a plugin's own test, then play it a recorded call and show what each hook did",
  more: "It needs no leave: the plugin's process may do nothing, and no host is reached.",
  operands: { name: operand("NAME", "Of the plugins folder, or one that ships") },
  async run({ name }, config) {
    const settings = await settingsOf(name, config);
    const own = shipped.map((make) => make()).find((plugin) => plugin.name === name);
    if (own) return await play(ownRunner({ plugin: own, settings }, surroundingsOf(own)));
    const plugin = await findIn(config, name);
    const runtime = await findRuntime(pluginState(config), environment());
    if (runtime === null) throw new Error(NO_RUNTIME);
    if (!await passesItsTest(plugin, runtime)) return 1;
    return await play(await processOf(plugin, settings, runtime, config));
  },
});

async function findIn({ plugins: { folder } }: Config, name: string): Promise<OutsidePlugin> {
  const { plugins, wrong } = await readPluginsFolder(folder).catch(() => ({
    plugins: [],
    wrong: [],
  }));
  const plugin = plugins.find(({ facts }) => facts.name === name);
  if (plugin) return plugin;
  throw new UsageError([`There is no plugin "${name}" in ${folder}`, ...wrong].join("; "));
}

async function settingsOf(name: string, { plugins }: Config): Promise<unknown> {
  const path = `${plugins.folder}/plugins.json`;
  const text = plugins.settings ?? await Deno.readTextFile(path).catch(() => '{ "plugins": [] }');
  return readSettings(text, path).find((entry) => entry.name === name)?.settings ?? {};
}

/** Without any permission, as it will run. */
async function passesItsTest({ path }: OutsidePlugin, runtime: PluginRuntime): Promise<boolean> {
  if (!await hasTests(path)) return true;
  const isTyped = runtime.lock !== null; // a bundle has the contract without its types
  const { success } = await new Deno.Command(runtime.program, {
    args: [
      ...["test", "--quiet", "--no-prompt", "--no-lock"],
      ...isTyped ? [] : ["--no-check"],
    ],
    cwd: path,
  }).spawn().status;
  return success;
}

async function hasTests(path: string): Promise<boolean> {
  if (!(await Deno.stat(path)).isDirectory) return false;
  for await (const { name } of Deno.readDir(path)) if (name.endsWith("_test.ts")) return true;
  return false;
}

async function processOf(
  plugin: OutsidePlugin,
  settings: unknown,
  runtime: PluginRuntime,
  config: Config,
): Promise<Runner> {
  const { folder, args } = await keepVersion(`${pluginState(config)}/trial`, plugin, runtime);
  const runner = new ProcessRunner({
    ...{ facts: plugin.facts, settings, surroundings: surroundings(plugin.facts.permissions.env) },
    process: { runtime: [...runtime.starter, runtime.program], args, folder, env: runtime.env },
  });
  try {
    await runner.ready;
  } catch (error) {
    runner.close();
    throw new Error(`Cannot start ${plugin.facts.name}: ${(error as Error).message}`);
  }
  return runner;
}

function surroundingsOf(plugin: AnyPlugin): Surroundings {
  return surroundings(factsOf(plugin).permissions.env);
}

/** The variables have a made-up value: what is sent nowhere needs no secret. */
function surroundings(env: readonly string[]): Surroundings {
  return {
    env: Object.fromEntries(env.map((name) => [name, `value-of-${name}`])),
    fetch: () => Promise.reject(new TypeError("plugin test reaches no host")),
    log: (message, fields) => console.log(`  log      ${message} ${fields ? shown(fields) : ""}`),
    measure: (metric, value) => console.log(`  measure  ${metric} ${value}`),
    now: Date.now,
  };
}

async function play(runner: Runner): Promise<number> {
  const failed: string[] = [];
  const host = new PluginHost({
    nowMs: () => performance.now(),
    patienceTimes: PATIENCE_TIMES,
    trouble: ({ hook, what, said }) => console.log(`  failed   ${hook}: ${what}: ${said ?? ""}`),
    watch(trace) {
      if (trace.failed !== null) failed.push(trace.hook);
      console.log(lineOf(trace));
    },
    dropped: () => {},
  });
  host.replace([runner]);
  try {
    await new PlayedCall(host, investmentLead).play(RECORDED_LINES);
  } finally {
    host.close();
  }
  const hooks = [...runner.facts.hooks];
  console.log(`${hooks.length} hooks, ${failed.length} failures`);
  return failed.length === 0 ? 0 : 1;
}

function lineOf({ hook, got, answered, failed, tookMs }: Trace): string {
  const outcome = failed === null ? `answered ${shown(answered)}` : `failed: ${failed}`;
  const limitMs = limitMsOf(hook);
  const late = tookMs > limitMs ? ` (a call would not have waited: ${limitMs} ms)` : "";
  return `${hook}  ${tookMs.toFixed(2)} ms${late}\n  got      ${shown(got)}\n  ${outcome}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}
