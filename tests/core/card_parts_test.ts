/** Cards that are said over several turns, or pressed in parts: nothing of them is written down. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { CARD_MASK, CODE_MASK } from "../../lib/core/card_numbers.ts";
import { PARTS_WITHIN_MS } from "../../lib/core/conversation/holding_back.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import type { Fact } from "../../lib/core/facts.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { isLong } from "../needs.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "America/New_York", silenceMs: SILENCE_MS };
const CALLS = isLong ? 2_000 : 100;
const CARD = "4539578763621486";
const IN_WORDS = "four five three nine|five seven eight seven|six three six two|one four eight six";

function asked(): Story {
  const story = new Story(setting, "+12025550123");
  story.tell({ type: "call_started", dialled: "9000" }).hearOut();
  return story;
}

function recorded(story: Story): Fact[] {
  return story.effects.flatMap((effect) => effect.type === "record" ? [effect.fact] : []);
}

function callerTurns(story: Story): string[] {
  return recorded(story).flatMap((fact) =>
    fact.type === "turn" && fact.speaker === "caller" ? [fact.text] : []
  );
}

function says(story: Story, ...turns: readonly string[]): Story {
  for (const text of turns) {
    story.says(text).brain();
    story.hearOut();
  }
  return story;
}

function hangsUp(story: Story): Story {
  return story.tell({ type: "hung_up" });
}

/** Of the card, in any way of writing it, in whatever is written down or remembered. */
function traces(story: Story): string {
  const groups =
    /4539|5787|6362|1486|four five three|five seven eight|six three six|one four eight/;
  const { history, known } = story.state;
  return [JSON.stringify(recorded(story)), JSON.stringify({ history, known })]
    .map((text) => groups.exec(text)?.[0] ?? "").join("");
}

Deno.test("a card that is said over several turns is written down in none of them", () => {
  for (const size of [4, 6, 8, 12]) {
    const parts = CARD.match(new RegExp(`.{1,${size}}`, "g"))!;
    const story = hangsUp(says(asked(), "I'd like some stocks", ...parts, "did you get that"));
    assert.equal(traces(story), "", `in parts of ${size}`);
    const told = callerTurns(story);
    assert.deepEqual(told.slice(1), [
      ...parts.slice(1).map(() => CODE_MASK),
      CARD_MASK,
      "did you get that",
    ]);
  }
  const spoken = hangsUp(says(asked(), ...IN_WORDS.split("|").map((part) => `and ${part} okay`)));
  assert.equal(traces(spoken), "");
  assert.deepEqual(callerTurns(spoken).at(-1), `and ${CARD_MASK} okay`);
});

Deno.test("a card that is answered to the question for a sum leaves no sum", () => {
  const story = hangsUp(says(asked(), "stocks", CARD.slice(0, 8), CARD.slice(8)));
  assert.equal(traces(story), "");
  assert.equal(story.state.known.answers.amount, undefined);
  assert.deepEqual(story.state.known.answers.investmentType?.value, ["stocks"]);
  const leads = recorded(story).flatMap((fact) => fact.type === "lead" ? [fact.lead] : []);
  assert.deepEqual(new Set(leads.map(({ fields }) => fields.amount)), new Set([null]));
});

Deno.test("a card that is pressed in parts, or key by key, is written down nowhere", () => {
  const inParts = says(asked(), "stocks");
  for (const part of CARD.match(/.{4}/g)!) {
    for (const digit of `${part}#`) inParts.tell({ type: "digit", digit });
    inParts.hearOut().wait(1_000);
  }
  assert.equal(traces(hangsUp(inParts)), "");
  const byKey = asked();
  for (const digit of CARD) byKey.tell({ type: "digit", digit }).hearOut().wait(300);
  hangsUp(byKey.wait(3_000));
  const pressed = callerTurns(byKey).join("").replaceAll(/\[[a-z ]+\]/g, "");
  assert.ok(pressed.length <= 3, `left: ${pressed}`);
});

Deno.test("what might have been a card is written down when nothing more comes of it", () => {
  const story = says(asked(), "my reference is 4539 5787");
  assert.deepEqual(callerTurns(story), []);
  story.wait(PARTS_WITHIN_MS);
  assert.deepEqual(callerTurns(story), ["my reference is 4539 5787"]);
  const ended = hangsUp(says(asked(), "my reference is 4539 5787"));
  assert.deepEqual(callerTurns(ended), ["my reference is 4539 5787"]);
  const seqs = recorded(ended).map(({ seq }) => seq);
  assert.deepEqual(seqs, seqs.toSorted((a, b) => a - b));
});

Deno.test(`sums, telephones and dates of ${CALLS} calls are never taken for parts of a card`, () => {
  const seed = seedOfThisRun();
  const random = seededRandom(seed);
  for (let count = 0; count < CALLS; count++) {
    const turns = Array.from({ length: 3 }, () => ordinary(random));
    const story = hangsUp(says(asked(), ...turns));
    assert.deepEqual(callerTurns(story), turns, `seed ${seed}`);
  }
});

function ordinary(random: () => number): string {
  const upTo = (most: number) => Math.floor(random() * most);
  const digits = (length: number) => Array.from({ length }, () => upTo(10)).join("");
  const kinds = [
    () => `about ${(upTo(999) + 1) * 1_000} dollars`,
    () => `between ${(upTo(90) + 1) * 500} and ${(upTo(900) + 100) * 500}`,
    () => `$${upTo(90) + 10},${digits(3)}`,
    () => `my number is 202 555 ${digits(4)}`,
    () => `call me at +1 415 555 ${digits(4)}`,
    () => `by 20${upTo(60) + 30}`,
    () => `on ${upTo(12) + 1}/${upTo(28) + 1}/20${upTo(60) + 30}`,
    () => `within ${upTo(30) + 1} years`,
    () => "I am not so sure about that",
  ];
  return kinds[upTo(kinds.length)]!();
}
