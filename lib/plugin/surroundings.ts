/** What one plugin gets of the machine: only what its permissions name, and within its budgets. */
import type { Metric } from "./contract.ts";
import { Budget } from "./budget.ts";
import { LOG_BUDGET, LOG_LINE_CHARS } from "./limits.ts";
import { pickEnv, type Surroundings } from "./own_runner.ts";
import type { PluginFacts } from "./runner.ts";

export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** To these hosts and no other. */
  readonly fetchFor: (hosts: readonly string[]) => typeof fetch;
  readonly log: (
    plugin: string,
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ) => void;
  readonly measure: (plugin: string, name: string, metric: Metric, value: number) => void;
}

export function surroundingsOf(
  { name, permissions, metrics }: PluginFacts,
  { env, fetchFor, log, measure }: Machine,
): Surroundings {
  const budget = new Budget(LOG_BUDGET.lines, LOG_BUDGET.everyMs);
  let dropped = 0;
  return {
    env: pickEnv(permissions.env, env),
    fetch: fetchFor(permissions.hosts),
    log(message, fields = {}) {
      if (!budget.take(1, performance.now())) return void dropped++;
      const told = dropped > 0 ? { ...fields, droppedBefore: dropped } : fields;
      dropped = 0;
      log(name, String(message).slice(0, LOG_LINE_CHARS), told);
    },
    measure(metric, value) {
      const known = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
      if (known && Number.isFinite(value)) measure(name, metric, known, value);
    },
    now: Date.now,
  };
}
