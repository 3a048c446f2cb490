/** One live call, with ears, brain, voice and a leg that do at once what they are told. */
import assert from "node:assert/strict";
import { encode } from "../../lib/audio/g711.ts";
import { LiveCall } from "../../lib/call/live_call.ts";
import type { Brain, Ears, EarsEvent, EarsSession, MediaLeg } from "../../lib/call/ports.ts";
import type { Voice } from "../../lib/call/ports.ts";
import type { Fact } from "../../lib/core/facts.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { BrainRequests } from "../../lib/core/conversation/ahead.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { newCall } from "../../lib/core/conversation/state.ts";
import type { CallId, UtteranceId } from "../../lib/core/ids.ts";
import type { Fallback, TurnTiming } from "../../lib/core/turn_timing.ts";
import { SteppingClock } from "./stepping_clock.ts";

/** All its parts fall back in each turn, and say so. */
class Rig {
  readonly facts: Fact[] = [];
  readonly timings: TurnTiming[] = [];
  readonly fallbacks: Fallback[] = [];
  readonly requests: BrainRequests[] = [];
  readonly clock = new SteppingClock();
  readonly live: LiveCall;
  /** What is said now is not heard to its end, and Asterisk does not tell how much of it was. */
  isLong = false;
  #flushed: UtteranceId | null = null;
  #tell: (event: EarsEvent) => void = () => {};

  /** `before`: what the brain was asked before the call went to a person and came back. */
  constructor(before?: BrainRequests) {
    const call = "11111111-1111-4111-8111-111111111111" as CallId;
    const begun = newCall({ call, callerNumber: null, startedAtMs: 0, earsDown: false });
    this.live = new LiveCall({
      setting: {
        campaign: investmentLead,
        timeZone: "UTC",
        silenceMs: SILENCE_MS,
        thinksAhead: false,
      },
      call: before ? { ...begun, requests: before } : begun,
      clock: this.clock,
      leg: this.#leg(),
      ears: this.#ears(),
      detector: { isVoiced: () => false, close: () => {} },
      brain,
      voice,
      journal: { write: (fact) => void this.facts.push(fact), sync: () => Promise.resolve() },
      observer: {
        turnEnded: (timing) => this.timings.push(timing),
        fellBack: (fallback) => this.fallbacks.push(fallback),
        callEnded: (requests) => this.requests.push(requests),
      },
      leave: () => {},
      transfer: () => Promise.resolve(),
      trouble: () => {},
    });
  }

  /** And pauses for as long as it takes. */
  async says(text: string): Promise<void> {
    this.#tell({ type: "fell_back", to: "other ears" });
    this.#tell({ type: "final", text, confidence: 0.9, endOfSpeech: true });
    await this.clock.goOn();
    await settled();
  }

  /** Without a pause. */
  begins(text: string): void {
    this.#tell({ type: "interim", text });
  }

