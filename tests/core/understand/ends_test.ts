/** Whatever is said, the ends of a sum and of a span are such as the database takes. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Amount, Duration } from "../../../lib/core/lead.ts";
import { found, hear } from "./asking.ts";

const RUNS = 1_500;
const WORDS = [
  ..."at least|at most|no more than|no less than|between|up to|over|under|within|until|by|after|before"
    .split("|"),
  ..."from|to|and|or|maybe|about|not|no|actually|make it|sorry|around|minimum|maximum|the next|in"
    .split("|"),
  ..."two|fifty|ninety|a hundred|fifteen|half a|a couple of|a few|a quarter|three quarters of a|point five"
    .split("|"),
  ..."10|2.5|-3|0|1,000|$40|€20.000|99|thousand|million|k|grand|lakh|dollars|euros|yen|cents|odd"
    .split("|"),
  ..."years|months|weeks|days|a year|a decade|2030|twenty forty|next summer|the end of|next year|june"
    .split("|"),
  ..."and a half|or so|or more|tops|plus|ago|,|.|-|– ".split("|"),
];

Deno.test("the ends of sums and spans are whole, never below zero, and never cross", () => {
  const said = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 12 })
    .map((words) => words.join(" "));
  fc.assert(
    fc.property(said, (text) => {
      const amount = found(hear(text, { type: "field", key: "amount" }), "amount")?.value;
      if (amount) {
        const { minMinor, maxMinor } = amount as Amount;
        assert.ok(minMinor !== null || maxMinor !== null);
        assertEnds(minMinor, maxMinor);
      }
      const span = found(hear(text, { type: "field", key: "timeline" }), "timeline")?.value;
      if (span) assertEnds((span as Duration).minMonths, (span as Duration).maxMonths);
    }),
    { numRuns: RUNS },
  );
});

function assertEnds(low: number | null, high: number | null): void {
  for (const end of [low, high]) assert.ok(end === null || Number.isSafeInteger(end) && end >= 0);
  assert.ok(low === null || high === null || low <= high, `${low} to ${high}`);
}
