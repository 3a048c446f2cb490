import assert from "node:assert/strict";
import fc from "fast-check";
import {
  costOf,
  hasPrice,
  inWords,
  type Price,
  type Units,
  unpricedUnits,
} from "../../lib/core/cost.ts";
import { SHIPPED_PRICES } from "../../lib/core/prices.data.ts";

const DAY = "2026-06-01";

function used(provider: string, model: string, units: Units, day = DAY, prices = SHIPPED_PRICES) {
  return costOf({ provider, model, units, estimated: false }, prices, day).micros;
}

Deno.test("costOf() is what the providers' own pages work out", () => {
  const chat = { prompt_tokens: 1_000_000, cached_tokens: 1_000_000, answer_tokens: 1_000_000 };
  assert.equal(used("openai", "gpt-5.4-mini", chat), 750_000 + 75_000 + 4_500_000);
  assert.equal(used("openai", "tts-1", { characters: 1_000, spoken_ms: 60_000 }), 15_000);
  assert.equal(used("openai", "gpt-4o-mini-tts", { characters: 9, spoken_ms: 120_000 }), 30_000);
  assert.equal(used("deepgram", "nova-2", { heard_ms: 3_600_000 }), 348_000);
});

Deno.test("costOf() takes a dated snapshot of a model for that model, and no other name", () => {
  const units = { prompt_tokens: 4_000 };
  assert.equal(used("openai", "gpt-5.4-mini-2026-03-17", units), 3_000);
  assert.equal(used("openai", "gpt-5.4-minimal", units), null);
  assert.equal(used("deepgram", "gpt-5.4-mini", units), null);
  assert.ok(!hasPrice(SHIPPED_PRICES, "openai", "gpt-5.4-minimal"));
});

Deno.test("unpricedUnits() names what is billed and has no price on that day", () => {
  const named = (provider: string, model: string, units: Units, day = DAY) =>
    unpricedUnits({ provider, model, units }, SHIPPED_PRICES, day);
  const chat = { prompt_tokens: 5, cached_tokens: 0, answer_tokens: 2 };
  assert.deepEqual(named("openai", "gpt-5.4-mini", chat), []);
  assert.deepEqual(named("openai", "tts-1", { characters: 9, spoken_ms: 800 }), []);
  assert.deepEqual(named("openai", "gpt-99", chat), ["prompt_tokens", "answer_tokens"]);
  assert.deepEqual(named("openai", "gpt-5.4-mini", chat, "2020-01-01").length, 2);
  const half = SHIPPED_PRICES.prices.filter(({ unit }) => unit !== "answer_tokens");
  const usage = { provider: "openai", model: "gpt-5.4-mini", units: chat };
  assert.deepEqual(unpricedUnits(usage, { currency: "USD", prices: half }, DAY), ["answer_tokens"]);
});

Deno.test("costOf() takes the price that holds on the day, and of two the row that stands later", () => {
  const price = (from: string, micros: number): Price => ({
    ...{ provider: "p", model: "m", unit: "characters", per: 1, source: "a test" },
    ...{ from, micros },
  });
  const rows = [price("2026-05-01", 5), price("2026-01-01", 1), price("2026-05-01", 6)];
  const prices = { currency: "EUR", prices: rows };
  const on = (day: string) => used("p", "m", { characters: 2 }, day, prices);
  assert.deepEqual(
    [on("2025-12-31"), on("2026-01-01"), on("2026-04-30"), on("2026-05-01"), on("2027-01-01")],
    [0, 2, 2, 12, 12],
  );
});

Deno.test("costOf() is off by half a millionth at most for each unit, whatever the sizes", () => {
  const whole = (max: number) => fc.integer({ min: 0, max });
  fc.assert(fc.property(whole(2 ** 40), whole(10 ** 9), whole(10 ** 7), (count, micros, less1) => {
    const per = less1 + 1;
    const row = { provider: "p", model: "m", unit: "heard_ms", micros, per, from: "", source: "x" };
    const prices = { currency: "USD", prices: [row as Price] };
    const cost = BigInt(used("p", "m", { heard_ms: count }, DAY, prices)!);
    if (cost > BigInt(Number.MAX_SAFE_INTEGER)) return; // no such sum is ever owed
    const off = cost * BigInt(per) - BigInt(count) * BigInt(micros);
    assert.ok(2n * off <= BigInt(per) && -2n * off <= BigInt(per));
  }));
});

Deno.test("every shipped price has a day, a source, and whole numbers", () => {
  for (const { from, source, micros, per } of SHIPPED_PRICES.prices) {
    assert.match(from, /^20\d\d-[01]\d-[0-3]\d$/);
    assert.match(source, /\.com\/pricing|\/api\/pricing/);
    assert.match(source, /\b20\d\d-\d\d-\d\d\b/);
    assert.ok(Number.isSafeInteger(micros) && Number.isSafeInteger(per) && per > 0);
  }
});

Deno.test("inWords() shows money with two places or more", () => {
  assert.deepEqual(
    [0, 1, 10_000, 1_250_000, 1_234_567, 100_000_000].map(inWords),
    ["0.00", "0.000001", "0.01", "1.25", "1.234567", "100.00"],
  );
});
