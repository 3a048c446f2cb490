import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { AWAY_MAX_MS } from "../../lib/core/conversation/away.ts";
import { DECIDE_MS } from "../../lib/core/conversation/interruption.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { CONFIRM_BELOW } from "../../lib/core/evidence.ts";
import { QUIET_MS, WORDS_PATIENCE_MS } from "../../lib/core/conversation/turn_end.ts";
import { THINK_MAX_MS } from "../../lib/core/conversation/replying.ts";
import { SAVE_PATIENCE_MS } from "../../lib/core/conversation/closing.ts";
import { MAX_CALL_MS, MAX_TURNS } from "../../lib/core/limits.ts";
import { START_MS, Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "America/New_York", silenceMs: SILENCE_MS };
const { lines, fields } = investmentLead;

function started(callerNumber: string | null = null): Story {
  return new Story(setting, callerNumber).tell({ type: "call_started", dialled: "9000" });
}

/** A call whose first question was heard. */
function asked(): Story {
  const story = started().hearOut();
  story.said();
  return story;
}

Deno.test("step() greets, says that it is an AI, and puts the first question", () => {
  assert.deepEqual(started().said(), [lines.greeting, lines.disclosure, fields[0]!.question]);
});

Deno.test("step() lets the disclosure be heard to its end when the caller talks over it", () => {
  const story = started();
  story.tell({ type: "speech_started" }).wait(DECIDE_MS);
  const disclosure = story.state.speaking.find(({ text }) => text === lines.disclosure)!;
  assert.deepEqual(story.effects.at(-1), { type: "hush", keep: disclosure.utterance });
  assert.deepEqual(story.state.speaking.map(({ text }) => text), [
    lines.greeting,
    lines.disclosure,
  ]);
});

Deno.test("step() asks the brain once the ears hold that the caller has paused", () => {
  const story = asked().says("I would like some stocks");
  assert.equal(story.state.agent.phase, "thinking");
  assert.equal(story.effects.filter(({ type }) => type === "ask_brain").length, 1);
});

Deno.test("step() ends a turn by its pause where the ears don't", () => {
  const story = asked().tell({ type: "speech_started" }).wait(500);
  story.tell(
    { type: "final", text: "some stocks", confidence: 0.9, endOfSpeech: false },
    { type: "speech_stopped", lastSoundMs: story.atMs },
  );
  story.wait(QUIET_MS.answered - 1);
  assert.equal(story.state.agent.phase, "listening");
  story.wait(1);
  assert.equal(story.state.agent.phase, "thinking");
});

Deno.test("step() goes with the interim words when the final never comes", () => {
  const story = asked().tell({ type: "speech_started" }, { type: "interim", text: "some stocks" });
  story.tell({ type: "speech_stopped", lastSoundMs: story.atMs }).wait(2_000);
  assert.equal(story.state.agent.phase, "thinking");
});

Deno.test("step() flushes audio and drops the brain on barge-in, and speaks no late words", () => {
  const story = asked().says("some stocks");
  const { turn } = story.state;
  story.tell({ type: "brain", turn, told: { type: "sentence", text: "Good." } });
  story.effects.length = 0;
  story.tell({ type: "speech_started" }).wait(DECIDE_MS);
  assert.deepEqual(story.types(), ["pause", "hush", "drop_brain"]);
  story.effects.length = 0;
  story.tell({ type: "brain", turn, told: { type: "sentence", text: "Late words." } });
  assert.deepEqual(story.said(), []);
});

Deno.test("step() puts the question again when a noise cut it short", () => {
  const story = started().hearOut(2).wait(300);
  story.said();
  story.tell({ type: "speech_started" }).wait(DECIDE_MS);
  story.tell({ type: "speech_stopped", lastSoundMs: story.atMs }).wait(WORDS_PATIENCE_MS);
  assert.deepEqual(story.said(), [fields[0]!.question]);
});

Deno.test("step() answers by rule when the brain takes too long", () => {
  const story = asked().says("some stocks");
  story.wait(THINK_MAX_MS);
  assert.deepEqual(story.said().slice(-2), [lines.accepted, fields[1]!.question]);
});

Deno.test("step() says that the lead is saved only when it is on disk", () => {
  for (const ok of [true, false]) {
    const story = asked().says("some stocks").brain().hearOut().says("goodbye");
    assert.ok(!story.said().includes(lines.saved));
    story.saved(ok);
    assert.equal(story.said()[0], ok ? lines.saved : lines.notSaved);
  }
});

