/** How words sound, and what tone answers to them. */
import assert from "node:assert/strict";
import type { CallId, TurnId } from "../../lib/core/ids.ts";
import { sentiment } from "../../plugins/sentiment/mod.ts";
import { moodOf, sentimentOf } from "../../plugins/sentiment/score.ts";
import { callOf, Delivering, newCallId } from "./delivering.ts";

const USUAL = { manner: null, offerPerson: null };
const SOUNDS: Readonly<Record<"upset" | "neutral" | "glad", readonly string[]>> = {
  upset: [
    "This is a complete waste of time.",
    "I already told you that, you're not listening!",
    "That's ridiculous, what a terrible service",
    "I am really annoyed now",
    "Are you kidding me? This is a scam",
    "I'm not happy at all, this is awful",
    "shut up and get me someone else",
    "You people are useless",
    "I'm fed up with this",
    "I hate talking to machines, damn it",
  ],
  neutral: [
    "Stocks and bonds, I think.",
    "Fifty thousand dollars",
    "Within the next two years",
    "I would like to invest in real estate",
    "High risk is what I want",
    "Call me on Monday at three",
    "My name is Ann Smith",
    "It's hard to say, maybe a hundred thousand",
    "What do you mean by horizon?",
    "Something like gold or a fund",
  ],
  glad: [
    "That sounds great, thank you",
    "Perfect, I'm very happy with that",
    "You've been really helpful, wonderful",
    "Not bad at all, I like it, thanks",
    "Excellent, that's amazing",
    "I can't wait to start, fantastic",
  ],
};

for (const [mood, texts] of Object.entries(SOUNDS)) {
  for (const text of texts) {
    Deno.test(`sentimentOf() hears that "${text}" is ${mood}`, () => {
      const { score } = sentimentOf(text);
      assert.ok(Math.abs(score) <= 1);
      const heard = score <= -0.3 ? "upset" : score >= 0.3 ? "glad" : "neutral";
      assert.equal(heard, mood, String(score));
    });
  }
}

Deno.test("sentimentOf() turns on a negation and adds on emphasis", () => {
  const score = (text: string) => sentimentOf(text).score;
  assert.ok(score("I am not happy") < 0 && score("I am happy") > 0);
  assert.ok(score("very very bad") < score("bad") && score("a bit bad") > score("bad"));
  assert.ok(score("this is not a problem") > score("this is a problem"));
});

Deno.test("moodOf() forgets how a call began", () => {
  assert.equal(moodOf([]), null);
  assert.ok(moodOf([-0.8, 0.5, 0.5])! > 0);
  assert.ok(moodOf([0.5, 0.5, -0.8])! < 0);
});

const said = (turn: number, text: string) => {
  return { turn: turn as TurnId, speaker: "caller" as const, text, atMs: 0 };
};

function stage(settings: object = {}, env: Readonly<Record<string, string>> = {}) {
  const plugin = sentiment();
  const { context } = new Delivering(plugin, { settings, env });
  const { ended: _, turns: __, ...call } = callOf(newCallId());
  const tone = (turn: number, text: string) =>
    plugin.change!.tone!(USUAL, { ...context, call, said: said(turn, text) } as never);
  return { plugin, context, call, tone };
}

Deno.test("sentiment apologises to who is upset, offers a person to who is angry, and calms down", async () => {
  const { tone } = stage();
  assert.equal(await tone(1, "Stocks and bonds."), undefined);
  const upset = await tone(2, "This is a scam, you are useless and this is a waste of time!!");
  assert.match(upset!.manner!, /Apologise once/);
  assert.equal(upset!.apology, "I am sorry about that.");
  assert.equal(upset!.pace, "slow");
  const angry = await tone(3, "I hate this, get me a person, this is ridiculous and awful");
  assert.match(angry!.offerPerson!, /talk to a person/);
  assert.equal(angry!.apology, null);
  assert.equal(await tone(4, "Okay, great, thank you, that is perfect"), undefined);
});

Deno.test("sentiment hears one angry word after many calm ones, and apologises anew for the next", async () => {
  const { tone } = stage();
  const angry = "I already told you that, you're not listening!";
  for (const turn of [1, 2, 3]) assert.equal(await tone(turn, "Stocks and bonds."), undefined);
  assert.equal((await tone(4, angry))!.apology, "I am sorry about that.");
  assert.equal((await tone(4, angry))!.apology, "I am sorry about that.", "asked ahead, and again");
  for (const turn of [5, 6]) await tone(turn, "Perfect, thank you, that is great.");
  assert.equal((await tone(7, angry))!.apology, "I am sorry about that.");
});

Deno.test("sentiment hears how a caller feels however long the call is", async () => {
  const { tone } = stage();
  for (let turn = 1; turn < 100; turn++) await tone(turn, "Stocks and bonds.");
  assert.ok(await tone(100, "I already told you that, you're not listening!"));
  assert.equal(await tone(101, "Perfect, thank you, that is great."), undefined);
});

Deno.test("sentiment shows the mood of each turn and of the call", async () => {
  const { plugin, context } = stage();
  const turns = [said(1, "Fifty thousand"), said(2, "That is great, thank you")];
  const agent = { ...said(1, "Awful!"), speaker: "agent" as const };
  const call = callOf("x" as CallId, { turns: [turns[0]!, agent, turns[1]!] });
  const value = (name: "mood" | "lowest" | "turns") =>
    plugin.columns![name]!.value(call, null, context as never);
  assert.match(String(await value("turns")), /^1: 0, 2: 0\.\d+$/);
  assert.ok(Number(await value("mood")) > 0);
  assert.equal(await value("lowest"), 0);
});

Deno.test("sentiment shows of a turn what it was judged to be in the call, else what its words are", async () => {
  const { plugin, context, call } = stage();
  const angry = said(2, "This is ridiculous");
  const byWords = await plugin.notify!.turnEnded!(angry, { ...context, call } as never);
  const ironic = { ...said(1, "Just as I thought."), scores: { sentiment: -0.5, other: 1 } };
  const recorded = callOf("x" as CallId, { turns: [ironic, angry] });
  const shown = await plugin.columns!["turns"]!.value(recorded, null, context as never);
  assert.equal(shown, `1: -0.5, 2: ${sentimentOf(angry.text).score}`);
  assert.deepEqual(byWords, { score: sentimentOf(angry.text).score });
});

Deno.test("sentiment lets the model hear what the words don't say, in time for the next turn", async () => {
  const { plugin, context, call, tone } = stage({}, {
    OPENAI_API_KEY: "test-key",
  });
  const model = (text: string) => ({
    ...context,
    call,
    fetch: () => Promise.resolve(Response.json({ choices: [{ message: { content: text } }] })),
  });
  const ironic = said(1, "Well, that went just the way I thought it would.");
  const judged = await plugin.notify!.turnEnded!(ironic, model("-1") as never);
  assert.deepEqual(judged, { score: -0.5 }, "the mean of the model's and the words'");
  assert.match((await tone(1, ironic.text))!.manner!, /Apologise/);
  const other = stage({}, { OPENAI_API_KEY: "test-key" });
  await other.plugin.notify!.turnEnded!(
    ironic,
    { ...model("no number"), call: other.call } as never,
  );
  assert.equal(await other.tone(1, ironic.text), undefined);
});
