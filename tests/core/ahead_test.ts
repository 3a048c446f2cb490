import assert from "node:assert/strict";
import type { BrainEvent } from "../../lib/core/brain.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { AHEAD_AFTER_MS, AHEAD_MAX, WASTE_MAX } from "../../lib/core/conversation/likely_end.ts";
import { QUIET_MS } from "../../lib/core/conversation/turn_end.ts";
import { Story } from "./story.ts";
import { measure } from "./turns/measured.ts";

const setting = {
  campaign: investmentLead,
  timeZone: "UTC",
  silenceMs: 6_000,
  thinksAhead: true,
};
const { lines, fields } = investmentLead;

/** The caller has said something, and has just paused. */
function paused(words: string, story = listening()): Story {
  story.tell({ type: "speech_started" }).wait(600).tell({ type: "interim", text: words });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs });
  return story.wait(AHEAD_AFTER_MS.answered);
}

function listening(): Story {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }).hearOut();
  story.effects.length = 0;
  return story;
}

function thinks(story: Story, generation: number, told: BrainEvent): Story {
  const turn = story.state.turn;
  return story.tell({ type: "thought_ahead", turn, generation, told });
}

Deno.test("step() asks the brain on the likely end of a turn, and speaks when it is over", () => {
  const story = paused("some stocks");
  const asked = story.effects.find((effect) => effect.type === "think_ahead")!;
  assert.deepEqual(asked.request.history.at(-1), { speaker: "caller", text: "some stocks" });
  assert.deepEqual([asked.request.turn, story.state.turn], [1, 0]);
  thinks(story, 1, { type: "sentence", text: "Very good." });
  assert.deepEqual(story.said(), []);
  story.wait(QUIET_MS.answered - AHEAD_AFTER_MS.answered);
  assert.deepEqual(story.types().filter((type) => type !== "record"), ["keep_ahead", "speak"]);
  assert.deepEqual(story.said(), ["Very good."]);
  thinks(story, 1, { type: "done", by: "test" });
  assert.deepEqual(story.said(), [fields[1]!.question]);
  assert.deepEqual(story.state.requests, { plain: 0, kept: 1, dropped: 0 });
});

Deno.test("step() asks as soon as the ears hold that a turn is likely over", () => {
  const story = listening().tell({ type: "speech_started" }).wait(600);
  story.tell({ type: "interim", text: "some stocks and" });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(AHEAD_AFTER_MS.answered);
  assert.ok(!story.types().includes("think_ahead"));
  assert.ok(story.tell({ type: "turn_likely_over" }).types().includes("think_ahead"));
});

Deno.test("step() says at once what was thought to the end before the turn was over", () => {
  const story = paused("some stocks");
  thinks(story, 1, { type: "sentence", text: "Very good." });
  thinks(story, 1, { type: "done", by: "test" }).wait(1_000);
  assert.deepEqual(story.said(), ["Very good.", fields[1]!.question]);
});

Deno.test("step() keeps an answer to the same words, however the ears write them in the end", () => {
  const story = paused("some stocks");
  story.tell({ type: "final", text: "Some stocks.", confidence: 0.9, endOfSpeech: true });
  story.wait(1_000);
  assert.deepEqual(story.state.requests, { plain: 0, kept: 1, dropped: 0 });
});

Deno.test("step() drops what was thought about words that went on, and speaks none of it", () => {
  const story = paused("some stocks");
  thinks(story, 1, { type: "sentence", text: "Stocks only." });
  story.tell({ type: "speech_resumed" }).wait(300);
  story.tell({ type: "interim", text: "some stocks and bonds" });
  assert.equal(story.types().at(-1), "drop_ahead");
  thinks(story, 1, { type: "sentence", text: "Stocks only." });
  story.wait(200).tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(2_000);
  thinks(story, 1, { type: "done", by: "test" });
  assert.deepEqual(story.said(), [lines.letMeSee]);
  assert.deepEqual(story.state.known.answers.investmentType?.value, ["stocks", "bonds"]);
  assert.equal(story.state.requests.dropped, 1);
});

Deno.test("step() drops what was thought ahead when the caller presses a key or hangs up", () => {
  for (const type of ["hung_up", "media_lost", "shutdown"] as const) {
    assert.ok(paused("some stocks").tell({ type }).types().includes("drop_ahead"), type);
  }
  const pressed = paused("some stocks").tell({ type: "digit", digit: "1" });
  pressed.tell({ type: "digit", digit: "#" });
  const types = pressed.types().filter((type) => type.endsWith("_ahead") || type === "ask_brain");
  assert.deepEqual(types, ["think_ahead", "drop_ahead", "ask_brain"]);
});

Deno.test("step() asks no brain ahead where rules answer, words are owed, or it is switched off", () => {
  assert.ok(!paused("are you a robot").types().includes("think_ahead"));
  const owed = listening().tell({ type: "speech_started" }, { type: "interim", text: "stocks" });
  owed.wait(2_000).tell({ type: "speech_paused", lastSoundMs: owed.atMs }).wait(100);
  assert.ok(!owed.types().includes("think_ahead"));
  const off = new Story({ ...setting, thinksAhead: false });
  off.tell({ type: "call_started", dialled: null }).hearOut();
  assert.ok(!paused("some stocks", off).types().includes("think_ahead"));
});

Deno.test("step() asks ahead a few times in a turn, and not after it was wrong too often", () => {
  const story = listening();
  const words: string[] = [];
  story.tell({ type: "speech_started" });
  for (const word of ["stocks", "bonds", "funds", "gold", "crypto"]) {
    words.push(word);
    story.tell({ type: "interim", text: words.join(" ") });
    story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(100);
    story.tell({ type: "speech_resumed" }).wait(50);
  }
  const asked = story.types().filter((type) => type === "think_ahead").length;
  assert.ok(asked >= 1 && asked <= AHEAD_MAX, `${asked} requests`);
  assert.equal(story.state.requests.dropped, 1);
});

Deno.test("turns: of the requests to the brain few are in vain, and most are early", () => {
  for (const part of [0, 1] as const) {
    const { turns, requests: { plain, kept, dropped } } = measure(part);
    const waste = dropped / (plain + kept + dropped);
    const won = turns.flatMap(({ wonMs }) => wonMs ?? []).sort((a, b) => a - b);
    const p50Ms = Math.round(won[Math.floor(won.length / 2)]!);
    console.log(`${kept} kept, ${dropped} in vain, ${plain} late; won p50 ${p50Ms} ms`);
    assert.ok(waste <= WASTE_MAX, `${waste} of the requests were in vain`);
    assert.ok(p50Ms >= 90, `${p50Ms} ms are won`);
  }
});