Deno.test("step() doesn't call a correction saved because an earlier save came late", () => {
  const story = asked().says("some stocks").brain().hearOut().says("goodbye");
  const first = story.effects.findLast((effect) => effect.type === "save")!;
  story.wait(SAVE_PATIENCE_MS).says("no wait, make that bonds").brain().hearOut();
  assert.equal(story.state.agent.phase, "saving");
  story.said();
  story.tell({ type: "saved", seq: first.seq, ok: true });
  assert.deepEqual(story.said(), []);
  story.saved(true);
  assert.equal(story.said()[0], lines.saved);
});

Deno.test("step() goes on without the disk when the disk takes too long", () => {
  const story = asked().says("some stocks").brain().hearOut().says("goodbye");
  story.wait(SAVE_PATIENCE_MS);
  assert.ok(story.said().includes(lines.notSaved));
});

Deno.test("step() closes a call at its greatest length, and not before", () => {
  const long = asked();
  const left = () => START_MS + MAX_CALL_MS - long.atMs;
  while (left() > 30_000) long.says("hold on").hearOut().wait(20_000);
  long.said();
  long.wait(left() - 1);
  assert.equal(long.state.agent.phase, "speaking");
  long.wait(1);
  assert.equal(long.state.agent.phase, "saving");
  assert.equal(long.saved(true).said().at(-1), lines.tooLong);
});

Deno.test("step() closes a call with too many turns", () => {
  const talkative = asked();
  const words = ["are you a robot", "is this a robot"]; // the same again and again is a machine's
  for (let turn = 0; turn < MAX_TURNS; turn++) talkative.says(words[turn % 2]!).hearOut();
  assert.equal(talkative.state.turn, MAX_TURNS);
  assert.equal(talkative.state.agent.phase, "saving");
});

Deno.test("step() records everything and says nothing after a hang-up at any moment", () => {
  const moments: ((story: Story) => void)[] = [
    () => {},
    (story) => story.hearOut(),
    (story) => story.hearOut().tell({ type: "speech_started" }),
    (story) => story.hearOut().says("some stocks"),
    (story) => story.hearOut().says("some stocks").brain("Good."),
    (story) => story.hearOut().says("goodbye"),
  ];
  for (const moment of moments) {
    const story = started();
    moment(story);
    story.effects.length = 0;
    story.tell({ type: "hung_up" }).wait(60_000);
    story.tell({ type: "speech_started" }, { type: "caller_said", text: "hello?" });
    const facts = story.effects.filter((effect) => effect.type === "record");
    assert.equal(facts.at(-1)!.fact.type, "call_ended");
    assert.deepEqual(story.said(), []);
  }
});

Deno.test("step() takes words that come after the end of their turn as one more turn", () => {
  const story = asked().says("some stocks");
  story.tell({ type: "final", text: "and bonds", confidence: 0.9, endOfSpeech: true });
  assert.deepEqual(story.state.known.answers.investmentType?.value, ["stocks", "bonds"]);
});

Deno.test("step() apologises and gives the caller back to the dialplan on shutdown", () => {
  const story = asked().tell({ type: "shutdown" });
  assert.deepEqual(story.said(), [lines.apology]);
  story.hearOut();
  assert.ok(story.types().includes("hand_over"));
});

Deno.test("step() takes a proposal only with a quote from the turn and a value the rules can read", () => {
  const story = asked().says("my aunt left me something");
  const { turn } = story.state;
  const propose = (value: string, quote: string) =>
    story.tell({ type: "brain", turn, told: { type: "proposal", key: "amount", value, quote } });
  propose("one million dollars", "I have one million");
  propose("a nice sum", "left me something");
  assert.deepEqual(Object.keys(story.state.known.answers), []);
  propose("fifty thousand dollars", "left me something");
  assert.equal(story.state.known.answers["amount"]?.by, "model");
});

Deno.test("step() asks about a proposal whose words the ears guessed", () => {
  const story = asked().says("my aunt left me something", 0.4);
  const [value, quote] = ["fifty thousand dollars", "left me something"];
  const told = { type: "proposal", key: "amount", value: value!, quote: quote! } as const;
  story.tell({ type: "brain", turn: story.state.turn, told }).brain();
  assert.deepEqual([story.state.asked.type], ["confirm"]);
});

