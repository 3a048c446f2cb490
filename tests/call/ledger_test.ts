/** The ledger of turns, beside a real conversation whose voice, brain and media the test plays. */
import assert from "node:assert/strict";
import { CallDriver, type Verbs } from "../../lib/call/driver.ts";
import { TurnLedger } from "../../lib/call/ledger.ts";
import type { Clock } from "../../lib/call/ports.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { FILLER_AFTER_MS, LATE_WORDS_MS } from "../../lib/core/conversation/filler.ts";
import { DECIDE_MS } from "../../lib/core/conversation/interruption.ts";
import { QUIET_MS } from "../../lib/core/conversation/turn_end.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { DIGIT_PAUSE_MS } from "../../lib/core/conversation/pressing.ts";
import type { Undated } from "../../lib/core/conversation/state.ts";
import type { CallId, TurnId, UtteranceId } from "../../lib/core/ids.ts";
import type { Fallback, TurnTiming } from "../../lib/core/turn_timing.ts";

/** From the caller's last sound until voice activity and ears have told everything. */
const HEARD_MS = QUIET_MS.open;

class Rig implements Clock {
  readonly told: TurnTiming[] = [];
  readonly fallbacks: Fallback[] = [];
  readonly spoken: UtteranceId[] = [];
  readonly ledger = new TurnLedger({
    turnEnded: (timing) => this.told.push(timing),
    fellBack: (fallback) => this.fallbacks.push(fallback),
  });
  readonly driver: CallDriver;
  ms = 50_000;

  constructor() {
    const call = "11111111-1111-4111-8111-111111111111" as CallId;
    const verbs = new Proxy({} as Verbs, {
      get: (_, type) => (effect: { utterance: UtteranceId }) => {
        if (type === "speak") this.spoken.push(effect.utterance);
      },
    });
    this.driver = new CallDriver(
      { campaign: investmentLead, timeZone: "UTC", silenceMs: SILENCE_MS },
      { call, callerNumber: null, startedAtMs: this.ms, earsDown: false },
      this,
      verbs,
      (event, effects, state) => this.ledger.step(event, effects, state),
    );
    this.tell({ type: "call_started", dialled: null });
  }

  nowMs(): number {
    return this.ms;
  }

  wakeAt(): () => void {
    return () => {};
  }

  after(ms: number): this {
    this.ms += ms;
    return this;
  }

  tell(event: Undated): this {
    this.driver.receive(event);
    return this;
  }

  /** Everything given to the voice is made, sent and heard: 180 ms, 2 ms, and 1 s for each. */
  hearOut(): this {
    for (const utterance of this.spoken.splice(0)) {
      this.sends(utterance).after(1_000).tell({ type: "utterance_played", utterance });
    }
    return this;
  }

  sends(utterance: UtteranceId): this {
    this.ledger.moment("voice_asked", utterance, this.ms);
    this.ledger.moment("first_audio", utterance, this.after(180).ms);
    this.ledger.moment("first_packet", utterance, this.after(2).ms);
    return this;
  }

  says(text: string): this {
    this.tell({ type: "speech_started" }).after(800);
    const lastSoundMs = this.ms;
    this.after(HEARD_MS).tell({ type: "speech_stopped", lastSoundMs });
    return this.tell({ type: "final", text, confidence: 0.9, endOfSpeech: true });
  }

  /** One sentence 250 ms after a token. */
  brain(text: string): this {
    const { turn } = this.driver.state;
    this.ledger.firstToken(turn, this.after(250).ms);
    this.after(50).tell({ type: "brain", turn, told: { type: "sentence", text } });
    return this.tell({ type: "brain", turn, told: { type: "done", by: "test" } });
  }
}

/** A call whose greeting was heard. */
function greeted(): Rig {
  const rig = new Rig().hearOut();
  rig.told.length = 0;
  return rig.after(500);
}

Deno.test("TurnLedger tells of the greeting how long the caller waited for it", () => {
  const { told } = new Rig().hearOut();
  const { turn, atMs, firstPacketMs, firstHeardMs, lastHeardMs } = told[0]!;
  assert.deepEqual([told.length, turn, atMs, firstPacketMs], [1, 0, 50_000, 182]);
  assert.deepEqual([firstHeardMs, lastHeardMs], [1_182, 3 * 1_182]);
});

