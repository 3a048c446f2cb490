/** A person instead of the agent: asked for, keyed in, or needed; and what becomes of it. */
import assert from "node:assert/strict";
import { GOES_ON_WITHIN_MS } from "../../lib/core/conversation/going_on.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import {
  KEYPAD_AFTER_UNCLEAR,
  STUCK_AFTER_UNCLEAR,
  TRANSFER_PATIENCE_MS,
} from "../../lib/core/conversation/person.ts";
import { SILENCE_MS, UTTERANCE_MAX_MS } from "../../lib/core/conversation/speaking.ts";
import { nextAlarmMs } from "../../lib/core/conversation/deadlines.ts";
import type { Fact } from "../../lib/core/facts.ts";
import { MAX_CALL_MS } from "../../lib/core/limits.ts";
import { clinicAppointment } from "../stories/clinic_campaign.data.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "America/New_York", silenceMs: SILENCE_MS };
const { lines, fields, keypad } = investmentLead;
const WISH = "can I speak to a person please";

/** A call whose first question was heard. */
function asked(human = true, campaign = investmentLead): Story {
  const story = new Story({ ...setting, campaign, human }, "+12025550123");
  story.tell({ type: "call_started", dialled: "9000" }).hearOut();
  story.said();
  return story;
}

/** A call that is on its way to a person. */
function sent(): Story {
  const story = asked().says(WISH).hearOut();
  story.effects.length = 0;
  return story;
}

function withPerson(): Story {
  return sent().tell({ type: "transferred" });
}

function facts(story: Story): Fact[] {
  return story.effects.filter((effect) => effect.type === "record").map(({ fact }) => fact);
}

Deno.test("step() says one sentence to who wants a person, and transfers when it was heard", () => {
  const story = asked().says("some stocks please").brain().hearOut();
  story.said();
  story.says(WISH);
  assert.ok(!story.types().includes("transfer"));
  assert.deepEqual(story.said(), [lines.puttingThrough]);
  story.hearOut();
  assert.deepEqual(story.effects.findLast(({ type }) => type === "transfer"), {
    type: "transfer",
    note: "investment type: stocks. open: amount and risk tolerance and timeline",
  });
  assert.equal(story.tell({ type: "transferred" }).state.agent.phase, "with_person");
  assert.deepEqual(facts(story).at(-1)!.type, "handed_over");
});

Deno.test("step() calls the lead's status human_requested before the transfer", () => {
  const story = asked().says(WISH);
  const lead = facts(story).findLast((fact) => fact.type === "lead");
  assert.equal(lead!.lead.status, "human_requested");
});

Deno.test("step() lets nothing cut the sentence before a transfer short", () => {
  const story = asked().says(WISH);
  story.effects.length = 0;
  story.tell({ type: "speech_started" }, { type: "digit", digit: "1" });
  story.tell({ type: "final", text: "hello?", confidence: 1, endOfSpeech: true }).wait(3_000);
  story.tell({ type: "shutdown" }, { type: "caller_said", text: "stocks" });
  assert.deepEqual(story.types(), []);
  story.hearOut();
  assert.deepEqual(story.types(), ["record", "transfer"]);
});

Deno.test("step() transfers although the sentence's mark is lost, or the audio itself", () => {
  const unmarked = asked().says(WISH).wait(UTTERANCE_MAX_MS);
  assert.ok(unmarked.types().includes("transfer"));
  const cut = asked().says(WISH).tell({ type: "media_lost" });
  assert.ok(cut.types().includes("transfer"));
});

Deno.test("step() transfers when 0 is pressed, at once where no number is expected", () => {
  const atOnce = asked().tell({ type: "digit", digit: "0" });
  assert.deepEqual(atOnce.said(), [lines.puttingThrough]);
  const amount = asked().says("some stocks").brain().hearOut();
  amount.said();
  amount.tell({ type: "digit", digit: "0" });
  assert.deepEqual(amount.said(), [], "it may be the first digit of a number");
  amount.wait(3_000);
  assert.deepEqual(amount.said(), [lines.puttingThrough]);
});

