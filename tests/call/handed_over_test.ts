import assert from "node:assert/strict";
import { arrivalOf } from "../../lib/call/dialplan.ts";
import { HandedOver } from "../../lib/call/handed_over.ts";
import type { LiveCall } from "../../lib/call/live_call.ts";
import { SteppingClock } from "./stepping_clock.ts";

function liveCall() {
  const calls = { hungUp: 0 };
  const live = { hungUp: () => calls.hungUp++ } as unknown as LiveCall;
  return { live, calls };
}

Deno.test("arrivalOf() reads what the dialplan says, and nothing else", () => {
  assert.deepEqual(arrivalOf([]), { human: false, back: null });
  assert.deepEqual(arrivalOf([""]), { human: false, back: null });
  assert.deepEqual(arrivalOf(["human"]), { human: true, back: null });
  assert.deepEqual(arrivalOf(["from-human", "NOANSWER"]), { human: false, back: "NOANSWER" });
  assert.deepEqual(arrivalOf(["from-human", "+1 202 555 0123"]), { human: false, back: "UNKNOWN" });
  assert.deepEqual(arrivalOf(["from-human"]), { human: false, back: "UNKNOWN" });
});

Deno.test("HandedOver keeps a call until it comes back, and gives it back once", () => {
  const handedOver = new HandedOver(new SteppingClock());
  const { live, calls } = liveCall();
  handedOver.keep("caller", live);
  assert.equal(handedOver.take("somebody"), null);
  assert.equal(handedOver.take("caller"), live);
  assert.equal(handedOver.take("caller"), null);
  handedOver.close();
  assert.equal(calls.hungUp, 0);
});

Deno.test("HandedOver ends a call that hangs up, that never comes back, or that comes too late", async () => {
  const clock = new SteppingClock();
  const handedOver = new HandedOver(clock);
  const { live, calls } = liveCall();
  handedOver.keep("gone", live);
  handedOver.ended("gone");
  handedOver.ended("gone");
  assert.equal(calls.hungUp, 1);
  handedOver.keep("forgotten", live);
  assert.equal(await clock.goOn(), true);
  assert.equal(calls.hungUp, 2);
  assert.equal(handedOver.take("forgotten"), null);
  handedOver.keep("still there", live);
  handedOver.close();
  assert.equal(calls.hungUp, 3);
  handedOver.keep("after the end", live);
  assert.equal(calls.hungUp, 4);
  assert.deepEqual(handedOver.channels, []);
});

Deno.test("HandedOver keeps so many calls, and ends the oldest for one more", () => {
  const handedOver = new HandedOver({ nowMs: () => 0, wakeAt: () => () => {} });
  const first = liveCall();
  handedOver.keep("first", first.live);
  const { live } = liveCall();
  for (let count = 0; first.calls.hungUp === 0; count++) {
    assert.ok(count < 1_000, "it keeps whatever comes");
    handedOver.keep(`${count}`, live);
  }
  assert.equal(handedOver.take("first"), null);
  assert.equal(handedOver.take("0"), live);
});