Deno.test("TurnLedger tells of a turn when everything happened, from the caller's last sound", () => {
  const rig = greeted();
  const lastSoundMs = rig.ms + 800;
  rig.says("I would like some stocks").brain("Very good.").hearOut();
  const { lastHeardMs, ...timing } = rig.told[0]!;
  assert.equal(rig.told.length, 1);
  assert.deepEqual(timing, {
    turn: 1,
    atMs: lastSoundMs,
    decidedMs: HEARD_MS,
    brainAskedMs: HEARD_MS,
    firstTokenMs: HEARD_MS + 250,
    firstSentenceMs: HEARD_MS + 300,
    fillerMs: null,
    voiceAskedMs: HEARD_MS + 300,
    firstAudioMs: HEARD_MS + 480,
    firstPacketMs: HEARD_MS + 482,
    firstHeardMs: HEARD_MS + 1_482,
    interruptedAfterMs: null,
    fallbacks: [],
  });
  assert.ok(lastHeardMs! > timing.firstHeardMs!, "the next question was heard later");
});

Deno.test("TurnLedger tells when a brain was asked ahead whose answer was kept, and of no other", () => {
  for (const more of ["", "and bonds"]) {
    const rig = greeted().tell({ type: "speech_started" }).after(800);
    const lastSoundMs = rig.ms;
    rig.tell({ type: "final", text: "some stocks", confidence: 0.9, endOfSpeech: false });
    rig.after(100).tell({ type: "speech_paused", lastSoundMs });
    const { generation, turn: before } = rig.driver.state;
    assert.equal(generation, 1, "it was asked");
    const turn = (before + 1) as TurnId;
    const told = { type: "sentence", text: "Very good." } as const;
    rig.after(40).tell({ type: "thought_ahead", turn, generation, told });
    if (more) rig.tell({ type: "final", text: more, confidence: 0.9, endOfSpeech: false });
    rig.after(5_000).tell({ type: "alarm" }).brain("Very good.").hearOut();
    const { decidedMs, brainAskedMs, firstSentenceMs } = rig.told[0]!;
    assert.equal(decidedMs, 100 + 40 + 5_000);
    const ahead = [100, 100 + 40];
    assert.deepEqual([brainAskedMs, firstSentenceMs], more ? [decidedMs, decidedMs + 300] : ahead);
  }
});

Deno.test("TurnLedger tells how much of an answer was heard when the caller breaks in", () => {
  const rig = greeted().says("I would like some stocks").brain("Very good.");
  rig.sends(rig.spoken[0]!).after(640).tell({ type: "speech_started" });
  rig.after(DECIDE_MS).tell({ type: "alarm" });
  assert.equal(rig.told.length, 1);
  assert.equal(rig.told[0]!.turn, 1);
  assert.equal(rig.told[0]!.interruptedAfterMs, 640);
  assert.equal(rig.told[0]!.lastHeardMs, null);
});

Deno.test("TurnLedger takes what ends the call or the line for no interruption", () => {
  for (const event of [{ type: "hung_up" }, { type: "media_lost" }] as const) {
    const rig = greeted().says("I would like some stocks").brain("Very good.");
    rig.sends(rig.spoken[0]!).tell(event);
    rig.ledger.close();
    assert.deepEqual(rig.told.map(({ interruptedAfterMs }) => interruptedAfterMs), [null]);
  }
});

Deno.test("TurnLedger keeps a filler apart from the answer", () => {
  const rig = greeted().says("I would like some stocks").after(FILLER_AFTER_MS);
  rig.tell({ type: "alarm" }).sends(rig.spoken.shift()!).brain("Very good.").hearOut();
  const [{ fillerMs, firstSentenceMs, firstPacketMs }] = rig.told as [TurnTiming];
  assert.equal(fillerMs, HEARD_MS + FILLER_AFTER_MS + 182);
  assert.equal(firstPacketMs, firstSentenceMs! + 182);
});