  #leg(): MediaLeg {
    const done: Partial<MediaLeg> = {
      encoding: "ulaw",
      play: (utterance: UtteranceId) => this.live.media({ type: "started", utterance }),
      end: (utterance: UtteranceId) => {
        if (!this.isLong) this.live.media({ type: "played", utterance });
      },
      flush: (utterance: UtteranceId) => {
        this.#flushed = utterance;
      },
      settle: () => {
        if (this.#flushed === null) return;
        this.live.media({ type: "cut", utterance: this.#flushed, heardMs: 20 });
      },
    };
    return new Proxy(done as MediaLeg, { get: (leg, key) => Reflect.get(leg, key) ?? (() => {}) });
  }

  #ears(): Ears {
    const session = new Proxy({} as EarsSession, { get: () => () => {} });
    return {
      name: "ears",
      open: (_options, tell) => {
        this.#tell = tell;
        return session;
      },
    };
  }
}

const brain: Brain = {
  name: "brain",
  answer(_request, tell) {
    tell({ type: "fell_back", to: "other brain" });
    tell({ type: "first_token" });
    tell({ type: "sentence", text: "Very good." });
    tell({ type: "done", by: "other brain" });
  },
};

const voice: Voice = {
  name: "voice",
  async *speak(_text, _signal, tell) {
    await Promise.resolve();
    tell?.({ type: "fell_back", to: "other voice" });
    yield new Int16Array(160).fill(8_000);
  },
};

/** Lets everything that is ready happen. */
async function settled(): Promise<void> {
  for (let round = 0; round < 200; round++) await Promise.resolve();
}

Deno.test("LiveCall writes down when what happened in each turn, numbered by the turn", async () => {
  const rig = new Rig();
  rig.live.start("9000");
  await settled();
  rig.clock.ms = 5_000;
  await rig.says("I would like some stocks");
  rig.live.hungUp();
  await rig.live.ended;
  const timings = rig.facts.filter((fact) => fact.type === "turn_timing");
  assert.deepEqual(timings.map(({ seq, turn }) => [seq, turn]), [[1_000_000, 0], [1_000_001, 1]]);
  assert.deepEqual(rig.timings.map(({ turn }) => turn as number), [0, 1]);
  const { atMs, decidedMs, firstTokenMs, firstSentenceMs, firstAudioMs, firstPacketMs } = rig
    .timings[1]!;
  assert.equal(atMs, 5_000);
  const atOnce = [firstTokenMs, firstSentenceMs, firstAudioMs, firstPacketMs];
  assert.deepEqual(atOnce, atOnce.map(() => decidedMs));
});

Deno.test("LiveCall tells of each part that falls back, and in which turn it was", async () => {
  const rig = new Rig();
  rig.live.start("9000");
  await settled();
  await rig.says("I would like some stocks");
  const expected: Fallback[] = [
    { part: "ears", to: "other ears" },
    { part: "brain", to: "other brain" },
    { part: "voice", to: "other voice" },
  ];
  assert.deepEqual(rig.timings[1]!.fallbacks, expected);
  assert.deepEqual(rig.fallbacks.filter(({ part }) => part !== "voice"), expected.slice(0, 2));
  rig.live.hungUp();
});

Deno.test("LiveCall counts what the brain was asked before the call came back no second time", async () => {
  for (const before of [undefined, { plain: 3, kept: 2, dropped: 1 }]) {
    const rig = new Rig(before);
    rig.live.start("9000");
    await settled();
    await rig.says("I would like some stocks");
    rig.live.hungUp();
    await rig.live.ended;
    assert.deepEqual(rig.requests, [{ plain: 1, kept: 0, dropped: 0 }]);
  }
});

Deno.test("LiveCall writes the turn down that a hang-up cuts off", async () => {
  const rig = new Rig();
  rig.live.start("9000");
  rig.live.hungUp();
  await rig.live.ended;
  assert.deepEqual(rig.facts.map(({ type }) => type).slice(-2), ["call_ended", "turn_timing"]);
  const { turn, firstHeardMs, interruptedAfterMs } = rig.timings[0]!;
  assert.deepEqual([turn, firstHeardMs, interruptedAfterMs], [0, null, null]);
});

Deno.test("LiveCall keeps what was heard of a sentence that is just being cut when the caller hangs up", async () => {
  const rig = new Rig();
  rig.live.start("9000");
  await settled();
  rig.isLong = true;
  await rig.says("I would rather hear about something else first");
  rig.begins("no wait a moment please");
  rig.live.hungUp();
  await rig.live.ended;
  const lines = rig.facts.filter((fact) => fact.type === "turn" && fact.speaker === "agent");
  assert.partialDeepStrictEqual(lines.at(-1), { text: "Very good." });
});

Deno.test("LiveCall hangs up on a fax by its tone", async () => {
  const rig = new Rig();
  rig.live.start("9000");
  await settled();
  const tone = Int16Array.from({ length: 4_000 }, (_, at) => 8_000 * Math.sin(at * 0.8639)); // 1100 Hz
  for (let at = 0; at < tone.length; at += 160) {
    const bytes = encode("ulaw", tone.subarray(at, at + 160));
    rig.live.media({ type: "frame", bytes, atMs: at / 8 });
  }
  const { agent } = await rig.live.ended;
  assert.equal(agent.phase, "ended");
  const ended = rig.facts.find((fact) => fact.type === "call_ended");
  assert.equal(ended?.reason, "fax");
});
