/** Silence on either side: of a brain that is slow, and of a caller who says nothing. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import {
  FILLER_AFTER_MS,
  LATE_WORDS_MS,
  MORE_WORDS_MS,
} from "../../lib/core/conversation/filler.ts";
import { WORDS_PATIENCE_MS } from "../../lib/core/conversation/turn_end.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "America/New_York", silenceMs: SILENCE_MS };
const { lines, fields } = investmentLead;
const question = fields[0]!.question;

/** A call whose first question was heard. */
function asked(): Story {
  const story = new Story(setting).tell({ type: "call_started", dialled: "9000" }).hearOut();
  story.said();
  return story;
}

function sentence(story: Story, text: string): Story {
  const { turn } = story.state;
  return story.tell({ type: "brain", turn, told: { type: "sentence", text } });
}

Deno.test("step() asks a silent caller after 6 s and after 12 s, and lets go after 20 s", () => {
  const story = asked().wait(5_999);
  assert.deepEqual(story.said(), []);
  assert.deepEqual(story.wait(1).said(), [lines.stillThere, question]);
  story.hearOut().wait(5_999);
  assert.deepEqual(story.said(), []);
  assert.deepEqual(story.wait(1).said(), [lines.stillThere, question]);
  story.hearOut().wait(7_999);
  assert.equal(story.state.agent.phase, "listening");
  assert.equal(story.wait(1).state.agent.phase, "saving");
  story.saved(true);
  assert.equal(story.said().at(-1), lines.silentGoodbye);
  story.hearOut();
  assert.deepEqual(story.types().filter((type) => type !== "record"), ["hang_up"]);
});

Deno.test("step() begins the ladder of silence anew when the caller says something", () => {
  const story = asked().wait(6_000).hearOut().wait(6_000).hearOut().says("some stocks").brain();
  story.hearOut().said();
  assert.deepEqual(story.wait(5_999).said(), []);
  assert.deepEqual(story.wait(1).said()[0], lines.stillThere);
});

Deno.test("step() says a filler when nothing was said for a while, and the answer behind it", () => {
  const story = asked().says("some stocks").wait(FILLER_AFTER_MS - 1);
  assert.deepEqual(story.said(), []);
  assert.deepEqual(story.wait(1).said(), [lines.letMeSee]);
  story.effects.length = 0;
  story.brain("Stocks are fine.");
  assert.deepEqual(story.types().filter((type) => type === "hush"), []);
  assert.deepEqual(story.said().slice(0, 1), ["Stocks are fine."]);
  assert.equal(story.state.speaking[0]!.text, lines.letMeSee);
});

Deno.test("step() says no filler when the brain has spoken in time", () => {
  const story = sentence(asked().says("some stocks").wait(FILLER_AFTER_MS - 1), "Good.");
  assert.deepEqual(story.wait(5_000).said(), ["Good."]);
});

Deno.test("step() says no filler in two turns that follow each other, nor twice in one", () => {
  const story = asked().says("some stocks").wait(FILLER_AFTER_MS + 500).brain("Good.").hearOut();
  story.said();
  story.says("fifty thousand dollars").wait(FILLER_AFTER_MS + 500);
  assert.deepEqual(story.said(), []);
  story.brain("Good.").hearOut().said();
  story.says("a low risk").wait(FILLER_AFTER_MS);
  assert.deepEqual(story.said(), [lines.oneMoment]);
  story.hearOut().wait(MORE_WORDS_MS - 1);
  assert.deepEqual(story.said(), []);
});

Deno.test("step() says no filler where policy answers", () => {
  const story = asked().says("are you a robot");
  assert.equal(story.said()[0], lines.iAmAnAi);
  assert.deepEqual(story.wait(FILLER_AFTER_MS).said(), []);
});

Deno.test("step() goes on by rule when the brain leaves the caller in silence after the filler", () => {
  const story = asked().says("some stocks").wait(FILLER_AFTER_MS).hearOut();
  story.said();
  assert.deepEqual(story.wait(MORE_WORDS_MS - 1).said(), []);
  assert.deepEqual(story.wait(1).said(), [lines.accepted, fields[1]!.question]);
  assert.ok(sentence(story, "Late words.").said().length === 0);
});

Deno.test("step() puts its question when the brain falls silent after its first sentence", () => {
  const story = sentence(asked().says("some stocks"), "Good.").hearOut();
  story.said();
  assert.deepEqual(story.wait(MORE_WORDS_MS).said(), [fields[1]!.question]);
});

Deno.test("step() takes a pause for the end of a turn where no word can come", () => {
  const story = asked().tell({ type: "ears_failed" }).hearOut();
  story.said();
  story.tell({ type: "speech_started" }).wait(900);
  story.tell({ type: "speech_stopped", lastSoundMs: story.atMs }).wait(1_000);
  assert.equal(story.said()[0], lines.notUnderstood);
});

/** The caller makes a sound for so long, and the ears say nothing. */
function unheard(story: Story, soundMs: number): Story {
  story.tell({ type: "speech_started" }).wait(soundMs);
  return story.tell({ type: "speech_stopped", lastSoundMs: story.atMs });
}

Deno.test("step() says a filler while words are late, and the answer to them behind it", () => {
  const story = unheard(asked(), 900).wait(LATE_WORDS_MS - 1);
  assert.deepEqual(story.said(), []);
  assert.deepEqual(story.wait(1).said(), [lines.letMeSee]);
  story.tell({ type: "final", text: "some stocks", confidence: 0.9, endOfSpeech: true });
  assert.deepEqual(story.brain().said(), [fields[1]!.question]);
});

Deno.test("step() says that it did not understand where no word came after a filler", () => {
  const story = unheard(asked(), 900).wait(WORDS_PATIENCE_MS);
  assert.deepEqual(story.said(), [lines.letMeSee, lines.notUnderstood, question]);
  unheard(story.hearOut(), 900).wait(WORDS_PATIENCE_MS);
  assert.deepEqual(story.said(), []);
});

Deno.test("step() answers no cough with a filler", () => {
  assert.deepEqual(unheard(asked(), 300).wait(WORDS_PATIENCE_MS).said(), []);
});

Deno.test("step() answers two coughs with no filler", () => {
  const story = unheard(asked(), 150).wait(1_350);
  assert.deepEqual(unheard(story, 150).wait(WORDS_PATIENCE_MS).said(), []);
});

Deno.test("step() says no filler behind words that are still to be heard", () => {
  const story = new Story(setting).tell({ type: "call_started", dialled: null });
  story.says("hello there my friend").wait(FILLER_AFTER_MS + 500);
  assert.ok(!story.said().some((text) => text === lines.letMeSee || text === lines.oneMoment));
});

Deno.test("step() leaves a brain its time again once it has begun to speak", () => {
  const story = asked().says("some stocks").wait(FILLER_AFTER_MS).hearOut();
  sentence(story.wait(MORE_WORDS_MS - 1), "Stocks are a fine thing.");
  story.said();
  story.wait(3_000); // it is still being heard
  assert.deepEqual(sentence(story, "Really.").said(), ["Really."]);
});
