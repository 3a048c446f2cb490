/** A plugins folder of one test, with plugins whose code is written here, and a host that runs them. */
import assert from "node:assert/strict";
import { guardedFetch } from "../../lib/host/guarded_fetch.ts";
import { readPluginFolder } from "../../lib/host/outside_plugin.ts";
import { grant, withdraw } from "../../lib/host/plugin_grants.ts";
import { findRuntime } from "../../lib/host/plugin_runtime.ts";
import { Plugins } from "../../lib/host/plugins.ts";
import { change, notify } from "../../lib/plugin/asking.ts";
import type { PluginTrouble } from "../../lib/plugin/guard.ts";
import { pronounce } from "../../plugins/pronounce.ts";
import { call } from "../plugin/hosting.ts";

/** A slow machine's patience, with several rests of a breaker; what is waited for comes in a fraction of it. */
const PATIENCE_MS = 180_000;
const LOOK_MS = 10;

export interface OutsideCode {
  /** As in `plugin.json`. */
  readonly hooks: Readonly<Record<string, readonly string[]>>;
  readonly permissions?: { readonly hosts?: readonly string[]; readonly env?: readonly string[] };
  readonly tools?: Readonly<Record<string, object>>;
  readonly columns?: Readonly<Record<string, string>>;
  /** What stands between the braces of `definePlugin({ … })`, behind name, version and settings. */
  readonly code: string;
  /** Before that. */
  readonly before?: string;
  readonly settings?: string;
}

export class OutsidePlugins {
  readonly folder: string;
  readonly stateFolder: string;
  readonly troubles: PluginTrouble[] = [];
  readonly logged: string[] = [];
  readonly measured: string[] = [];
  readonly plugins: Plugins;

  private constructor(root: string, plugins: (self: OutsidePlugins) => Plugins) {
    this.folder = `${root}/plugins`;
    this.stateFolder = `${root}/plugin_state`;
    this.plugins = plugins(this);
  }

  static async open(env: Readonly<Record<string, string>> = {}): Promise<OutsidePlugins> {
    const root = await Deno.makeTempDir({ prefix: "parley-plugins-" });
    await Deno.mkdir(`${root}/plugins`);
    const runtime = await findRuntime(`${root}/plugin_state`, Deno.env.toObject());
    return new OutsidePlugins(
      root,
      ({ folder, stateFolder, troubles, logged, measured }) =>
        new Plugins({
          ...{ folder, stateFolder, runtime, settings: null, shipped: [pronounce] },
          machine: {
            env,
            fetchFor: (hosts) => guardedFetch({ hosts }),
            log: (plugin, message) => void logged.push(`${plugin}: ${message}`),
            measure: (plugin, name, _metric, value) =>
              void measured.push(`${plugin} ${name} ${value}`),
          },
          guard: {
            nowMs: () => performance.now(),
            trouble: (trouble) => void troubles.push(trouble),
          },
          dropped: () => {},
        }),
    );
  }

  async write(
    name: string,
    { before = "", settings, code, hooks, permissions, tools, columns }: OutsideCode,
  ) {
    const folder = `${this.folder}/${name}`;
    await Deno.mkdir(folder, { recursive: true });
    const manifest = { name, version: "1.0.0", hooks, permissions, tools, columns };
    await Deno.writeTextFile(`${folder}/plugin.json`, JSON.stringify(manifest));
    await Deno.writeTextFile(
      `${folder}/mod.ts`,
      `import { definePlugin, z } from "parley";\n${before}\nexport default definePlugin({
        name: "${name}", version: "1.0.0", settings: ${settings ?? "z.object({})"}, ${code} });\n`,
    );
  }

  async allow(name: string): Promise<void> {
    const plugin = await readPluginFolder(`${this.folder}/${name}`);
    await grant(this.stateFolder, plugin!, Date.now());
  }

  /** Written, allowed and running. */
  async run(name: string, code: OutsideCode): Promise<void> {
    await this.write(name, code);
    await this.allow(name);
    await this.plugins.load();
    assert.deepEqual(this.plugins.wrong, []);
  }

  /** Gone from the folder, and not allowed any more. */
  async remove(name: string): Promise<void> {
    await Deno.remove(`${this.folder}/${name}`, { recursive: true });
    await withdraw(this.stateFolder, name);
    await this.plugins.load();
  }

  /** As `change` does, with the patience of a test. */
  async text(text = "hello", only?: string): Promise<string> {
    for (const plugin of this.plugins.host.plugins) {
      if (!plugin.has("change.text") || plugin.facts.name !== (only ?? plugin.facts.name)) continue;
      text = (await plugin.ask("change.text", { value: text, call, said: null }, PATIENCE_MS) ??
        text) as string;
    }
    return text;
  }

  /** With the patience of a call. */
  textInCall(text = "hello"): string | Promise<string> {
    return change(this.plugins.host.plugins, "text", text, { call, said: null });
  }

  /** Process ids of what runs. */
  pidOf(name: string): number | null {
    return this.plugins.pidOf(name);
  }

  callStarted(): Promise<unknown> {
    return notify(this.plugins.host.plugins, "callStarted", call, call);
  }

  /** What was told of one plugin, in our own words. */
  told(name: string): string[] {
    return this.troubles.filter(({ plugin }) => plugin === name).map(({ what }) => what);
  }

  async until(isSo: () => unknown): Promise<void> {
    const giveUpMs = Date.now() + PATIENCE_MS;
    while (!(await isSo())) {
      const seen = JSON.stringify([this.troubles, this.plugins.wrong]);
      assert.ok(Date.now() < giveUpMs, `It never came to that: ${seen}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.plugins.close();
    await Deno.remove(this.folder.replace(/\/plugins$/, ""), { recursive: true });
  }
}
