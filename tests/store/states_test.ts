/** States that can't be: the schema takes no row of them, whoever writes it. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/store/database.ts";
import { claim } from "../../lib/store/delivery_claims.ts";
import { switchOn } from "../../lib/store/deliveries.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { placeHold } from "../../lib/store/holds.ts";
import { newCall, strangersFacts } from "./call_facts.ts";
import { onEachServer, withTables } from "./each_server.ts";
import { ownSealer } from "./own_keys.ts";

/** Each is one change to rows that are right. */
const DELIVERIES = [
  "state = 'done'",
  "state = 'waiting', lease = null, leased_until = null, finished_at = now()",
  "call_id = null",
  "kind = 'report_due'",
  "attempt = 0",
  "last_at = null",
  "first_at = null, last_at = null",
  "state = 'dead', lease = null, leased_until = null, finished_at = now(), reason = null",
  "state = 'done', lease = null, leased_until = null, finished_at = now(), reason = 'busy'",
  "lease = null",
  "plugin = 'nobody'",
];
const PLUGINS = ["kinds = '{call_began}'", "at_once = 0", "per_minute = 0"];
const HOLDS = [
  "released_at = now(), released_by = 'test'",
  "contact = null",
  "call_id = gen_random_uuid()",
];
const LEADS = ["disqualifiers = '{too little}'", "score = 101", "missing = '{amount}'"];
const VALUES = [
  `{"minMinor": null, "maxMinor": null, "currency": "USD"}`,
  `{"minMinor": 200, "maxMinor": 100, "currency": "USD"}`,
  `{"minMinor": 2000, "maxMinor": 300, "currency": "USD"}`,
  `{"minMinor": 1.5, "maxMinor": 2, "currency": "USD"}`,
  `{"minMinor": -1, "maxMinor": 2, "currency": "USD"}`,
  `{"minMinor": 1, "maxMinor": 2, "currency": "dollars"}`,
  `{"minMonths": 24, "maxMonths": 12, "horizon": "short"}`,
  `{"minMonths": 1.5, "maxMonths": 12, "horizon": "short"}`,
  `{"minMonths": 1, "maxMonths": 12, "horizon": "soon"}`,
];

onEachServer({
  "the schema refuses what a delivery, a hold, a lead or its sums can't be": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ name: "crm", kinds: ["call_ended"], atOnce: 1, perMinute: 60 }]);
      await applyFacts(sql, strangersFacts(newCall()), ownSealer);
      await placeHold(sql, ownSealer, {
        whom: { contact: "+12025550123" },
        reason: "a claim",
        actor: "person:test",
      });
      await refuses(sql, "delivery_plugins", PLUGINS);
      await refuses(sql, "holds", HOLDS);
      await refuses(sql, "leads", LEADS);
      await refuses(sql, "lead_fields", VALUES.map((value) => `value = '${value}'`));
    }),

  "the schema refuses a delivery that is over and not, tried and not, or of nobody's": (address) =>
    withTables(address, async (sql) => {
      const kinds = ["lead_qualified", "call_ended"] as const;
      await switchOn(sql, [{ name: "crm", kinds, atOnce: 1, perMinute: 60 }]);
      await applyFacts(sql, strangersFacts(newCall()), ownSealer);
      const claimed = await claim(sql, "crm", { plugins: [], now: null });
      await sql`delete from deliveries where id <> ${claimed!.id}`;
      await refuses(sql, "deliveries", DELIVERIES);
    }),
});

/** Of each table there is a row, and the change to it is a broken rule (class 23). */
async function refuses(sql: Sql, table: string, changes: readonly string[]): Promise<void> {
  assert.ok((await sql`select from ${sql(table)}`).length > 0, table);
  for (const change of changes) {
    await assert.rejects(
      sql.unsafe(`update ${table} set ${change}`),
      (error: { code?: string }) => /^23/.test(error.code ?? ""),
      `${table}: ${change}`,
    );
  }
}
