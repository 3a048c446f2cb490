/** What runs a plugin's hooks: this process, or one of its own. The guard around it is the same. */
import type { CallInfo, Permissions, SpokenTurn } from "./contract.ts";
import type { HookId } from "./hook_names.ts";
import type { Metric, Pace } from "./contract.ts";

/** One question to a plugin. */
export interface Asked {
  readonly value: unknown;
  /** Null where it is about no live call. */
  readonly call: CallInfo | null;
  /** The caller's last turn, where the hook changes something. */
  readonly said: SpokenTurn | null;
}

/** With how long somebody waits for the answer. */
export interface TimedAsk extends Asked {
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

export interface ToolOffer {
  readonly name: string;
  readonly about: string;
  /** JSON Schema. */
  readonly parameters: unknown;
}

/** What is known of a plugin without asking it. */
export interface PluginFacts {
  readonly name: string;
  readonly version: string;
  readonly permissions: Required<Permissions>;
  readonly hooks: ReadonlySet<HookId>;
  readonly tools: readonly ToolOffer[];
  /** Titles by name. */
  readonly columns: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, Metric>>;
  /** How fast deliveries may come; a default's where it says nothing. */
  readonly pace?: Pace;
  /** See `Plugin`. */
  readonly shares?: readonly string[];
}

export interface Runner {
  readonly facts: PluginFacts;
  readonly runs: "in this process" | "in a process of its own";
  /** The answer as it came, or a promise of it; throws or rejects as the plugin does. */
  run(hook: HookId, asked: TimedAsk): unknown;
  /** Tells of limits that it broke outside any question. */
  listen?(broke: (limit: string) => void): void;
  /** Nobody uses it any more. Idempotent. */
  close(): void;
}
