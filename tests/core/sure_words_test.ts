import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { leastSure, SURE_WORDS_MAX, sureWords } from "../../lib/core/sure_words.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "UTC", silenceMs: 6_000 };

function sure(text: string, ...unsure: readonly string[]) {
  return text.split(" ").map((word) => ({
    text: word,
    confidence: unsure.includes(word) ? 0.3 : 0.97,
  }));
}

Deno.test("leastSure() is that of the quote's least sure word, however it is written", () => {
  const words = sure("well I would like Stocks, please", "well", "Stocks,");
  assert.equal(leastSure("stocks", words, 0.9), 0.3);
  assert.equal(leastSure("I would like", words, 0.9), 0.97);
  assert.equal(leastSure("please and more", words, 0.9), 0.9, "nothing is known of a word");
  assert.equal(leastSure("stocks", [], 0.9), 0.9);
  assert.equal(leastSure("", words, 0.9), 0.9);
  assert.equal(leastSure("constructor", sure("yes"), 0.9), 0.9);
});

Deno.test("sureWords() keeps no more than it may", () => {
  const many = sure("yes ".repeat(SURE_WORDS_MAX).trim());
  assert.equal(sureWords(many, sure("no")).length, SURE_WORDS_MAX);
});

/** Answers the first question in words of which the ears are sure as a whole. */
function answer(text: string, ...unsure: readonly string[]): Story {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }).hearOut();
  story.tell({ type: "speech_started" }).wait(900);
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).tell({
    type: "final",
    text,
    confidence: 0.9,
    sure: sure(text, ...unsure),
    endOfSpeech: true,
  });
  return story.wait(1_000).brain().hearOut();
}

Deno.test("step() asks whether it heard the word that matters, where the ears guessed it", () => {
  const text = "I would like to buy some bonds for my children";
  const guessed = answer(text, "bonds");
  assert.deepEqual(guessed.state.known.answers.investmentType?.value, ["bonds"]);
  assert.equal(guessed.state.known.answers.investmentType?.confidence, 0.3);
  assert.deepEqual(guessed.state.asked, {
    type: "confirm",
    key: "investmentType",
    value: ["bonds"],
  });
  const elsewhere = answer(text, "children");
  assert.ok(elsewhere.state.known.answers.investmentType!.confidence > 0.9);
  assert.deepEqual(elsewhere.state.asked, { type: "field", key: "amount" });
});

Deno.test("step() doubts a word of which only the interim was heard", () => {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }).hearOut();
  story.tell({ type: "speech_started" }).wait(900);
  story.tell({ type: "interim", text: "bonds please", sure: sure("bonds", "bonds") });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(1_000).brain().hearOut();
  assert.equal(story.state.asked.type, "confirm");
});
