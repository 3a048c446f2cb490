import assert from "node:assert/strict";
import { Deadline } from "../../lib/clockwork/deadline.ts";
import { SimulatedLoop } from "./simulated_loop.ts";

const DEADLINE_MS = 1_500;
const GRACE_MS = 1_000;

/** A deadline that is set, and when it judged. */
function deadlineOn(loop: SimulatedLoop, inMs = DEADLINE_MS) {
  const deadline = new Deadline();
  const judged: number[] = [];
  deadline.set(inMs, () => judged.push(loop.nowMs));
  return { deadline, judged };
}

Deno.test("Deadline judges on time where the process is awake, and once", async () => {
  using loop = new SimulatedLoop();
  const { judged } = deadlineOn(loop);
  await loop.passes(60_000);
  assert.deepEqual(judged, [DEADLINE_MS]);
  assert.equal(loop.timers, 0, "nobody watches for standstills any more");
});

Deno.test("Deadline lets be read first what came in a standstill of 3 s", async () => {
  for (const answersInMs of [900, 2_900]) { // at what time it came can't be told afterwards
    using loop = new SimulatedLoop();
    const { deadline, judged } = deadlineOn(loop);
    loop.comes(answersInMs, () => deadline.clear());
    await loop.standsStill(3_000);
    await loop.passes(60_000);
    assert.deepEqual([judged, loop.timers], [[], 0]);
  }
});

Deno.test("Deadline finds who is silent within its grace after a standstill", async () => {
  using loop = new SimulatedLoop();
  const { judged } = deadlineOn(loop);
  await loop.passes(1_400);
  await loop.standsStill(3_000);
  await loop.passes(60_000);
  assert.deepEqual(judged, [1_400 + 3_000 + GRACE_MS]);
});

Deno.test("Deadline gives back a standstill that was over before it", async () => {
  using loop = new SimulatedLoop();
  const { judged } = deadlineOn(loop);
  await loop.passes(200);
  await loop.standsStill(600);
  await loop.passes(60_000);
  assert.equal(judged.length, 1);
  const lateMs = judged[0]! - DEADLINE_MS;
  assert.ok(lateMs <= 600 && lateMs >= 550, `${lateMs} ms`);
});

Deno.test("Deadline judges also where the process stands still again and again", async () => {
  using loop = new SimulatedLoop();
  const { judged } = deadlineOn(loop);
  for (let standstill = 0; standstill < 30; standstill++) await loop.standsStill(700);
  assert.equal(judged.length, 1);
  const graces = 3 * (GRACE_MS + 700); // each ends in a standstill at the worst
  assert.ok(judged[0]! <= DEADLINE_MS + 700 + graces, `${judged[0]} ms`);
});

Deno.test("Deadline takes no heed of standstills before it was set, nor once it is cleared", async () => {
  using loop = new SimulatedLoop();
  const other = deadlineOn(loop, 60_000); // somebody else watches already
  await loop.passes(100);
  await loop.standsStill(3_000);
  const { deadline, judged } = deadlineOn(loop);
  await loop.passes(DEADLINE_MS);
  assert.deepEqual(judged, [3_100 + DEADLINE_MS]);
  deadline.clear();
  other.deadline.clear();
  assert.equal(loop.timers, 0);
});
