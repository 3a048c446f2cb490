/** All plugins as configured: which run, by which settings, and what keeps others from running. */
import type { AnyPlugin } from "../plugin/contract.ts";
import type { GuardOptions } from "../plugin/guard.ts";
import { PluginHost } from "../plugin/host.ts";
import { askedBeyond } from "../plugin/manifest.ts";
import { factsOf, hostsOf, ownRunner } from "../plugin/own_runner.ts";
import type { Runner } from "../plugin/runner.ts";
import { type PluginSettings, readSettings } from "../plugin/settings_file.ts";
import { type Machine, surroundingsOf } from "../plugin/surroundings.ts";
import { type OutsidePlugin, readPluginsFolder } from "./outside_plugin.ts";
import { type Grant, type Grants, readGrants } from "./plugin_grants.ts";
import { NO_RUNTIME, type PluginRuntime } from "./plugin_runtime.ts";
import { currentVersion, keepVersion, setCurrent } from "./plugin_versions.ts";
import { ProcessRunner } from "./process_runner.ts";

export interface PluginsOptions {
  readonly shipped: readonly (() => AnyPlugin)[];
  readonly folder: string;
  /** Ours: what was allowed, and the versions that run. */
  readonly stateFolder: string;
  /** Null: as `plugins.json` in the folder says. */
  readonly settings: string | null;
  /** Null: plugins from outside can't run here. */
  readonly runtime: PluginRuntime | null;
  readonly machine: Machine;
  readonly guard: GuardOptions;
  readonly dropped: (notices: number) => void;
}

interface Running {
  readonly runner: Runner;
  /** Of what it was made: while that stays, it stays. */
  readonly made: string;
}

interface Known {
  readonly before: Running | null;
  readonly granted: Grant | undefined;
  readonly outside: readonly OutsidePlugin[];
  readonly say: (sentence: string) => void;
}

export class Plugins {
  readonly host: PluginHost;
  readonly #options: PluginsOptions;
  #running = new Map<string, Running>();
  #wrong: readonly string[] = [];
  #loading: Promise<void> = Promise.resolve();

  constructor(options: PluginsOptions) {
    this.#options = options;
    this.host = new PluginHost({ ...options.guard, dropped: options.dropped });
  }

  /** One sentence for each thing that keeps a plugin from running as it stands in its folder. */
  get wrong(): readonly string[] {
    return this.#wrong;
  }

  /** Reads everything anew. What can't be had anew stays as it is; it never rejects. */
  load(): Promise<void> {
    this.#loading = this.#loading.then(() => this.#load());
    return this.#loading;
  }

  /** Null where it doesn't run, or in this process. */
  pidOf(name: string): number | null {
    const { runner } = this.#running.get(name) ?? {};
    return runner instanceof ProcessRunner ? runner.pid : null;
  }

  close(): void {
    this.host.close();
  }

  async #load(): Promise<void> {
    const wrong: string[] = [];
    const say = (sentence: string) => void wrong.push(sentence);
    const noted = <Value>(fallback: Value) => (error: unknown) => {
      say(error instanceof Error ? error.message : String(error));
      return fallback;
    };
    const settings = await this.#settings().catch(noted(null));
    const grants = await readGrants(this.#options.stateFolder).catch(noted({} as Grants));
    const found = await this.#found().catch(noted({ plugins: [], wrong: [] }));
    found.wrong.forEach(say);
    this.#wrong = wrong;
    if (settings === null) return;
    const running = new Map<string, Running>();
    for (const entry of inOrder(settings, found.plugins)) {
      const before = this.#running.get(entry.name) ?? null;
      const known = { before, granted: grants[entry.name], outside: found.plugins, say };
      const now = await this.#one(entry, known).catch(noted(before));
      if (now !== null) running.set(entry.name, now);
    }
    this.#running = running;
    this.host.replace([...running.values()].map(({ runner }) => runner));
  }

  async #settings(): Promise<readonly PluginSettings[]> {
    const { settings, folder } = this.#options;
    if (settings !== null) return readSettings(settings, "PLUGIN_SETTINGS");
    const path = `${folder}/plugins.json`;
    const text = await Deno.readTextFile(path).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return '{ "plugins": [] }';
      throw error;
    });
    return readSettings(text, path);
  }

  async #found() {
    try {
      return await readPluginsFolder(this.#options.folder);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return { plugins: [], wrong: [] };
      throw error;
    }
  }

  async #one({ name, settings }: PluginSettings, known: Known): Promise<Running | null> {
    const { before, granted, outside, say } = known;
    const shipped = this.#options.shipped.map((make) => make()).find((one) => one.name === name);
    if (shipped) return this.#own(shipped, settings, before);
    const { stateFolder, runtime } = this.#options;
    if (runtime === null) throw new Error(NO_RUNTIME);
    if (!granted) throw new Error(`${name} does not run: allow it with \`plugin allow ${name}\``);
    const there = outside.find(({ facts }) => facts.name === name);
    const asked = there ? askedBeyond(there.facts.permissions, granted.permissions) : [];
    if (there && asked.length === 0) return await this.#outside(there, settings, before, runtime);
    say(
      there
        ? `${name} asks for more (${
          asked.join(", ")
        }) and stays on its old version: allow it with ` +
          `\`plugin allow ${name}\``
        : `${name} is gone from the plugins folder and stays on its old version`,
    );
    if (before !== null) return before;
    const old = await currentVersion(stateFolder, name);
    const isAllowed = old && askedBeyond(old.facts.permissions, granted.permissions).length === 0;
    return isAllowed ? await this.#outside(old, settings, null, runtime) : null;
  }

  #own(plugin: AnyPlugin, settings: unknown, before: Running | null): Running {
    const made = JSON.stringify(settings);
    if (before?.made === made) return before;
    const facts = factsOf(plugin);
    const permissions = { ...facts.permissions, hosts: hostsOf(plugin, settings) };
    const surroundings = surroundingsOf({ ...facts, permissions }, this.#options.machine);
    return { made, runner: ownRunner({ plugin, settings }, surroundings) };
  }

  async #outside(
    plugin: OutsidePlugin,
    settings: unknown,
    before: Running | null,
    runtime: PluginRuntime,
  ): Promise<Running> {
    const made = JSON.stringify([plugin.hash, settings]);
    if (before?.made === made) return before;
    const { stateFolder, machine } = this.#options;
    const { folder, args } = await keepVersion(stateFolder, plugin, runtime);
    const { facts } = plugin;
    const runner = new ProcessRunner({
      facts,
      settings,
      surroundings: surroundingsOf(facts, machine),
      process: { runtime: runtime.program, args, folder, env: runtime.env },
    });
    try {
      await runner.ready;
    } catch (error) {
      runner.close();
      throw new Error(`Cannot start ${facts.name}: ${(error as Error).message}`);
    }
    await setCurrent(stateFolder, plugin);
    return { made, runner };
  }
}

/** As the settings say, then what they don't name, by its name. */
function inOrder(
  settings: readonly PluginSettings[],
  outside: readonly OutsidePlugin[],
): readonly PluginSettings[] {
  const others = outside.map(({ facts: { name } }) => ({ name, enabled: true, settings: {} }))
    .filter(({ name }) => !settings.some((entry) => entry.name === name));
  return [...settings, ...others].filter(({ enabled }) => enabled);
}
