import assert from "node:assert/strict";
import { Treasury } from "../../lib/core/treasury.ts";

const LIMITS = { callMicros: 100, numberMicros: 250, dayMicros: 1_000 };
const DAY = "2026-06-01";
const NEXT = "2026-06-02";
const ann = (call: string) => ({ call, number: "+12025550101" });

Deno.test("a call reaches its own limit, and others go on", () => {
  const treasury = new Treasury(LIMITS);
  treasury.spend(ann("a"), 99, DAY);
  assert.equal(treasury.reached(ann("a"), DAY), null);
  treasury.spend(ann("a"), 1, DAY);
  assert.equal(treasury.reached(ann("a"), DAY), "call");
  assert.equal(treasury.reached(ann("b"), DAY), null);
});

Deno.test("a number reaches its limit over calls, until the next day; a withheld one has none", () => {
  const treasury = new Treasury(LIMITS);
  for (const call of ["a", "b", "c"]) treasury.spend(ann(call), 90, DAY);
  for (const call of ["x", "y", "z"]) treasury.spend({ call, number: null }, 90, DAY);
  assert.equal(treasury.reached(ann("d"), DAY), "number");
  assert.equal(treasury.reached({ call: "d", number: null }, DAY), null);
  assert.equal(treasury.reached(ann("d"), NEXT), null);
});

Deno.test("a call that goes on over midnight keeps its own limit", () => {
  const treasury = new Treasury(LIMITS);
  treasury.spend(ann("a"), 60, DAY);
  treasury.spend(ann("a"), 60, NEXT);
  assert.equal(treasury.reached(ann("a"), NEXT), "call");
  assert.equal(treasury.spentMicros(NEXT), 60);
});

Deno.test("the day's limit holds everybody, with what other instances have spent", () => {
  const treasury = new Treasury(LIMITS);
  treasury.spend(ann("a"), 90, DAY);
  treasury.learn(890, DAY); // 90 of them ours
  assert.equal(treasury.spentMicros(DAY), 890);
  treasury.spend({ call: "b", number: null }, 90, DAY);
  assert.equal(treasury.spentMicros(DAY), 980);
  treasury.spend({ call: "c", number: null }, 20, DAY);
  assert.equal(treasury.reached(ann("d"), DAY), "day");
  assert.equal(treasury.reached(ann("d"), NEXT), null);
});

Deno.test("a database that is behind never makes less of what we have spent ourselves", () => {
  const treasury = new Treasury(LIMITS);
  treasury.spend(ann("a"), 90, DAY);
  treasury.learn(10, DAY);
  assert.equal(treasury.spentMicros(DAY), 90);
});

Deno.test("no limit is no limit, and a limit of nothing lets nothing be spent", () => {
  const free = new Treasury({ callMicros: null, numberMicros: null, dayMicros: null });
  free.spend(ann("a"), 10 ** 12, DAY);
  assert.equal(free.reached(ann("a"), DAY), null);
  const none = new Treasury({ ...LIMITS, callMicros: 0 });
  assert.equal(none.reached(ann("a"), DAY), "call");
});
