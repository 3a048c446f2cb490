import assert from "node:assert/strict";
import type { CostEntry } from "../../lib/core/cost.ts";
import type { Fact } from "../../lib/core/facts.ts";
import type { CallId } from "../../lib/core/ids.ts";
import {
  costOfCall,
  costPerLead,
  costsByDay,
  spentBy,
  spentOn,
  unitsOfCall,
} from "../../lib/store/costs.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { factsOf, newCall, STARTED_AT_MS } from "./call_facts.ts";
import { ownSealer } from "./own_keys.ts";
import { onEachServer, withTables } from "./each_server.ts";

const DAY = "2026-05-04";
const NEXT = "2026-05-05";
const DAYS = { from: DAY, to: NEXT };

function costFact(
  call: CallId,
  at: number,
  more: Partial<CostEntry & { type: "cost" | "overhead" }> = {},
) {
  return {
    ...{ call, seq: 2_000_000 + at, type: "cost", atMs: STARTED_AT_MS, day: DAY },
    ...{ provider: "openai", model: "tts-1", units: { characters: 100 }, estimated: false },
    ...{ currency: "USD", micros: 1_500 },
    ...more,
  } as Fact;
}

onEachServer({
  "a call's costs are its own, once, however often they come": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      const facts = [...factsOf(call), costFact(call, 1), costFact(call, 2, { micros: null })];
      await applyFacts(sql, facts, ownSealer);
      await Promise.all([applyFacts(sql, facts, ownSealer), applyFacts(sql, facts, ownSealer)]);
      const spent = { currency: "USD", micros: 1_500, uses: 2, unpriced: 1 };
      assert.deepEqual(await costOfCall(sql, call), spent);
      assert.deepEqual(await costsByDay(sql, DAYS), [
        { day: DAY, provider: "openai", model: "tts-1", ...spent },
      ]);
      const [row] = await sql`select units, micros from costs where micros is not null`;
      assert.deepEqual({ ...row }, { units: { characters: 100 }, micros: "1500" });
      assert.equal(await costOfCall(sql, newCall()), null);
    }),

  "what a number has cost is found by its hash, over all its calls of the day": (address) =>
    withTables(address, async (sql) => {
      const calls = [newCall(), newCall()];
      for (const call of calls) {
        await applyFacts(sql, [...factsOf(call), costFact(call, 1)], ownSealer);
      }
      await applyFacts(sql, [costFact(calls[0]!, 2, { day: NEXT, micros: 7 })], ownSealer);
      const number = "+12025550123";
      assert.equal(await spentBy(sql, ownSealer, { number, day: DAY }), 3_000);
      assert.equal(await spentBy(sql, ownSealer, { number, day: NEXT }), 7);
      assert.equal(await spentBy(sql, ownSealer, { number: "+12025550100", day: DAY }), 0);
      const [units, ...more] = await unitsOfCall(sql, calls[0]!);
      assert.deepEqual(more, []);
      assert.deepEqual([units!.unit, units!.count, units!.day], ["characters", 200, NEXT]);
    }),

  "sums of a day hold what no call asked for, and outlive the calls": (address) =>
    withTables(address, async (sql) => {
      const [call, house] = [newCall(), newCall()];
      await applyFacts(sql, [...factsOf(call), costFact(call, 1)], ownSealer);
      for (const at of [1, 2]) {
        await applyFacts(sql, [costFact(house, at, { type: "overhead", day: NEXT })], ownSealer);
      }
      assert.deepEqual([await spentOn(sql, DAY), await spentOn(sql, NEXT)], [1_500, 3_000]);
      assert.equal((await sql`select from calls`).length, 1);
      await sql`delete from calls`;
      await applyFacts(sql, [costFact(call, 2)], ownSealer); // late, of a call that is gone
      assert.equal((await sql`select from costs`).length, 0);
      assert.equal(await spentOn(sql, DAY), 3_000);
    }),

  "a lead costs what all calls of its days cost together": (address) =>
    withTables(address, async (sql) => {
      const spans = { ...DAYS, timeZone: "UTC" };
      assert.deepEqual(await costPerLead(sql, spans), { leads: 0, micros: 0, each: null });
      for (const isQualified of [true, true, false]) {
        const call = newCall();
        const facts = factsOf(call).filter(({ type }) => isQualified || type !== "lead");
        await applyFacts(sql, [...facts, costFact(call, 1)], ownSealer);
      }
      assert.deepEqual(await costPerLead(sql, spans), { leads: 2, micros: 4_500, each: 2_250 });
    }),

  "many writers add to the same day without waiting for each other for ever": (address) =>
    withTables(address, async (sql) => {
      const models = ["tts-1", "gpt-5.4-mini", "nova-2"];
      await Promise.all(Array.from({ length: 24 }, async (_, at) => {
        const call = newCall();
        const order = [...models.slice(at % 3), ...models.slice(0, at % 3)];
        const costs = order.map((model, each) => costFact(call, each, { model }));
        await applyFacts(sql, [...factsOf(call), ...costs], ownSealer);
      }));
      assert.equal(await spentOn(sql, DAY), 24 * 3 * 1_500);
    }),
});
