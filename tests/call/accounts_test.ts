import assert from "node:assert/strict";
import { Accounts } from "../../lib/call/accounts.ts";
import type { Fact } from "../../lib/core/facts.ts";
import type { CallId } from "../../lib/core/ids.ts";
import { SHIPPED_PRICES } from "../../lib/core/prices.data.ts";

const CALL = "11111111-1111-4111-8111-111111111111" as CallId;
const HOUSE = "99999999-9999-4999-8999-999999999999" as CallId;
const STARTED_AT_MS = Date.UTC(2026, 5, 1, 12);
const LISTENED = {
  ...{ provider: "deepgram", model: "nova-2", estimated: false },
  units: { heard_ms: 60_000 },
};

function books({ callMicros = 1_000_000 }: { callMicros?: number } = {}) {
  const written: Fact[] = [];
  const told: string[] = [];
  let nowMs = STARTED_AT_MS;
  const accounts = new Accounts({
    prices: SHIPPED_PRICES,
    limits: { callMicros, numberMicros: null, dayMicros: 50_000 },
    journal: { write: (fact) => void written.push(fact) },
    nowMs: () => nowMs,
    dayOf: (atMs) => new Date(atMs).toISOString().slice(0, 10),
    house: HOUSE,
    spent: ({ model }, { micros }) => told.push(`${model} ${micros}`),
    reached: (limit) => told.push(limit),
  });
  return { accounts, written, told, wait: (ms: number) => nowMs += ms };
}

const paying = { call: CALL, number: null, startedAtMs: STARTED_AT_MS };

Deno.test("used() writes down what was used, with the day's price", () => {
  const { accounts, written, told } = books();
  accounts.open(paying).used(LISTENED);
  assert.deepEqual(written, [{
    call: CALL,
    seq: 2_000_000,
    type: "cost",
    atMs: STARTED_AT_MS,
    day: "2026-06-01",
    ...LISTENED,
    currency: "USD",
    micros: 5_800,
  }]);
  assert.deepEqual(told, ["nova-2 5800"]);
  assert.equal(accounts.spentTodayMicros, 5_800);
});

Deno.test("facts of one call have numbers of their own, also when it comes back from a person", () => {
  const { accounts, written, wait } = books();
  const before = accounts.open(paying);
  for (let at = 0; at < 3; at++) before.used(LISTENED);
  wait(90_000);
  const after = accounts.open(paying);
  for (let at = 0; at < 3; at++) after.used(LISTENED);
  assert.equal(new Set(written.map(({ seq }) => seq)).size, 6);
});

Deno.test("a use without a price is written down as such, and costs nothing", () => {
  const { accounts, written } = books();
  accounts.open(paying).used({ ...LISTENED, model: "nova-99" });
  const fact = written[0]!;
  assert.equal(fact.type === "cost" && fact.micros, null);
  assert.equal(accounts.spentTodayMicros, 0);
});

Deno.test("maySpend turns at the limit, which is told once", () => {
  const { accounts, told } = books({ callMicros: 10_000 });
  const account = accounts.open(paying);
  account.used(LISTENED);
  assert.ok(account.maySpend);
  account.used(LISTENED);
  assert.deepEqual([account.maySpend, account.maySpend], [false, false]);
  assert.deepEqual(told.slice(2), ["call"]);
});

Deno.test("what no call asked for is overhead, and counts for the day alone", () => {
  const { accounts, written } = books({ callMicros: 1 });
  for (let at = 0; at < 8; at++) accounts.house.used(LISTENED);
  assert.ok(accounts.house.maySpend);
  accounts.house.used(LISTENED);
  assert.ok(accounts.isDayOver);
  assert.equal(written.length, 9);
  assert.ok(written.every(({ type, call }) => type === "overhead" && call === HOUSE));
  assert.ok(!accounts.house.maySpend);
});

Deno.test("a number's limit counts what other instances, and those before us, spent on it", async () => {
  const asked: string[] = [];
  const sum = Promise.withResolvers<number>();
  const accounts = new Accounts({
    prices: SHIPPED_PRICES,
    limits: { callMicros: null, numberMicros: 10_000, dayMicros: null },
    journal: { write: () => {} },
    nowMs: () => STARTED_AT_MS,
    dayOf: () => "2026-06-01",
    house: HOUSE,
    spent: () => {},
    reached: () => {},
    spentBy(number, day) {
      asked.push(`${number} ${day}`);
      return sum.promise;
    },
  });
  const account = accounts.open({ ...paying, number: "+12025550123" });
  assert.ok(account.maySpend, "the call doesn't wait for the database");
  sum.resolve(5_000);
  await sum.promise;
  assert.ok(account.maySpend);
  account.used(LISTENED);
  assert.ok(!account.maySpend, "5,000 by others and 5,800 here");
  assert.ok(accounts.open({ ...paying, number: "+12025550199" }).maySpend);
  assert.deepEqual(asked, ["+12025550123 2026-06-01", "+12025550199 2026-06-01"]);
});