Deno.test("TurnLedger counts a filler that is said before the words have come", () => {
  const rig = greeted().tell({ type: "speech_started" }).after(800);
  const soundEndedAtMs = rig.ms;
  rig.tell({ type: "speech_stopped", lastSoundMs: rig.ms }).after(LATE_WORDS_MS);
  rig.tell({ type: "alarm" }).sends(rig.spoken.shift()!).after(100);
  rig.tell({ type: "final", text: "some stocks", confidence: 0.9, endOfSpeech: true });
  rig.brain("Very good.").hearOut();
  const [{ turn, atMs, fillerMs, decidedMs, fallbacks }] = rig.told as [TurnTiming];
  assert.deepEqual([turn, atMs, fillerMs], [1, soundEndedAtMs, LATE_WORDS_MS + 182]);
  assert.deepEqual([decidedMs, fallbacks], [LATE_WORDS_MS + 282, []]);
});

Deno.test("TurnLedger tells which part fell back to what, in the turn that it was for", () => {
  const rig = greeted();
  rig.ledger.fellBack({ part: "ears", to: "whole" });
  rig.says("I would like some stocks");
  rig.ledger.fellBack({ part: "ears", to: "keypad" });
  rig.ledger.fellBack({ part: "brain", to: "scripted" });
  rig.brain("Very good.").hearOut();
  const expected = [{ part: "ears", to: "whole" }, { part: "brain", to: "scripted" }];
  assert.deepEqual(rig.told[0]!.fallbacks, expected);
  assert.equal(rig.fallbacks.length, 3);
});

Deno.test("TurnLedger takes a brain that is passed over for one that fell back to the script", () => {
  const rig = greeted().says("I would like some stocks").after(60_000).tell({ type: "alarm" });
  rig.hearOut();
  assert.deepEqual(rig.told[0]!.fallbacks, [{ part: "brain", to: "scripted" }]);
});

Deno.test("TurnLedger takes a caller who goes on speaking for no fallback", () => {
  const rig = greeted().says("I would like some stocks").tell({ type: "speech_started" });
  rig.after(DECIDE_MS).tell({ type: "alarm" });
  assert.equal(rig.driver.state.agent.phase, "listening");
  assert.deepEqual(rig.fallbacks, []);
});

Deno.test("TurnLedger keeps a bounded list of fallbacks, each once, and tells of all", () => {
  const rig = greeted();
  for (let at = 0; at < 100; at++) rig.ledger.fellBack({ part: "ears", to: `ears ${at >> 1}` });
  rig.says("I would like some stocks").brain("Very good.").hearOut();
  const kept = rig.told[0]!.fallbacks.map(({ to }) => to);
  assert.deepEqual(kept, Array.from({ length: 8 }, (_, at) => `ears ${at}`));
  assert.equal(rig.fallbacks.length, 100);
});

Deno.test("TurnLedger counts words after their turn from the sound that they were said in", () => {
  const rig = greeted();
  const lastSoundMs = rig.ms + 800;
  rig.says("some stocks").after(150);
  rig.tell({ type: "final", text: "and bonds", confidence: 0.9, endOfSpeech: true });
  rig.after(5_000).tell({ type: "alarm" }).brain("Very good.").hearOut();
  assert.deepEqual(rig.told.map(({ turn, atMs }) => [turn, atMs]), [
    [1, lastSoundMs],
    [2, lastSoundMs],
  ]);
});

Deno.test("TurnLedger counts from a key that was pressed, and from words that nobody heard begin", () => {
  const pressed = greeted();
  const pressedAtMs = pressed.ms;
  pressed.tell({ type: "digit", digit: "1" }).after(DIGIT_PAUSE_MS).tell({ type: "alarm" });
  pressed.brain("Very good.").hearOut();
  assert.equal(pressed.told[0]!.atMs, pressedAtMs);
  const late = greeted();
  const heardAtMs = late.ms;
  late.tell({ type: "final", text: "some stocks", confidence: 0.9, endOfSpeech: true });
  late.after(QUIET_MS.answered).tell({ type: "alarm" }).brain("Very good.").hearOut();
  assert.equal(late.told[0]!.atMs, heardAtMs);
});
