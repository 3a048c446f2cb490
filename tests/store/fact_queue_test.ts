import assert from "node:assert/strict";
import type { Fact } from "../../lib/core/facts.ts";
import { directJournal } from "../../lib/store/direct_journal.ts";
import { FactQueue, FACTS_WAITING_MAX } from "../../lib/store/fact_queue.ts";
import { newCall, turnOf } from "./call_facts.ts";

const GROUP_MAX = 10;
const call = newCall();

/** A queue over a keeper that can be told to fail; `kept` holds the numbers of the facts. */
function queue() {
  const kept: number[] = [];
  const groups: number[] = [];
  const turned: string[] = [];
  let failure: Error | null = null;
  const facts = new FactQueue({
    keep: async (group) => {
      await Promise.resolve();
      if (failure) throw failure;
      groups.push(group.length);
      kept.push(...group.map(({ seq }) => seq));
    },
    groupMax: GROUP_MAX,
    turned: (error) => turned.push(error === null ? "works" : "fails"),
  });
  const fail = (error: Error | null) => void (failure = error);
  return { facts, kept, groups, turned, fail };
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

Deno.test("FactQueue keeps facts in their order, in groups of a limited size", async () => {
  const { facts, kept, groups } = queue();
  for (const seq of upTo(95)) facts.write(turnOf(call, seq, "word"));
  await facts.sync();
  assert.deepEqual(kept, upTo(95));
  assert.ok(groups.every((size) => size <= GROUP_MAX));
  assert.equal(facts.oldestAtMs, null);
});

Deno.test("FactQueue makes the facts of one moment safe together", async () => {
  const { facts, groups } = queue();
  for (const seq of upTo(5)) facts.write(turnOf(call, seq, "word"));
  await facts.sync();
  assert.deepEqual(groups, [5]);
});

Deno.test("FactQueue keeps what is written in the very moment in which a sync resolves", async () => {
  const { facts, kept } = queue();
  for (const seq of upTo(1_000)) {
    facts.write(turnOf(call, seq, "word"));
    await facts.sync();
    for (let turns = seq % 7; turns > 0; turns--) await null; // each a little later than before
  }
  assert.deepEqual(kept, upTo(1_000));
});

Deno.test("sync() rejects while nothing takes facts, and resolves when something does again", async () => {
  const { facts, kept, turned, fail } = queue();
  fail(new Error("away"));
  facts.write(turnOf(call, 1, "word"));
  await assert.rejects(facts.sync(), /away/);
  facts.write(turnOf(call, 2, "word"));
  await assert.rejects(facts.sync(), /away/);
  assert.ok(facts.isFailing);
  assert.equal(facts.waiting, 2);
  fail(null);
  await facts.sync();
  await facts.close();
  assert.deepEqual([kept, turned], [[1, 2], ["fails", "works"]]);
});

Deno.test("FactQueue counts what it can't hold, and says so until the rest is safe", async () => {
  const { facts, kept, fail } = queue();
  fail(new Error("away"));
  for (const seq of upTo(FACTS_WAITING_MAX + 2)) facts.write(turnOf(call, seq, "word"));
  await assert.rejects(facts.sync(), /some were lost/);
  assert.equal(facts.lost, 2);
  fail(null);
  await facts.close(); // one more try
  assert.deepEqual(kept, upTo(FACTS_WAITING_MAX));
  await facts.sync();
});

Deno.test("directJournal() resolves a sync when it is committed, and parks what is refused", async () => {
  const committed: number[] = [];
  const parked: number[] = [];
  const journal = directJournal({
    commit: (facts: readonly Fact[]) => {
      if (facts.some(({ seq }) => seq === 3)) return Promise.reject(new RangeError("odd"));
      committed.push(...facts.map(({ seq }) => seq));
      return Promise.resolve();
    },
    isRefusal: (error) => error instanceof RangeError,
    park: ({ seq }) => Promise.resolve(void parked.push(seq)),
    turned: () => assert.fail("a refused fact is no failure"),
  });
  for (const seq of upTo(5)) journal.write(turnOf(call, seq, "word"));
  await journal.sync();
  assert.deepEqual([committed, parked], [[1, 2, 4, 5], [3]]);
});
