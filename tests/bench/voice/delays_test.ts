import assert from "node:assert/strict";
import { seededRandom } from "../../random.ts";
import { spreadOf } from "../../lab/pacing.ts";
import { delayOf, TABLE } from "./delays.ts";

Deno.test("delayOf() draws delays whose median is the table's, and whose 95th percentile twice of it", () => {
  const random = seededRandom(5);
  const drawn = Array.from({ length: 20_000 }, () => delayOf("finalMs", "lognormal", random));
  const { p50, p95 } = spreadOf(drawn)!;
  assert.ok(Math.abs(p50 / TABLE.finalMs - 1) < 0.03, `${p50}`);
  assert.ok(Math.abs(p95 / TABLE.finalMs - 2) < 0.06, `${p95}`);
  assert.equal(delayOf("finalMs", "fixed", random), TABLE.finalMs);
});
