/**
 * What a plugin is: its manifest and its hooks, by their kinds. plugins/README.md is the guide to it;
 * what hooks are told of calls stands in calls.ts, and what deliveries bring in owed.ts.
 */
import type { z } from "zod";
import type { Lead } from "../core/lead.ts";
import type { Hear } from "./callback.ts";
import type { CallEnding, CallInfo, RecordedCall, SpokenTurn, Tone, TurnScore } from "./calls.ts";
import type { Delivered, Delivery, DeliveryKind } from "./owed.ts";

export type * from "./callback.ts";
export type * from "./calls.ts";
export * from "./owed.ts";

type Answer<Value> = Value | Promise<Value>;

/** What every hook is given beside its value. Nothing else of the machine is within reach. */
export interface HookContext<Settings, Metric extends string = string> {
  readonly settings: Settings;
  /** The variables that `permissions.env` names. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reaches the hosts that `permissions.hosts` names, and no other. */
  readonly fetch: typeof fetch;
  /** A sentence for the operator; personal data belongs into fields named `pii.*`. */
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Adds to a counter, sets a gauge. */
  readonly measure: (metric: Metric, value: number) => void;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface CallContext<Settings, Metric extends string = string>
  extends HookContext<Settings, Metric> {
  readonly call: CallInfo;
}

/* ---- notify: told side by side; a throw reaches only the log ---------------------------------- */

export interface Notified {
  readonly callStarted: CallInfo;
  readonly turnEnded: SpokenTurn;
  readonly leadUpdated: Lead;
  readonly callEnded: CallEnding & { readonly lead: Lead | null };
}

/** Nobody waits for an answer, so that few hooks have one: it may take the five seconds that they have. */
export type Noticed<Name extends keyof Notified> = Name extends "turnEnded" ? TurnScore | void
  : void;

/* ---- decide: asked in order; the first that does not answer undefined decides ------------------ */

export interface Decided {
  /** Before it is answered; who is not accepted goes on in the dialplan. */
  readonly acceptCall: { readonly accept: boolean; readonly reason: string };
  /** A campaign's id. */
  readonly chooseCampaign: string;
  /** BCP 47: the campaign of that language is taken. */
  readonly chooseLanguage: string;
  /** A voice's name. */
  readonly chooseVoice: string;
}

/* ---- change: each gets what the plugin before it returned; undefined leaves it as it is -------- */

export interface Changed {
  /** One sentence before it is spoken. What law asks for (the disclosure) does not come by here. */
  readonly text: string;
  /** What the brain is told beside the conversation: "The caller has bought from us before." */
  readonly context: readonly string[];
  /** How the agent speaks next; asked after each turn of the caller, and each time from the usual one. */
  readonly tone: Tone;
}

/** Of the caller's last turn; null where the agent speaks first. */
export interface ChangeContext<Settings, Metric extends string = string>
  extends CallContext<Settings, Metric> {
  readonly said: SpokenTurn | null;
}

/* ---- deliver: owed once the fact is stored; tried until done, parked for a person or given up: owed.ts */

/* ---- The plugin -------------------------------------------------------------------------------- */

/**
 * A tool for the language model, lent by the plugin's name and its own: "crm_find_order". It is run
 * only once the caller's turn is over. What it returns is text for the model, told as facts.
 */
export interface Tool<Settings, Metric extends string = string> {
  readonly about: string;
  readonly parameters: z.ZodObject;
  // deno-lint-ignore no-explicit-any -- checked against `parameters` before it is run
  run(args: any, context: CallContext<Settings, Metric>): Answer<string>;
}

/** A column of the lead view. */
export interface Column<Settings, Metric extends string = string> {
  readonly title: string;
  value(
    call: RecordedCall,
    lead: Lead | null,
    context: HookContext<Settings, Metric>,
  ): Answer<string | number | boolean | null>;
}

export interface Metric {
  readonly kind: "counter" | "gauge";
  readonly about: string;
}

/** What stands in an outside plugin's `plugin.json` as it does here, but for `settings`. */
export interface Manifest<Schema extends z.ZodType = z.ZodType> {
  /** Lower case letters, digits and "_"; the name in settings, errors and metrics. */
  readonly name: string;
  /** Semantic version. */
  readonly version: string;
  /** What the operator sets; checked before a hook is called. */
  readonly settings: Schema;
  readonly permissions?: Permissions;
}

export interface Permissions {
  /** "api.example.com", "*.example.com", "example.com:8443"; HTTPS unless the host is loopback. */
  readonly hosts?: readonly string[];
  /** Names of environment variables. */
  readonly env?: readonly string[];
}

export interface Hooks<Settings, Metrics extends string = string> {
  readonly notify?: {
    readonly [Name in keyof Notified]?: (
      value: Notified[Name],
      context: CallContext<Settings, Metrics>,
    ) => Answer<Noticed<Name>>;
  };
  readonly decide?: {
    readonly [Name in keyof Decided]?: (
      call: CallInfo,
      context: HookContext<Settings, Metrics>,
    ) => Answer<Decided[Name] | undefined>;
  };
  readonly change?: {
    readonly [Name in keyof Changed]?: (
      value: Changed[Name],
      context: ChangeContext<Settings, Metrics>,
    ) => Answer<Changed[Name] | undefined>;
  };
  readonly deliver?: {
    readonly [Kind in DeliveryKind]?: (
      delivery: Delivery<Kind>,
      context: HookContext<Settings, Metrics>,
    ) => Promise<Delivered>;
  };
  /** Of plugins that ship only. */
  readonly hear?: Hear<HookContext<Settings, Metrics>>;
  readonly tools?: Readonly<Record<string, Tool<Settings, Metrics>>>;
  readonly columns?: Readonly<Record<string, Column<Settings, Metrics>>>;
}

export type Plugin<Schema extends z.ZodType = z.ZodType, Metrics extends string = string> =
  & Manifest<Schema>
  & Hooks<z.output<Schema>, Metrics>
  & {
    readonly metrics?: Readonly<Record<Metrics, Metric>>;
    /** Hosts that the settings name, beside those of `permissions`; of plugins that ship only. */
    readonly reaches?: (settings: z.output<Schema>) => readonly string[];
    /** How fast deliveries may come, over all processes. */
    readonly pace?: Pace;
    /** Names in receipts of what calls of several lines may share; of plugins that ship only. */
    readonly shares?: readonly string[];
  };

export interface Pace {
  readonly atOnce: number;
  readonly perMinute: number;
}

/** Returns what it is given: it is there for the types, which tell a wrong hook, kind or setting. */
export function definePlugin<Schema extends z.ZodType, const Metrics extends string = never>(
  plugin: Plugin<Schema, Metrics>,
): Plugin<Schema, Metrics> {
  return plugin;
}

/** One of many, whose settings are of another type each. */
// deno-lint-ignore no-explicit-any -- each was checked against its own
export type AnyPlugin = Plugin<any, any>;

/** A plugin with the settings it runs by; a missing one does not compile. */
export interface Installed {
  readonly plugin: AnyPlugin;
  readonly settings: unknown;
}

export function use<Schema extends z.ZodType, Metrics extends string>(
  plugin: Plugin<Schema, Metrics>,
  settings: z.input<Schema>,
): Installed {
  return { plugin, settings };
}
