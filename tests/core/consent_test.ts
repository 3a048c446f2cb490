import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { SILENCE_MS, UTTERANCE_MAX_MS } from "../../lib/core/conversation/speaking.ts";
import type { Fact } from "../../lib/core/facts.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "America/New_York", silenceMs: SILENCE_MS };
const { lines, id: campaign, version: campaignVersion } = investmentLead;

type Of<Type extends Fact["type"]> = Extract<Fact, { type: Type }>;

function started(): Story {
  return new Story(setting).tell({ type: "call_started", dialled: "9000" });
}

function factsOf<Type extends Fact["type"]>({ effects }: Story, type: Type): Of<Type>[] {
  return effects
    .flatMap((effect) => effect.type === "record" ? [effect.fact] : [])
    .filter((fact): fact is Of<Type> => fact.type === type);
}

function agreed(story: Story, about: "transcript" | "callback") {
  return factsOf(story, "consent").filter((fact) => fact.about === about);
}

/** All that has to be known is known: the callback is what is asked next. */
function askedForCallback(): Story {
  const story = started().hearOut();
  for (const text of ["stocks", "fifty thousand dollars", "moderate", "in five years"]) {
    story.says(text).brain().hearOut();
  }
  assert.equal(story.state.asked.type, "callback");
  return story;
}

Deno.test("step() proves the disclosure once its mark has come back, and not before", () => {
  const story = started().hearOut(1);
  assert.deepEqual(factsOf(story, "disclosed"), []);
  story.wait(3_000).hearOut(1);
  const [proof, ...more] = factsOf(story, "disclosed");
  assert.deepEqual(more, []);
  assert.deepEqual(proof, {
    type: "disclosed",
    call: story.state.call,
    seq: story.state.seq,
    atMs: story.atMs,
    campaign,
    campaignVersion,
    text: lines.disclosure,
  });
});

Deno.test("step() takes a mark behind later words for proof of the disclosure, too", () => {
  const story = started();
  story.tell({ type: "utterance_played", utterance: story.state.speaking[2]!.utterance });
  assert.equal(factsOf(story, "disclosed").length, 1);
});

Deno.test("step() proves no disclosure by marks that were lost, and none to who hung up", () => {
  const lost = started().wait(UTTERANCE_MAX_MS);
  assert.equal(lost.state.speaking.length, 0);
  assert.deepEqual(factsOf(lost, "disclosed"), []);
  const gone = started().hearOut(1).tell({ type: "hung_up", heard: "I am an AI" });
  assert.deepEqual(factsOf(gone, "disclosed"), []);
});

Deno.test("step() proves a disclosure that was cut off when it is heard the second time", () => {
  const story = started().hearOut(1).tell({ type: "media_lost" }).wait(2_000);
  story.tell({ type: "media_restored" }).hearOut();
  assert.equal(factsOf(story, "disclosed").length, 1);
});

Deno.test("step() takes a caller for agreed to the transcript who was told of it and speaks", () => {
  const story = started().hearOut(1).says("hello?").hearOut();
  assert.deepEqual(agreed(story, "transcript"), []);
  story.says("stocks").brain().says("bonds as well");
  const [consent, ...more] = agreed(story, "transcript");
  assert.deepEqual(more, []);
  assert.deepEqual([consent!.given, consent!.how, consent!.wording], [
    true,
    "spoke_on",
    lines.disclosure,
  ]);
  assert.equal(consent!.campaignVersion, campaignVersion);
});

Deno.test("step() writes down what was asked, and whether the caller agreed to be called", () => {
  for (const [answer, given] of [["yes please", true], ["no, don't call me", false]] as const) {
    const story = askedForCallback().says(answer);
    const [consent, ...more] = agreed(story, "callback");
    assert.deepEqual(more, []);
    const { how, wording, turn, atMs } = consent!;
    assert.deepEqual([consent!.given, how, wording], [given, "asked", lines.askCallback]);
    assert.deepEqual([turn, atMs], [story.state.turn, story.atMs]);
  }
});

Deno.test("step() writes down a callback that was wished unasked, and one that is taken back", () => {
  const story = started().hearOut().says("please call me back tomorrow at three").brain().hearOut();
  assert.deepEqual(
    agreed(story, "callback").map(({ given, how, wording }) => [given, how, wording]),
    [
      [true, "unasked", null],
    ],
  );
  for (const text of ["stocks", "fifty thousand dollars", "moderate", "in five years"]) {
    story.says(text).brain().hearOut();
  }
  story.says("no, do not call me").brain();
  assert.deepEqual(agreed(story, "callback").map(({ given }) => given), [true, false]);
});

Deno.test("step() keeps a card's number out of facts, brain and lead, spoken or pressed", () => {
  const spoken = started().hearOut().says("stocks, and my card is 4111 1111 1111 1111");
  const pressed = started().hearOut().says("stocks").brain().hearOut();
  for (const digit of "4111111111111111") pressed.tell({ type: "digit", digit });
  pressed.wait(3_000);
  for (const story of [spoken, pressed]) {
    const all = JSON.stringify([story.effects, story.state]).replaceAll(story.state.call, "")
      .replace(
        /\D+/g,
        (gap) => /^[\s-]*$/.test(gap) ? "" : "|",
      );
    assert.ok(!all.includes("4111111111111111"), all.match(/.{40}4111.{20}/)?.[0]);
    assert.match(JSON.stringify(factsOf(story, "turn")), /\[card number\]/);
  }
  assert.equal(spoken.state.known.answers.investmentType?.quote, "stocks");
});
