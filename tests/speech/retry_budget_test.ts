import assert from "node:assert/strict";
import { RetryBudget } from "../../lib/speech/retry_budget.ts";

Deno.test("RetryBudget lets retries be a tenth of all that is asked, and some to begin with", () => {
  const budget = new RetryBudget();
  let retries = 0;
  for (let count = 0; count < 1_000; count++) {
    budget.earn();
    if (budget.spend(count)) retries++; // every single one fails
  }
  assert.ok(retries > 90 && retries <= 112, `${retries} retries`);
});

Deno.test("RetryBudget lets one retry go in five seconds when nothing is left", () => {
  const budget = new RetryBudget();
  while (budget.spend(0));
  assert.equal(budget.spend(4_999), false);
  assert.equal(budget.spend(5_000), true);
  assert.equal(budget.spend(5_001), false);
});

Deno.test("RetryBudget saves up no more than a network's cut needs", () => {
  const budget = new RetryBudget();
  for (let count = 0; count < 10_000; count++) budget.earn();
  let retries = 0;
  while (budget.spend(0)) retries++;
  assert.equal(retries, 10);
});

Deno.test("RetryBudget lets thirty calls come back within seconds after an outage of twenty", () => {
  const budget = new RetryBudget();
  const EVERY_MS = 1_000; // as far as their back-off is on average
  let waiting = 30;
  let backAtMs = 0;
  for (let atMs = 0; waiting > 0 && atMs < 60_000; atMs += EVERY_MS) {
    const tries = Array.from({ length: waiting }, () => budget.spend(atMs)).filter(Boolean).length;
    if (atMs < 20_000) continue; // all of them in vain
    for (let count = 0; count < tries; count++) budget.succeeded();
    waiting -= tries;
    backAtMs = atMs;
  }
  assert.equal(waiting, 0);
  assert.ok(backAtMs <= 30_000, `back after ${backAtMs - 20_000} ms`);
});
