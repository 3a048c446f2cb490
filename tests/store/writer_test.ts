import assert from "node:assert/strict";
import type { Fact } from "../../lib/core/facts.ts";
import { FACTS_IN_FLIGHT_MAX, type FactSource, Writer } from "../../lib/store/writer.ts";
import { newCall, STARTED_AT_MS, turnOf } from "./call_facts.ts";

const call = newCall();

/** Facts 1 to `count`, as a journal holds them. */
class Waiting implements FactSource {
  readonly #facts: Fact[];

  constructor(count: number) {
    this.#facts = Array.from({ length: count }, (_, at) => turnOf(call, at + 1, "word"));
  }

  get left(): number {
    return this.#facts.length;
  }

  peek(max: number): Promise<readonly Fact[]> {
    return Promise.resolve(this.#facts.slice(0, max));
  }

  advance(count: number): Promise<void> {
    this.#facts.splice(0, count);
    return Promise.resolve();
  }
}

/** A writer over a database that fails `failures` times, and never takes the facts `odd`. */
function writer({ failures = 0, odd = [] }: { failures?: number; odd?: readonly number[] }) {
  const batches: number[][] = [];
  const parked: number[] = [];
  const turned: string[] = [];
  let left = failures;
  const made = new Writer({
    commit: (facts) => {
      if (left-- > 0) return Promise.reject(new Error("away"));
      if (facts.some(({ seq }) => odd.includes(seq))) return Promise.reject(new RangeError("odd"));
      return Promise.resolve(void batches.push(facts.map(({ seq }) => seq)));
    },
    isRefusal: (error) => error instanceof RangeError,
    park: ({ seq }) => Promise.resolve(void parked.push(seq)),
    turned: (error) => turned.push(error === null ? "works" : "fails"),
    random: () => 0,
  });
  return { made, batches, parked, turned };
}

Deno.test("deliver() commits in batches of a limited size, in order", async () => {
  const source = new Waiting(200);
  const { made, batches } = writer({});
  await made.deliver(source);
  assert.deepEqual(batches.flat(), Array.from({ length: 200 }, (_, at) => at + 1));
  assert.ok(batches.every(({ length }) => length <= FACTS_IN_FLIGHT_MAX));
  assert.equal(made.oldestAtMs, null);
});

Deno.test("deliver() tries again for as long as it takes, and tells of it once", async () => {
  const source = new Waiting(3);
  const { made, batches, turned } = writer({ failures: 3 });
  await made.deliver(source);
  assert.deepEqual([batches, turned], [[[1, 2, 3]], ["fails", "works"]]);
});

Deno.test("deliver() tells once of a source that can't be moved on, though each commit works", async () => {
  const source = new Waiting(1);
  let left = 3;
  const advance = source.advance.bind(source);
  source.advance = (count) => left-- > 0 ? Promise.reject(new Error("disk")) : advance(count);
  const { made, turned } = writer({});
  await made.deliver(source);
  assert.deepEqual(turned, ["fails", "works"]);
});

Deno.test("deliver() parks what is refused, and holds up no other fact for it", async () => {
  const source = new Waiting(5);
  const { made, batches, parked, turned } = writer({ odd: [2, 4] });
  await made.deliver(source);
  assert.deepEqual([batches.flat(), parked, turned], [[1, 3, 5], [2, 4], []]);
});

Deno.test("stop() ends a delivery that waits for its next try, and leaves the facts", async () => {
  const source = new Waiting(3);
  const { made } = writer({ failures: Infinity });
  const delivered = made.deliver(source);
  while (!made.isFailing) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(made.oldestAtMs, STARTED_AT_MS + 1);
  made.stop();
  await delivered;
  assert.equal(source.left, 3);
});

Deno.test("commitNow() rejects at once while the database is known to be away", async () => {
  const { made, batches } = writer({ failures: Infinity });
  const delivered = made.deliver(new Waiting(1));
  while (!made.isFailing) await new Promise((resolve) => setTimeout(resolve, 1));
  await assert.rejects(made.commitNow([turnOf(call, 9, "word")]), /takes none now/);
  made.stop();
  await delivered;
  assert.deepEqual(batches, []);
});
