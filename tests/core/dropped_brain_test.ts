/** A brain that nobody waits for any more is told so: it costs money and has nothing to say. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { QUIET_MS } from "../../lib/core/conversation/turn_end.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "UTC", silenceMs: SILENCE_MS };

/** The caller's sound cuts the question short, and an answer is pressed meanwhile. */
function pressedWhileSounding(): Story {
  const story = new Story(setting).tell({ type: "call_started", dialled: null });
  story.hearOut(2).tell({ type: "speech_started" }).wait(100)
    .tell({ type: "digit", digit: "1" }, { type: "digit", digit: "#" });
  assert.ok(story.types().includes("ask_brain"));
  story.effects.length = 0;
  return story;
}

Deno.test("words that end their turn while a brain thinks about another drop it", () => {
  const story = pressedWhileSounding();
  story.tell(
    { type: "speech_stopped", lastSoundMs: story.atMs },
    { type: "final", text: "what did you say", confidence: 0.9, endOfSpeech: true },
  ).wait(QUIET_MS.answered);
  assert.equal(story.types()[0], "drop_brain");
});

Deno.test("a noise that ends while a brain thinks about what was pressed puts no question", () => {
  const story = pressedWhileSounding();
  story.tell({ type: "speech_stopped", lastSoundMs: story.atMs }).wait(5_000);
  assert.equal(story.state.agent.phase, "thinking");
  assert.ok(!story.types().includes("expect"), "the question was put again");
});
