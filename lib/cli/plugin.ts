/** `plugin list|allow|forbid|new|test`: for operators who run plugins, and integrators who write them. */
import { readPluginsFolder } from "../host/outside_plugin.ts";
import { grant, readGrants, withdraw } from "../host/plugin_grants.ts";
import { findRuntime, NO_RUNTIME } from "../host/plugin_runtime.ts";
import { readStanding, type Standing } from "../host/plugin_standing.ts";
import { keepVersion, lockDependencies } from "../host/plugin_versions.ts";
import { askedBeyond } from "../plugin/manifest.ts";
import { factsOf } from "../plugin/own_runner.ts";
import type { PluginFacts } from "../plugin/runner.ts";
import { shipped } from "../../plugins/mod.ts";
import { command, type CommandGroup, quoted } from "./command.ts";
import type { Config } from "./config.ts";
import { environment } from "./config_file.ts";
import { operand } from "./options.ts";
import { pluginNewCommand } from "./plugin_new.ts";
import { pluginTestCommand } from "./plugin_test_run.ts";
import { pluginState } from "./plugins.ts";
import { UsageError } from "./usage.ts";

const list = command({
  about: "Show plugins: what they take part in, may do, and how they stand",
  more: "How they stand is known while Parley runs with the same data folder.",
  run: async (_typed, config) => {
    const standing = await readStanding(pluginState(config));
    const { plugins, wrong } = await foundIn(config);
    const grants = await readGrants(pluginState(config));
    for (const facts of shipped.map((make) => factsOf(make()))) {
      console.log(lineOf(facts, "ships with Parley", standing));
    }
    for (const { facts } of plugins) {
      const granted = grants[facts.name]?.permissions;
      const beyond = granted ? askedBeyond(facts.permissions, granted) : null;
      const leave = beyond === null
        ? "not allowed"
        : beyond.length > 0
        ? `asks for more: ${beyond.join(", ")}`
        : "allowed";
      console.log(lineOf(facts, leave, standing));
    }
    for (const sentence of wrong) console.error(sentence);
    if (standing === null) console.error("No Parley runs with this data folder.");
    return 0;
  },
});

const allow = command({
  about: "Let a plugin of the plugins folder run, with what its plugin.json asks for",
  more: "What it depends on is downloaded and locked then, and never when it runs.",
  operands: { name: operand("NAME", "The name in its plugin.json") },
  async run({ name }, config) {
    const { plugins } = await foundIn(config);
    const plugin = plugins.find(({ facts }) => facts.name === name);
    if (!plugin) throw new UsageError(notThere(name, config, plugins.map(({ facts }) => facts)));
    const stateFolder = pluginState(config);
    const runtime = await findRuntime(stateFolder, environment());
    if (runtime === null) throw new Error(NO_RUNTIME);
    const lock = await lockDependencies(stateFolder, plugin, runtime);
    if (lock !== null) await Deno.writeTextFile(`${plugin.path}/deno.lock`, lock);
    const locked = lock === null ? plugin : (await foundIn(config)).plugins
      .find(({ facts }) => facts.name === name)!;
    await keepVersion(stateFolder, locked, runtime);
    await grant(stateFolder, locked, Date.now());
    console.error(`${name} may run. It may reach: ${asked(locked.facts)}.`);
    return 0;
  },
});

const forbid = command({
  about: "Take back what `plugin allow` gave: a running Parley stops the plugin at once",
  operands: { name: operand("NAME", "The name in its plugin.json") },
  async run({ name }, config) {
    const had = await withdraw(pluginState(config), name);
    if (!had) {
      throw new UsageError(`${quoted(name)} was not allowed: \`plugin list\` shows which are`);
    }
    console.error(`${name} may not run any more.`);
    return 0;
  },
});

export const pluginCommand: CommandGroup = {
  about: "Write, try, allow and look after plugins",
  commands: { list, allow, forbid, new: pluginNewCommand, test: pluginTestCommand },
};

async function foundIn({ plugins: { folder } }: Config) {
  return await readPluginsFolder(folder).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return { plugins: [], wrong: [] };
    throw error;
  });
}

function notThere(name: string, config: Config, there: readonly PluginFacts[]): string {
  const known = there.map((facts) => facts.name).join(", ") || "none";
  return `There is no plugin "${name}" in ${config.plugins.folder}: there is ${known}`;
}

/** One plugin: name, version, leave, state; its hooks and permissions; its last errors. */
function lineOf(facts: PluginFacts, leave: string, standing: Standing | null): string {
  const now = standing?.plugins.find(({ name }) => name === facts.name);
  const state = now === undefined
    ? "off"
    : `${now.isResting ? "resting" : "on"}, ${now.asked} asked, ${now.failed} failed`;
  const errors = now?.lastErrors ?? [];
  return [
    `${facts.name} ${facts.version}  ${leave}; ${standing === null ? "state unknown" : state}`,
    `  hooks  ${[...facts.hooks].join(", ") || "none"}`,
    `  may    ${asked(facts)}`,
    ...errors.map(({ hook, what, atMs }) => `  ${new Date(atMs).toISOString()}  ${hook}: ${what}`),
  ].join("\n");
}

function asked({ permissions: { hosts, env } }: PluginFacts): string {
  const all = [...hosts, ...env.map((name) => `the variable ${name}`)];
  return all.length === 0 ? "nothing outside its process" : all.join(", ");
}
