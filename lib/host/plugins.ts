/** All plugins as configured: which run, by which settings, and what keeps others from running. */
import type { AnyPlugin } from "../plugin/contract.ts";
import type { GuardOptions } from "../plugin/guard.ts";
import { PluginHost } from "../plugin/host.ts";
import { askedBeyond } from "../plugin/manifest.ts";
import { factsOf } from "../plugin/own_runner.ts";
import type { PluginFacts, Runner } from "../plugin/runner.ts";
import { type PluginSettings, readSettings } from "../plugin/settings_file.ts";
import { shippedRunner } from "../plugin/shipped_runner.ts";
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
  /** Others are not run: all are, unless given. */
  readonly only?: (facts: PluginFacts) => boolean;
}

interface Running {
  readonly runner: Runner;
  /** Null of one that ships. */
  readonly version: OutsidePlugin | null;
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
  /** Those of live calls too, which may be of an older version. */
  readonly #processes = new Set<ProcessRunner>();
  #grants: Grants = {};
  #wrong: readonly string[] = [];
  #configured: readonly string[] | null = null;
  #loading: Promise<void> = Promise.resolve();

  constructor(options: PluginsOptions) {
    this.#options = options;
    this.host = new PluginHost({ ...options.guard, dropped: options.dropped });
  }

  /** One sentence for each thing that keeps a plugin from running as it stands in its folder. */
  get wrong(): readonly string[] {
    return this.#wrong;
  }

  /** Names of those that settings or a grant name, whether they run or not; null until they are read. */
  get configured(): readonly string[] | null {
    return this.#configured;
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
    const grants = await readGrants(this.#options.stateFolder).catch(noted(this.#grants));
    this.#grants = grants;
    this.#stopForbidden();
    const found = await this.#found().catch(noted({ plugins: [], wrong: [] }));
    found.wrong.forEach(say);
    this.#wrong = wrong;
    if (settings === null) return;
    this.#configured = namesIn(settings, grants);
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
    const shipped = this.#options.shipped.map((make) => make()).find((one) => one.name === name);
    if (shipped) return this.#own(shipped, settings, known.before);
    const { runtime } = this.#options;
    if (runtime === null) throw new Error(NO_RUNTIME);
    const version = await this.#allowedVersion(name, known);
    return version === null ? null : await this.#outside(version, settings, known.before, runtime);
  }

  /** As it stands in its folder, else as it ran before; what can't run as it stands is said. */
  async #allowedVersion(
    name: string,
    { before, granted, outside, say }: Known,
  ): Promise<OutsidePlugin | null> {
    const there = outside.find(({ facts }) => facts.name === name);
    if (there && isWithin(there.facts, granted)) return there;
    say(whyNotAsItStands(name, there, granted));
    if (before?.version && isWithin(before.version.facts, granted)) return before.version;
    const old = await currentVersion(this.#options.stateFolder, name);
    return old && isWithin(old.facts, granted) ? old : null;
  }

  /** A grant that was withdrawn, or cut down, is none for live calls either. */
  #stopForbidden(): void {
    for (const process of this.#processes) {
      if (!isWithin(process.facts, this.#grants[process.facts.name])) process.close();
      if (process.isClosed) this.#processes.delete(process);
    }
  }

  #own(plugin: AnyPlugin, settings: unknown, before: Running | null): Running | null {
    if (!this.#isWanted(factsOf(plugin))) return null;
    const made = JSON.stringify(settings);
    if (before?.made === made) return before;
    const runner = shippedRunner({ plugin, settings }, this.#options.machine);
    return { made, version: null, runner };
  }

  #isWanted(facts: PluginFacts): boolean {
    return this.#options.only?.(facts) ?? true;
  }

  async #outside(
    plugin: OutsidePlugin,
    settings: unknown,
    before: Running | null,
    runtime: PluginRuntime,
  ): Promise<Running | null> {
    if (!this.#isWanted(plugin.facts)) return null;
    const made = JSON.stringify([plugin.hash, settings]);
    if (before?.made === made) return before;
    const { stateFolder, machine } = this.#options;
    const { folder, args } = await keepVersion(stateFolder, plugin, runtime);
    const { facts } = plugin;
    const runner = new ProcessRunner({
      facts,
      settings,
      surroundings: surroundingsOf(facts, machine),
      process: { runtime: [...runtime.starter, runtime.program], args, folder, env: runtime.env },
    });
    this.#processes.add(runner);
    try {
      await runner.ready;
    } catch (error) {
      runner.close();
      throw new Error(`Cannot start ${facts.name}: ${(error as Error).message}`);
    }
    await setCurrent(stateFolder, plugin);
    return { made, version: plugin, runner };
  }
}

function isWithin({ permissions }: PluginFacts, granted: Grant | undefined): boolean {
  return granted !== undefined && askedBeyond(permissions, granted.permissions).length === 0;
}

function whyNotAsItStands(
  name: string,
  there: OutsidePlugin | undefined,
  granted: Grant | undefined,
): string {
  const allow = `allow it with \`plugin allow ${name}\``;
  if (granted === undefined) return `${name} does not run: ${allow}`;
  if (there === undefined) {
    return `${name} is gone from the plugins folder and stays on its old version`;
  }
  const more = askedBeyond(there.facts.permissions, granted.permissions).join(", ");
  return `${name} asks for more (${more}) and stays on its old version: ${allow}`;
}

function namesIn(settings: readonly PluginSettings[], grants: Grants): readonly string[] {
  return [...new Set([...settings.map(({ name }) => name), ...Object.keys(grants)])];
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
