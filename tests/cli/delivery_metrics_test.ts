/** What a plugin counts, and what it is owed, stand on the page that Prometheus reads. */
import { z } from "zod";
import { hostOptions, machineOf } from "../../lib/cli/plugin_machine.ts";
import { openDeliveries } from "../../lib/cli/plugin_deliveries.ts";
import { Metrics } from "../../lib/observe/metrics.ts";
import { definePlugin, GiveUp, RetryLater } from "../../lib/plugin/contract.ts";
import { PluginHost } from "../../lib/plugin/host.ts";
import { shippedRunner } from "../../lib/plugin/shipped_runner.ts";
import type { Sql } from "../../lib/store/database.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { until } from "../host/own_database.ts";
import { factsOf, newCall } from "../store/call_facts.ts";
import { onEachServer, withTables } from "../store/each_server.ts";
import { ownSealer } from "../store/own_keys.ts";

/** Refuses leads for good, and calls for now. */
const refuses = definePlugin({
  name: "refuses",
  version: "1.0.0",
  settings: z.object({}),
  metrics: { tries: { kind: "counter", about: "What it was brought." } },
  deliver: {
    lead_qualified: (_, { measure }) => {
      measure("tries", 1);
      return Promise.reject(new GiveUp({ reason: "HTTP 400" }));
    },
    call_ended: (_, { measure }) => {
      measure("tries", 1);
      return Promise.reject(new RetryLater({ reason: "HTTP 503", afterMs: 3_600_000 }));
    },
  },
});

const OPEN = `plugin="refuses",state="dead"} 1
plugin="refuses",state="waiting"} 1`;

onEachServer({
  "a plugin's own numbers and its open deliveries are read at /metrics": (address) =>
    withTables(address, async (sql) => {
      const metrics = new Metrics();
      const first = open(sql, metrics);
      await until(() => isOwed(sql), "nothing is owed to it");
      await applyFacts(sql, factsOf(newCall()), ownSealer);
      await until(async () => {
        return /^parley_plugin_refuses_tries 2$/m.test(await metrics.text());
      }, "it was not brought both");
      await first.close();
      const second = open(sql, metrics); // the queue is counted at its start, then each minute
      await until(async () => {
        const lines = (await metrics.text()).match(/(?<=^parley_deliveries\{).*$/gm) ?? [];
        return lines.join("\n") === OPEN;
      }, "the queue was not counted");
      await second.close();
    }),
});

/** The host and the deliveries of one start. */
function open(sql: Sql, metrics: Metrics): { close(): Promise<void> } {
  const host = new PluginHost(hostOptions(metrics));
  host.replace([shippedRunner({ plugin: refuses, settings: {} }, machineOf({}, metrics))]);
  const config = { timeZone: "UTC", secrets: [] };
  const store = { sql: () => sql, sealer: ownSealer };
  const deliveries = openDeliveries(config, store, { host, configured: ["refuses"] }, metrics);
  return {
    async close() {
      await deliveries.close(20_000);
      host.close();
    },
  };
}

async function isOwed(sql: Sql): Promise<boolean> {
  const rows = await sql`select from delivery_plugins where is_owed`;
  return rows.length > 0;
}
