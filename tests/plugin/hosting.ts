/** A host in this process, and what it tells. */
import type { CallId } from "../../lib/core/ids.ts";
import type { CallInfo, Installed } from "../../lib/plugin/contract.ts";
import type { PluginTrouble, Trace } from "../../lib/plugin/guard.ts";
import { PluginHost } from "../../lib/plugin/host.ts";
import { ownRunner, type Surroundings } from "../../lib/plugin/own_runner.ts";

export const call: CallInfo = {
  id: "11111111-1111-4111-8111-111111111111" as CallId,
  callerNumber: "+12025550123",
  dialled: "9000",
  campaign: "investment_lead",
  language: "en",
  startedAtMs: 0,
};

export class Hosting {
  readonly troubles: PluginTrouble[] = [];
  readonly traces: Trace[] = [];
  /** Stands still until it is set. */
  nowMs = 0;
  dropped = 0;
  readonly host = new PluginHost({
    nowMs: () => this.nowMs,
    trouble: (trouble) => this.troubles.push(trouble),
    watch: (trace) => this.traces.push(trace),
    dropped: (count) => this.dropped += count,
  });

  constructor(...plugins: readonly Installed[]) {
    this.host.replace(plugins.map((installed) => ownRunner(installed, surroundings)));
  }

  /** "plugin hook: what", in order. */
  get told(): string[] {
    return this.troubles.map(({ plugin, hook, what }) => `${plugin} ${hook}: ${what}`);
  }
}

export const surroundings: Surroundings = {
  env: {},
  fetch: () => Promise.reject(new TypeError("Nothing is reached here")),
  log: () => {},
  measure: () => {},
  now: () => 0,
};
