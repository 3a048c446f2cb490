/** A `plugin.json`: what an outside plugin is and asks for, known before any of its code runs. */
import { z } from "zod";
import { PROPOSING_TOOLS } from "../core/brain.ts";
import type { Permissions } from "./contract.ts";
import { type HookId, isHook, OWN_NAME } from "./hook_names.ts";
import { TOOL_NAME_CHARS, TOOL_SCHEMA_CHARS } from "./limits.ts";
import type { PluginFacts, ToolOffer } from "./runner.ts";

/** A host, with a port where it isn't HTTPS's own; "*." in front stands for every name below it. */
const HOST = /^(\*\.)?(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;
const VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
/** Of each kind of thing; a plugin with more is several. */
const MOST = 50;
/** Deliveries of one plugin; no CRM takes as many from one account. */
const AT_ONCE_MAX = 20;
const PER_MINUTE_MAX = 1_200;

const name = z.string().regex(OWN_NAME, 'a name is like "crm_hubspot"');
const names = z.array(z.string().max(60)).max(MOST).default([]);
const about = z.string().max(300);

const MANIFEST = z.strictObject({
  name,
  version: z.string().regex(VERSION, 'a version is like "1.0.0"'),
  /** The module whose default export is the plugin. */
  main: z.string().regex(/^[\w-][\w./-]*\.(ts|js|mjs)$/, "a path inside the folder").optional(),
  permissions: z.strictObject({
    hosts: z.array(z.string().regex(HOST, 'a host is like "api.example.com"')).max(MOST).default(
      [],
    ),
    env: z.array(z.string().regex(ENV_NAME, "a variable's name")).max(MOST).default([]),
  }).default({ hosts: [], env: [] }),
  hooks: z.strictObject({ notify: names, decide: names, change: names, deliver: names })
    .partial().default({}),
  pace: z.strictObject({
    atOnce: z.int().min(1).max(AT_ONCE_MAX),
    perMinute: z.int().min(1).max(PER_MINUTE_MAX),
  }).optional(),
  tools: z.record(name, z.strictObject({ about, parameters: z.record(z.string(), z.unknown()) }))
    .default({}),
  columns: z.record(name, z.string().max(60)).default({}),
  metrics: z.record(name, z.strictObject({ kind: z.enum(["counter", "gauge"]), about })).default(
    {},
  ),
});

export interface ReadManifest {
  readonly facts: PluginFacts;
  readonly main: string;
}

/** Throws one sentence per plugin that says everything that is wrong with it. */
export function readManifest(text: string, where: string): ReadManifest {
  const read = MANIFEST.safeParse(jsonOf(text, where));
  if (!read.success) {
    const wrong = read.error.issues.map(({ path, message }) =>
      `${path.join(".") || "all"}: ${message}`
    );
    throw new Error(`Cannot read ${where}: ${wrong.join("; ")}`);
  }
  const { data } = read;
  const own = ["tools", "columns"].flatMap((kind) =>
    Object.keys(data[kind as "tools"]).map((each) => `${kind}.${each}`)
  );
  const hooks = Object.entries(data.hooks).flatMap(([kind, each = []]) =>
    each.map((hook) => `${kind}.${hook}`)
  );
  const wrong = hooks.find((hook) => !isHook(hook));
  if (wrong !== undefined) throw new Error(`Cannot read ${where}: there is no hook ${wrong}`);
  return {
    main: data.main ?? "mod.ts",
    facts: {
      ...{ name: data.name, version: data.version, permissions: data.permissions },
      hooks: new Set([...hooks, ...own] as HookId[]),
      tools: Object.entries(data.tools).map(([tool, offer]) =>
        checkedTool(data.name, { name: tool, ...offer })
      ),
      columns: data.columns,
      metrics: data.metrics,
      ...(data.pace && { pace: data.pace }),
    },
  };
}

/** A provider refuses a whole request for one tool that it can't take. Throws a sentence. */
export function checkedTool(plugin: string, tool: ToolOffer): ToolOffer {
  const wrong = (why: string) => new Error(`Cannot use the tool ${tool.name} of ${plugin}: ${why}`);
  const lentAs = `${plugin}_${tool.name}`;
  if (PROPOSING_TOOLS.has(lentAs)) throw wrong(`${lentAs} is the name of one of Parley's own`);
  const chars = lentAs.length;
  if (chars > TOOL_NAME_CHARS) {
    throw wrong(`both names together have ${chars} characters, and ${TOOL_NAME_CHARS} is the most`);
  }
  const { type } = tool.parameters as { readonly type?: unknown };
  if (type !== "object") throw wrong('its parameters are a JSON Schema of "type": "object"');
  if (JSON.stringify(tool.parameters).length > TOOL_SCHEMA_CHARS) {
    throw wrong(`its parameters have over ${TOOL_SCHEMA_CHARS} characters`);
  }
  return tool;
}

/** What is asked for and not granted: "host api.example.com", "variable CRM_KEY". */
export function askedBeyond(
  asked: Required<Permissions>,
  granted: Required<Permissions>,
): readonly string[] {
  return [
    ...asked.hosts.filter((host) => !granted.hosts.includes(host)).map((host) => `host ${host}`),
    ...asked.env.filter((each) => !granted.env.includes(each)).map((each) => `variable ${each}`),
  ];
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Cannot read ${where}: it is not JSON`);
  }
}