Deno.test("step() puts a caller through who thinks of it during the goodbye", () => {
  for (const [human, said] of [[true, [lines.puttingThrough]], [false, []]] as const) {
    const story = asked(human).says("goodbye").saved(true);
    story.wait(GOES_ON_WITHIN_MS + 1).said();
    assert.deepEqual(story.says(WISH).said(), said);
  }
});

Deno.test("step() takes a 0 for what it is inside a number", () => {
  const story = asked().says("some stocks").brain().hearOut();
  for (const digit of "050000#") story.tell({ type: "digit", digit });
  const amount = { minMinor: 5_000_000, maxMinor: 5_000_000, currency: "USD" };
  assert.deepEqual(story.state.known.answers.amount?.value, amount);
  assert.equal(story.state.personTried, false);
});

Deno.test("step() transfers when the brain wishes it, after the brain's own words", () => {
  const story = asked().says("my aunt left me something and I am lost");
  const { turn } = story.state;
  story.tell({ type: "brain", turn, told: { type: "wish", wish: "person" } }).brain("I see.");
  assert.deepEqual(story.said(), ["I see.", lines.puttingThrough]);
});

Deno.test("step() says what to press after two turns in a row that were not understood", () => {
  const story = asked();
  notUnderstood(story, KEYPAD_AFTER_UNCLEAR - 1);
  assert.deepEqual(story.said(), [lines.notUnderstood, fields[0]!.reask]);
  story.hearOut();
  notUnderstood(story, 1);
  const said = story.said();
  assert.match(said[2]!, /^For stocks, press one\. /);
  assert.equal(said[3], "For a colleague, press zero.");
  story.hearOut().says("some bonds").brain();
  assert.deepEqual(story.said(), [fields[1]!.question], "and no more, once understood");
});

Deno.test("step() offers no person on the keypad where none is to be had", () => {
  const story = asked(false);
  notUnderstood(story, KEYPAD_AFTER_UNCLEAR);
  assert.ok(!story.said().includes(keypad.person));
});

Deno.test("step() puts a caller through whom it does not understand although the keypad was offered", () => {
  const story = asked();
  notUnderstood(story, STUCK_AFTER_UNCLEAR - 1);
  assert.ok(!story.said().includes(lines.puttingThrough));
  story.hearOut();
  notUnderstood(story, 1);
  assert.equal(story.said().at(-1), lines.puttingThrough);
});

Deno.test("step() takes a turn that a model answered for understood", () => {
  const story = asked();
  for (let turn = 0; turn < STUCK_AFTER_UNCLEAR; turn++) {
    story.says("blue monkeys sing").brain("Do they?").hearOut();
  }
  const said = story.said();
  assert.ok(!said.includes(lines.puttingThrough) && !said.includes(keypad.person));
});

Deno.test("step() puts through who goes on speaking to ears that have failed", () => {
  const story = asked().tell({ type: "ears_failed" }).hearOut();
  for (let turn = 0; turn < 3; turn++) {
    story.tell({ type: "speech_started" }).wait(500);
    story.tell({ type: "speech_stopped", lastSoundMs: story.atMs }).wait(4_000).hearOut();
  }
  assert.equal(story.said().at(-1), lines.puttingThrough);
});

Deno.test("step() offers a callback instead where nobody can be put through", () => {
  const story = asked(false).says(WISH);
  assert.deepEqual(story.said(), [lines.personAsked, lines.askCallback]);
});

Deno.test("step() says and wants nothing while a person has the call", () => {
  const story = withPerson();
  story.effects.length = 0;
  assert.equal(nextAlarmMs(story.state), null);
  story.tell(
    { type: "left" },
    { type: "call_started", dialled: null },
    { type: "speech_started" },
    { type: "digit", digit: "1" },
    { type: "media_lost" },
    { type: "shutdown" },
    { type: "caller_said", text: "stocks" },
  ).wait(2 * MAX_CALL_MS);
  assert.deepEqual(story.types(), []);
});

Deno.test("step() completes the record of a caller who hangs up on the person", () => {
  const story = withPerson().wait(600_000).tell({ type: "hung_up" });
  assert.equal(story.state.agent.phase, "ended");
  const { type, ...end } = facts(story).at(-1)!;
  assert.equal(type, "call_ended");
  assert.deepEqual({ ...end }, {
    call: story.state.call,
    seq: story.state.seq,
    atMs: story.atMs,
    endedBy: "agent",
    reason: "transferred",
    turns: 1,
  });
});

