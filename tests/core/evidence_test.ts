/** What a value rests on: the words, the moment, who found it, and what was held before. */
import assert from "node:assert/strict";
import { investmentLead as campaign } from "../../lib/core/campaigns/investment_lead.data.ts";
import { fall, HISTORY_MAX, stand } from "../../lib/core/evidence.ts";
import type { TurnId } from "../../lib/core/ids.ts";
import type { Amount, Evidence, Finding } from "../../lib/core/lead.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { nothingKnown, propose } from "../../lib/core/qualification.ts";
import { leadOf } from "../../lib/core/verdict.ts";
import { START_MS, Story } from "./story.ts";

const setting = { campaign, timeZone: "America/New_York", silenceMs: SILENCE_MS };
const dollars = (minMinor: number): Amount => ({ minMinor, maxMinor: minMinor, currency: "USD" });

function askedForAmount(): Story {
  const story = new Story(setting).tell({ type: "call_started", dialled: "9000" }).hearOut();
  return story.says("some stocks").brain().hearOut();
}

function amountIn({ state }: Story): Evidence | null {
  return leadOf(state.known, campaign).fields.amount!;
}

function found(minMinor: number, turn: number): Finding {
  const value = dollars(minMinor);
  return { value, quote: "so much", turn: turn as TurnId, atMs: 0, confidence: 0.9, by: "rules" };
}

Deno.test("a value stands with the moment in the call at which the caller began to say it", () => {
  const story = askedForAmount();
  const beganAtMs = story.atMs;
  story.says("fifty thousand dollars");
  assert.equal(amountIn(story)!.atMs, beganAtMs - START_MS);
  assert.equal(amountIn(story)!.quote, "fifty thousand dollars");
  assert.equal(amountIn(story)!.by, "rules");
});

Deno.test("a corrected value keeps what was said before, with its own words and moment", () => {
  const story = askedForAmount().says("fifty thousand dollars");
  const first = amountIn(story)!;
  story.brain().hearOut().says("no, make that eighty thousand dollars");
  const { value, history } = amountIn(story)!;
  assert.deepEqual(value, dollars(8_000_000));
  const { history: _none, ...finding } = first;
  assert.deepEqual(history, [{ ...finding, gaveWay: "replaced" }]);
});

Deno.test("a value that was denied is history of the one that comes in its place", () => {
  const story = askedForAmount().says("fifteen thousand dollars", 0.4).brain().hearOut().says("no");
  assert.equal(amountIn(story), null);
  story.brain().hearOut().says("fifty thousand dollars");
  const { history } = amountIn(story)!;
  assert.deepEqual(history.map(({ value, gaveWay }) => [value, gaveWay]), [
    [dollars(1_500_000), "denied"],
  ]);
});

Deno.test("what the model read and the rules did not is kept beside their value, and asked about", () => {
  const story = askedForAmount().says("fifty thousand dollars");
  const { turn, turnAtMs, known } = story.state;
  const proposal = { key: "amount", value: dollars(1_500_000), quote: "fifty thousand dollars" };
  const doubted = propose(known, campaign, proposal, {
    turn,
    atMs: turnAtMs,
    earsConfidence: 1,
  });
  const { value, confidence, history } = leadOf(doubted, campaign).fields.amount!;
  assert.deepEqual(value, dollars(5_000_000));
  assert.ok(confidence < 0.6);
  assert.deepEqual(history.map(({ by, gaveWay }) => [by, gaveWay]), [["model", "contradicted"]]);
});

Deno.test("stand() and fall() keep the newest of a history without end", () => {
  let known = nothingKnown;
  for (let turn = 1; turn <= HISTORY_MAX * 2; turn++) {
    known = stand(known, "amount", found(turn * 100, turn), "replaced");
  }
  known = fall(known, "amount", "denied");
  assert.equal(known.history.amount!.length, HISTORY_MAX);
  assert.equal(known.history.amount!.at(-1)!.turn, HISTORY_MAX * 2);
  assert.equal(known.answers.amount, undefined);
});

Deno.test("an amount is read back also when the model found it, or the caller asked for a moment", () => {
  const model = askedForAmount().says("well my whole nest egg");
  const readBack = () => model.said().filter((text) => text.startsWith("I have noted"));
  const proposal = { key: "amount", value: "fifty thousand", quote: "my whole nest egg" };
  const { turn } = model.state;
  model.tell({ type: "brain", turn, told: { type: "proposal", ...proposal } });
  model.said();
  model.brain();
  assert.deepEqual(readBack(), ["I have noted fifty thousand dollars."]);
  const waiting = askedForAmount().says("fifty thousand dollars, hold on a second").hearOut();
  waiting.says("okay I am back").brain();
  assert.ok(waiting.said().includes("I have noted fifty thousand dollars."));
});