Deno.test("step() takes a number and its unit, told in two turns, for one answer", () => {
  for (const [first, then] of [["five", "years"], ["years", "I'd say five"], ["five", "months"]]) {
    const story = asked().says("stocks, fifty thousand dollars, low risk").brain().hearOut();
    story.says(first!).brain().hearOut();
    assert.equal(story.state.known.answers.timeline, undefined, first);
    story.says(then!);
    const { value, quote, confidence } = story.state.known.answers.timeline!;
    const months = then === "months" ? 5 : 60;
    assert.deepEqual(value, {
      minMonths: months,
      maxMonths: months,
      horizon: months > 12 ? "medium" : "short",
    });
    assert.equal(quote, then);
    assert.ok(confidence >= CONFIRM_BELOW);
  }
  const other = asked().says("stocks, fifty thousand dollars").brain().hearOut().says("five");
  assert.equal(other.brain().hearOut().says("years").state.known.answers.timeline, undefined);
});

Deno.test("step() says what to press as soon as the ears fail, and once for each question", () => {
  const story = asked().tell({ type: "ears_failed" });
  const hint = story.said().join(" ");
  assert.match(hint, /^For stocks, press one\. /);
  story.tell({ type: "ears_restored" }, { type: "ears_failed" });
  assert.deepEqual(story.said(), []);
});

Deno.test("step() does not wait for words when the ears have failed", () => {
  const story = asked().tell({ type: "speech_started" }, { type: "ears_failed" });
  story.wait(500).tell({ type: "speech_stopped", lastSoundMs: story.atMs }).wait(WORDS_PATIENCE_MS);
  const said = story.said();
  assert.deepEqual(said.slice(0, 2), [lines.notUnderstood, fields[0]!.question]);
  assert.match(said[2]!, /press one/);
});

Deno.test("step() says nothing while the caller's audio is cut off, and puts the question again", () => {
  const story = asked().tell({ type: "media_lost" }).wait(60_000);
  assert.deepEqual([story.said(), story.types()], [[], []]);
  story.tell({ type: "media_restored" });
  assert.deepEqual(story.said(), [fields[0]!.question]);
  story.hearOut().says("bonds").brain();
  assert.deepEqual(story.state.known.answers.investmentType?.value, ["bonds"]);
});

Deno.test("step() says the disclosure again when a cut took it from the caller", () => {
  const story = started();
  story.said();
  story.hearOut(1).tell({ type: "media_lost" }).wait(1_000);
  assert.deepEqual(story.types(), ["record", "hush"]);
  story.effects.length = 0;
  story.tell({ type: "media_restored" });
  assert.deepEqual(story.said(), [lines.disclosure, fields[0]!.question]);
});

Deno.test("step() answers what was said before a cut once the caller can hear it", () => {
  const story = asked().tell({ type: "speech_started" }).wait(500);
  story.tell({ type: "media_lost" }, {
    type: "final",
    text: "some stocks",
    confidence: 0.9,
    endOfSpeech: true,
  }).wait(20_000);
  assert.equal(story.types().includes("ask_brain"), false);
  story.tell({ type: "media_restored" });
  assert.deepEqual(story.state.known.answers.investmentType?.value, ["stocks"]);
  assert.equal(story.state.agent.phase, "thinking");
});

Deno.test("step() drops an answer in the making when the audio is cut off", () => {
  const story = asked().says("some stocks");
  const { turn } = story.state;
  story.tell({ type: "media_lost" });
  assert.ok(story.types().includes("drop_brain"));
  story.said();
  story.tell({ type: "brain", turn, told: { type: "sentence", text: "Fine." } });
  assert.deepEqual(story.said(), []);
  story.tell({ type: "media_restored" });
  assert.deepEqual(story.said(), [fields[1]!.question]);
});

Deno.test("step() gives the caller to the dialplan when a cut lasts too long", () => {
  const story = asked().tell({ type: "media_lost" }).wait(AWAY_MAX_MS - 1);
  assert.equal(story.state.agent.phase, "away");
  story.wait(1);
  assert.ok(story.types().includes("hand_over"));
  assert.equal(story.state.agent.phase, "ended");
});

Deno.test("step() ends a call whose goodbye nobody can hear", () => {
  const story = asked().says("not interested, goodbye").brain().saved(true);
  assert.equal(story.state.agent.phase, "closing");
  story.tell({ type: "media_lost" });
  assert.ok(story.types().includes("hang_up"));
  assert.equal(story.state.agent.phase, "ended");
});
