/** Runs a plugin that ships, in this process. */
import { z } from "zod";
import type { AnyPlugin, Installed } from "./contract.ts";
import { type HookId, hooksOf, OWN_NAME } from "./hook_names.ts";
import { WRONG_ARGUMENTS } from "./limits.ts";
import { checkedTool } from "./manifest.ts";
import type { PluginFacts, Runner } from "./runner.ts";

/** What a plugin gets of the machine. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly measure: (metric: string, value: number) => void;
  readonly now: () => number;
}

type Handler = (value: unknown, context: unknown) => unknown;

/** Throws a sentence where the plugin or its settings are not as they must be. */
export function ownRunner({ plugin, settings }: Installed, surroundings: Surroundings): Runner {
  const facts = factsOf(plugin);
  const base = { ...surroundings, settings: settingsOf(plugin, settings) };
  const handlers = new Map([...facts.hooks].map((hook) => [hook, handlerOf(plugin, hook)]));
  return {
    facts,
    runs: "in this process",
    run(hook, { value, call, said, signal }) {
      return handlers.get(hook)!(value, { ...base, call, said, signal });
    },
    close() {},
  };
}

export function factsOf(plugin: AnyPlugin): PluginFacts {
  const { name, version, permissions, tools = {}, columns = {}, metrics = {} } = plugin;
  const { pace, shares } = plugin;
  if (!OWN_NAME.test(name)) {
    throw new Error(
      `Cannot use a plugin named ${JSON.stringify(name)}: a name is like "crm_hubspot"`,
    );
  }
  return {
    name,
    version,
    permissions: { hosts: permissions?.hosts ?? [], env: permissions?.env ?? [] },
    hooks: new Set(hooksOf({ ...plugin }, name)),
    tools: Object.entries(tools).map(([tool, { about, parameters }]) => {
      const { $schema: _, ...schema } = z.toJSONSchema(parameters, { io: "input" });
      return checkedTool(name, { name: tool, about, parameters: schema });
    }),
    columns: Object.fromEntries(Object.entries(columns).map(([key, { title }]) => [key, title])),
    metrics,
    ...(pace && { pace }),
    ...(shares && { shares }),
  };
}

/** Hosts of the plugin's permissions, and those that its settings name. */
export function hostsOf(plugin: AnyPlugin, settings: unknown): readonly string[] {
  const own = plugin.permissions?.hosts ?? [];
  return plugin.reaches ? [...own, ...plugin.reaches(settingsOf(plugin, settings))] : own;
}

function settingsOf(plugin: AnyPlugin, settings: unknown): unknown {
  const read = (plugin.settings as z.ZodType).safeParse(settings);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) =>
    `${path.join(".") || "all"}: ${message}`
  );
  throw new Error(`Cannot use the settings of ${plugin.name}: ${wrong.join("; ")}`);
}

function handlerOf(plugin: AnyPlugin, hook: HookId): Handler {
  const [kind, name] = hook.split(".") as [string, string];
  if (kind === "tools") {
    const tool = plugin.tools![name]!;
    return (value, context) => {
      const read = tool.parameters.safeParse(value);
      return read.success ? tool.run(read.data, context as never) : WRONG_ARGUMENTS;
    };
  }
  if (kind === "columns") {
    const column = plugin.columns![name]!;
    return (value, context) => {
      const { call, lead } = value as { call: never; lead: never };
      return column.value(call, lead, context as never);
    };
  }
  const handlers = plugin[kind as "change"] as Readonly<Record<string, Handler>>;
  return handlers[name]!.bind(handlers);
}

/** Only what was asked for: a plugin sees no other variable. */
export function pickEnv(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.freeze(Object.fromEntries(names.map((name) => [name, env[name]])));
}
