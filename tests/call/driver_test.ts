import assert from "node:assert/strict";
import { CallDriver, type Verbs } from "../../lib/call/driver.ts";
import type { Clock } from "../../lib/call/ports.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { CallEffect, NewCall } from "../../lib/core/conversation/state.ts";
import { MAX_INBOX } from "../../lib/core/limits.ts";
import type { CallId } from "../../lib/core/ids.ts";

const setting = { campaign: investmentLead, timeZone: "UTC", silenceMs: 7_000 };
const call: NewCall = {
  call: "11111111-1111-4111-8111-111111111111" as CallId,
  callerNumber: null,
  startedAtMs: 1_000,
  earsDown: false,
};

/** A clock that stands still, and shows the one alarm that is set. */
class StandingClock implements Clock {
  alarmMs: number | null = null;
  ms = 1_000;
  nowMs(): number {
    return this.ms;
  }
  wakeAt(atMs: number): () => void {
    this.alarmMs = atMs;
    return () => {
      this.alarmMs = null;
    };
  }
}

const TYPES: CallEffect["type"][] = [
  "speak",
  "hush",
  "ask_brain",
  "drop_brain",
  "think_ahead",
  "keep_ahead",
  "drop_ahead",
  "expect",
  "record",
  "save",
  "hang_up",
  "hand_over",
];

function verbs(perform: (effect: CallEffect) => void): Verbs {
  return Object.fromEntries(TYPES.map((type) => [type, perform])) as unknown as Verbs;
}

Deno.test("CallDriver.receive() finishes one event before it takes an answer to it", () => {
  const log: string[] = [];
  const clock = new StandingClock();
  const driver: CallDriver = new CallDriver(
    setting,
    call,
    clock,
    verbs((effect) => {
      if (effect.type !== "speak") return;
      log.push(`speak ${effect.utterance}`);
      driver.receive({ type: "utterance_played", utterance: effect.utterance });
      log.push(`given ${effect.utterance}`);
    }),
  );
  driver.receive({ type: "call_started", dialled: null });
  assert.deepEqual(log.slice(0, 4), ["speak 1", "given 1", "speak 2", "given 2"]);
  assert.equal(driver.state.agent.phase, "listening");
  assert.equal(clock.alarmMs, 1_000 + 7_000);
});

Deno.test("CallDriver ends a call that is flooded with events", async () => {
  const reasons: string[] = [];
  const driver: CallDriver = new CallDriver(
    setting,
    call,
    new StandingClock(),
    verbs((effect) => {
      if (effect.type === "record" && effect.fact.type === "call_ended") {
        reasons.push(effect.fact.reason);
      }
      if (effect.type !== "speak" || effect.utterance !== 1) return;
      for (let event = 0; event < MAX_INBOX + 2; event++) driver.receive({ type: "alarm" });
    }),
  );
  driver.receive({ type: "call_started", dialled: null });
  await driver.ended;
  assert.deepEqual(reasons, ["flooded"]);
});

Deno.test("CallDriver sets no alarm for a call that has ended", async () => {
  const clock = new StandingClock();
  const driver = new CallDriver(setting, call, clock, verbs(() => {}));
  driver.receive({ type: "call_started", dialled: null });
  driver.receive({ type: "hung_up" });
  assert.equal((await driver.ended).agent.phase, "ended");
  assert.equal(clock.alarmMs, null);
});
