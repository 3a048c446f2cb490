import assert from "node:assert/strict";
import type { Asked, Intent } from "../../../lib/core/understand/heard.ts";
import { hear } from "./asking.ts";

const types: Asked = { type: "field", key: "investmentType" };
const offered: Asked = { type: "callback" };

const INTENTS: readonly (readonly [string, readonly Intent[]])[] = [
  ["are you a robot?", ["are_you_a_robot"]],
  ["am I speaking to a real person?", ["are_you_a_robot"]],
  ["is this a machine", ["are_you_a_robot"]],
  ["you sound like a robot", ["are_you_a_robot"]],
  ["can I speak to a human please", ["person"]],
  ["I want to talk to a real person", ["person"]],
  ["get me an operator", ["person"]],
  ["representative", ["person"]],
  ["I'd prefer to speak with a human advisor", ["person"]],
  ["let me talk to someone real", ["person"]],
  ["I don't need to speak to a person", []],
  ["not interested", ["not_interested"]],
  ["I have no interest in this whatsoever", ["not_interested"]],
  ["take me off your list", ["not_interested"]],
  ["stop calling me", ["not_interested"]],
  ["you have the wrong number", ["not_interested"]],
  ["I'm not interested in crypto", []],
  ["I don't want to invest more than 10k", []],
  ["I heard bitcoin is a scam, is that true?", []],
  ["what did you say?", ["repeat"]],
  ["pardon me?", ["repeat"]],
  ["come again", ["repeat"]],
  ["I don't know", ["dont_know"]],
  ["no idea", ["dont_know"]],
  ["it depends", ["dont_know"]],
  ["I'd rather not say", ["refuse"]],
  ["none of your business", ["refuse"]],
  ["hold on a second", ["wait"]],
  ["what would you recommend", ["advice"]],
  ["goodbye", ["goodbye"]],
  ["", []],
  ["blue monkeys sing", []],
];

for (const [text, intents] of INTENTS) {
  Deno.test(`wishes: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(hear(text, types).intents, intents);
  });
}

const YES_NO: readonly (readonly [string, "yes" | "no" | null])[] = [
  ["yes", "yes"],
  ["yeah sure", "yes"],
  ["okay", "yes"],
  ["that's right", "yes"],
  ["no problem", "yes"],
  ["yes, no problem", "yes"],
  ["yes, actually no", "no"],
  ["no, wait, yes", "yes"],
  ["actually I am not interested", null],
  ["no, yes please", "yes"],
  ["uh huh", "yes"],
  ["no", "no"],
  ["nope", "no"],
  ["um no", "no"],
  ["yeah, no", "no"],
  ["okay, no thanks", "no"],
  ["no that's fine", "no"],
  ["not really", "no"],
  ["no, I'm good", "no"],
  ["nah im good", "no"],
  ["yes and no", null],
  ["maybe", null],
  ["what?", null],
  ["stocks", null],
];

for (const [text, yesNo] of YES_NO) {
  Deno.test(`yes or no: ${JSON.stringify(text)}`, () => {
    assert.equal(hear(text, offered).yesNo, yesNo);
  });
}
