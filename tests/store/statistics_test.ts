import assert from "node:assert/strict";
import { statsJson, statsLines } from "../../lib/cli/stats.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import type { UnitsUsed } from "../../lib/store/costs.ts";
import { type Statistics, statisticsOf } from "../../lib/store/statistics.ts";
import type { Fact } from "../../lib/core/facts.ts";
import { SHIPPED_PRICES } from "../../lib/core/prices.data.ts";
import type { CallId } from "../../lib/core/ids.ts";
import { factsOf, newCall, STARTED_AT_MS, timingOf } from "./call_facts.ts";
import { ownSealer } from "./own_keys.ts";
import { onEachServer, withTables } from "./each_server.ts";

const BOOKS = { timeZone: "UTC", costs: { prices: SHIPPED_PRICES } };
const ALL = { since: null, until: null };

onEachServer({
  "statisticsOf() of nothing has no rates and no times": (address) =>
    withTables(address, async (sql) => {
      const found = await statisticsOf(sql, ALL);
      assert.equal(found.calls.began, 0);
      assert.deepEqual(found.responseMs, { mean: null, p50: null, p95: null, turns: 0 });
      assert.equal(statsJson(found, ALL, SHIPPED_PRICES).calls.completionRate, null);
      assert.match(
        statsLines(found, ALL, BOOKS, { columns: 80, hasColours: false }).join("\n"),
        /^Response time +-$/m,
      );
    }),

  "statisticsOf() counts calls, leads, durations and response times of a period": (address) =>
    withTables(address, async (sql) => {
      for (let day = 0; day < 4; day++) {
        const call = newCall();
        const atMs = STARTED_AT_MS + day * 86_400_000;
        const facts = factsOf(call, atMs);
        const isLive = day === 3;
        await applyFacts(sql, [
          ...(isLive ? facts.slice(0, 3) : day === 2 ? failed(facts) : facts),
          timingOf(call, 1, atMs),
          paid(call, atMs),
        ], ownSealer);
      }
      const found = await statisticsOf(sql, ALL);
      assert.deepEqual(found.calls, {
        began: 4,
        live: 1,
        ended: 3,
        completed: 2,
        failed: 1,
        handedOver: 0,
      });
      assert.deepEqual(found.durationSeconds, { mean: 5, p50: 5, p95: 5 });
      assert.equal(found.leads.qualified, 3);
      assert.deepEqual(found.responseMs, { mean: 1_882, p50: 1_882, p95: 1_882, turns: 4 });
      const json = statsJson(found, ALL, SHIPPED_PRICES);
      assert.equal(json.calls.completionRate, 0.6667);
      assert.equal(json.leads.qualificationRate, 1);
      const { units, ...cost } = found.cost;
      assert.deepEqual(cost, { currency: "USD", micros: 480_000, unpriced: 0 });
      assert.deepEqual(units.map(({ unit, count }) => [unit, count]), [["prompt_tokens", 640_000]]);
      assert.deepEqual(json.cost.unpricedUnits, []);
      assert.equal(json.cost.microsPerQualifiedLead, 160_000);
      const lines = statsLines(found, ALL, BOOKS, { columns: 80, hasColours: false });
      const told = /^Cost +0\.48 USD +0\.16 a call, 0\.16 a qualified lead$/m;
      assert.match(lines.join("\n"), told);
      const since = new Date(STARTED_AT_MS + 86_400_000);
      const until = new Date(STARTED_AT_MS + 2 * 86_400_000);
      assert.equal((await statisticsOf(sql, { since, until })).calls.began, 1);
    }),
});

Deno.test("units that have no price are named, in the table and as JSON", () => {
  const used = { provider: "openai", day: "2026-03-17", unpriced: false };
  const units: UnitsUsed[] = [
    { ...used, model: "gpt-5.4-mini", unit: "answer_tokens", count: 12 },
    { ...used, model: "tts-1", unit: "spoken_ms", count: 900 }, // it is billed by characters
    { ...used, model: "gpt-99", unit: "prompt_tokens", count: 1_000, unpriced: true },
    { ...used, model: "gpt-99", unit: "prompt_tokens", count: 234 },
  ];
  const found: Statistics = { ...NOTHING, cost: { ...NOTHING.cost, unpriced: 1, units } };
  const named = { provider: "openai", model: "gpt-99", unit: "prompt_tokens", count: 1_234 };
  assert.deepEqual(statsJson(found, ALL, SHIPPED_PRICES).cost.unpricedUnits, [named]);
  const lines = statsLines(found, ALL, BOOKS, { columns: 80, hasColours: false });
  assert.equal(lines.at(-1), "No price: prompt tokens of openai gpt-99 (1,234)");
});

const NONE = { mean: null, p50: null, p95: null };
const NOTHING: Statistics = {
  calls: { began: 0, live: 0, ended: 0, completed: 0, failed: 0, handedOver: 0 },
  durationSeconds: NONE,
  leads: { qualified: 0, incomplete: 0, not_interested: 0, human_requested: 0 },
  responseMs: { ...NONE, turns: 0 },
  cost: { currency: "USD", micros: 0, unpriced: 0, units: [] },
};

function paid(call: CallId, atMs: number): Fact {
  return {
    ...{ type: "cost", call, seq: 2_000_001, atMs, day: "2026-03-17", provider: "openai" },
    ...{ model: "gpt-5.4-mini", units: { prompt_tokens: 160_000 }, estimated: false },
    ...{ currency: "USD", micros: 120_000 },
  };
}

function failed(facts: readonly Fact[]): Fact[] {
  return facts.map((fact) =>
    fact.type === "call_ended" ? { ...fact, endedBy: "error", reason: "pbx_lost" } : fact
  );
}