Deno.test("step() takes a channel that leaves during the transfer for transferred, else for hung up", () => {
  assert.equal(sent().tell({ type: "left" }).state.agent.phase, "with_person");
  const early = asked().says(WISH).tell({ type: "left" });
  assert.equal(early.state.agent.phase, "ended");
});

Deno.test("step() takes a callback when no person has taken the call", () => {
  const story = withPerson().wait(20_000);
  story.tell({ type: "transferred_back", why: "NOANSWER" });
  assert.deepEqual(story.said(), [lines.nobodyFree, lines.askCallback]);
  story.hearOut().says("yes please").brain().hearOut().says("tomorrow at three").brain().hearOut();
  story.says("yes").brain().saved(true).hearOut();
  assert.equal(story.state.agent.phase, "ended");
  const lead = facts(story).findLast((fact) => fact.type === "lead")!.lead;
  assert.equal(lead.status, "human_requested");
  assert.deepEqual(lead.fields.callback!.value, {
    wanted: true,
    at: "2026-05-05T15:00:00-04:00",
    consent: true,
  });
});

Deno.test("step() takes a callback when the transfer fails, or the PBX says nothing", () => {
  const failed = sent().tell({ type: "transfer_failed" });
  assert.deepEqual(failed.said(), [lines.nobodyFree, lines.askCallback]);
  const late = sent().wait(TRANSFER_PATIENCE_MS);
  assert.deepEqual(late.said(), [lines.nobodyFree, lines.askCallback]);
});

Deno.test("step() tells a caller whose audio was cut off that nobody is free once it is back", () => {
  const cut = asked().says(WISH).tell({ type: "media_lost" }, { type: "transfer_failed" });
  assert.deepEqual(cut.said(), [lines.puttingThrough], "nobody would hear more");
  cut.wait(5_000).tell({ type: "media_restored" });
  assert.deepEqual(cut.said(), [lines.nobodyFree, lines.askCallback]);
  const restored = asked().says(WISH).tell({ type: "media_lost" }, { type: "media_restored" });
  restored.said();
  restored.tell({ type: "transfer_failed" });
  assert.deepEqual(restored.said(), [lines.nobodyFree, lines.askCallback]);
});

Deno.test("step() ends a call whose caller hung up just as the transfer went out", () => {
  const story = sent().tell({ type: "left" }, { type: "transfer_failed" });
  assert.equal(story.state.agent.phase, "ended");
  const end = facts(story).at(-1)!;
  assert.deepEqual([end.type, "reason" in end && end.reason], ["call_ended", "hung_up"]);
});

Deno.test("step() puts nobody through a second time", () => {
  const story = withPerson().tell({ type: "transferred_back", why: "BUSY" }).hearOut();
  story.said();
  story.says(WISH);
  assert.deepEqual(story.said(), [lines.personAsked, lines.askCallback]);
});

Deno.test("step() does not count a person's time as the call's", () => {
  const story = withPerson().wait(MAX_CALL_MS).tell({ type: "transferred_back", why: "CLOSED" });
  assert.deepEqual(story.said(), [lines.nobodyFree, lines.askCallback]);
  assert.notEqual(story.state.agent.phase, "saving");
});

Deno.test("step() takes a callback from a caller who comes back to an agent without memory", () => {
  const story = new Story({ ...setting, campaign: clinicAppointment }, null);
  story.tell({ type: "transferred_back", why: "NOANSWER" });
  const { nobodyFree, askCallback } = clinicAppointment.lines;
  assert.deepEqual(facts(story).map(({ type }) => type), ["call_started", "handed_back"]);
  assert.deepEqual(story.said(), [nobodyFree, askCallback]);
});

/** So many turns of sounds that the ears don't know. */
function notUnderstood(story: Story, turns: number): void {
  for (let turn = 0; turn < turns; turn++) {
    story.hearOut().tell({ type: "speech_started" }).wait(500).tell(
      { type: "speech_stopped", lastSoundMs: story.atMs },
      { type: "not_understood" },
    );
  }
}
