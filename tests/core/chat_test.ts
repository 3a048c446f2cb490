/** A caller who chats with a model and answers nothing is offered something better. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { OFFER_AFTER_CHAT } from "../../lib/core/conversation/person.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "America/New_York", silenceMs: SILENCE_MS };
const { lines, fields } = investmentLead;

/** A call whose first question was heard. */
function asked(human = true): Story {
  const story = new Story({ ...setting, human }, "+12025550123");
  story.tell({ type: "call_started", dialled: "9000" }).hearOut();
  story.said();
  return story;
}

const CHAT = [
  "my neighbour has a lovely garden you know",
  "and then the weather turned on us",
  "my sister married a man from Ohio",
  "he plays the trombone of all things",
];

/** The caller talks about other things, and a model is good company. */
function chatted(story: Story, turns: readonly string[] = CHAT): Story {
  for (const text of turns) {
    story.hearOut();
    story.said();
    story.says(text).brain("How nice.");
  }
  return story;
}

Deno.test("step() offers a callback, and a person, to who chats and answers nothing", () => {
  assert.equal(CHAT.length, OFFER_AFTER_CHAT);
  const alone = chatted(asked(false));
  assert.deepEqual(alone.said(), ["How nice.", lines.askCallback]);
  const story = chatted(asked());
  assert.deepEqual(story.said(), ["How nice.", "For a colleague, press zero.", lines.askCallback]);
  story.hearOut().says("oh yes please").brain("Good.");
  assert.equal(story.said().at(-1), lines.askCallbackTime, "and no other question");
});

Deno.test("step() tells a model that an offer comes after its words, and no question", () => {
  const told = (story: Story) => {
    const effect = story.effects.findLast(({ type }) => type === "ask_brain");
    return effect?.type === "ask_brain" ? effect.request.next : null;
  };
  const story = chatted(asked(), CHAT.slice(1)).hearOut();
  const offer = `${investmentLead.keypad.person} ${lines.askCallback}`;
  assert.equal(told(story.says(CHAT[0]!)), offer);
  assert.deepEqual(story.brain().hearOut().said().slice(-1), [lines.askCallback]);
  const answer = chatted(asked(), CHAT.slice(1)).hearOut().says("some stocks");
  assert.equal(told(answer), fields[1]!.question);
});

Deno.test("step() asks on when who chatted answers after all, and parts from who wants nothing", () => {
  const story = chatted(asked(false)).hearOut();
  story.said();
  story.says("what I would like is some stocks").brain("Fine.");
  assert.equal(story.said().at(-1), fields[1]!.reask);
  const done = chatted(asked(false)).hearOut().says("no thank you").brain("I see.").saved(true);
  assert.equal(done.said().at(-1), lines.goodbye);
});

Deno.test("step() takes no answer, refusal or proposal for chat", () => {
  const story = chatted(asked(), CHAT.slice(1)).hearOut();
  story.says("some stocks").brain("Fine.").hearOut();
  chatted(story, CHAT.slice(2)).hearOut();
  assert.equal(story.state.chatted, 2, "an answer begins it anew");
  story.says("I don't know").brain("No problem.").hearOut();
  assert.equal(story.state.chatted, 2);
  story.says("what my uncle left me is forty grand").tell({
    type: "brain",
    turn: story.state.turn,
    told: { type: "proposal", key: "amount", value: "40000", quote: "forty grand" },
  }).brain();
  assert.equal(story.state.chatted, 0);
});
