import assert from "node:assert/strict";
import {
  CARD_MASK,
  CODE_MASK,
  withoutCards,
  withoutCodeAfter,
} from "../../lib/core/card_numbers.ts";
import { isLong } from "../needs.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";

const UTTERANCES = isLong ? 10_000 : 3_000;
/** Begins of numbers and their lengths, as card networks publish them for tests of shops. */
const ISSUED = [
  ["4", 16],
  ["4", 19],
  ["51", 16],
  ["55", 16],
  ["2221", 16],
  ["2720", 16],
  ["34", 15],
  ["37", 15],
  ["6011", 16],
  ["65", 16],
  ["36", 14],
  ["3530", 16],
  ["62", 16],
  ["5018", 16],
] as const;
const WORDS = "zero one two three four five six seven eight nine".split(" ");
const TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
  .split(" ");
const TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const AROUND = [
  ["", ""],
  ["my card number is ", ""],
  ["you can charge it to ", " it's a visa"],
  ["so um the card, let me see, ", ", and it runs out in March"],
  ["I have fifty thousand dollars. The card is ", ". Did you get that?"],
] as const;
type Random = () => number;

Deno.test(`withoutCards() leaves no card in ${UTTERANCES} ways to say one`, () => {
  const seed = seedOfThisRun();
  const random = seededRandom(seed);
  for (let count = 0; count < UTTERANCES; count++) {
    const digits = newCard(random);
    const [before, after] = pick(AROUND, random);
    const said = `${before}${sayDigits(digits, random)}${after}`;
    const masked = withoutCards(said, "en-US");
    assert.equal(masked, `${before}${CARD_MASK}${after}`, `${said} (seed ${seed})`);
    assert.equal(withoutCards(masked, "en-US"), masked);
  }
});

Deno.test("withoutCards() masks the code that goes with a card", () => {
  for (
    const [said, kept] of [
      ["the CVV is 123", `the CVV is ${CODE_MASK}`],
      ["security code one two three four okay", `security code ${CODE_MASK} okay`],
      ["one two three is the CVV, and so on", `${CODE_MASK} is the CVV, and so on`],
      ["it's 9 8 7 6, that would be my pin", `it's ${CODE_MASK}, that would be my pin`],
      [
        "123 is the CVV and my pin number is 4321",
        `${CODE_MASK} is the CVV and my pin number is ${CODE_MASK}`,
      ],
      ["my pin code, it's 4 3 2 1.", `my pin code, it's ${CODE_MASK}.`],
    ] as const
  ) assert.equal(withoutCards(said, "en-US"), kept);
});

Deno.test("withoutCodeAfter() masks a code that the turn before has announced, and nothing else", () => {
  const after = (before: string, text: string) => withoutCodeAfter(before, text, "en-US");
  assert.equal(after("and the security code is", "uh 123 okay"), `uh ${CODE_MASK} okay`);
  assert.equal(after("my pin number, it's", "four three two one"), CODE_MASK);
  for (
    const [before, text] of [
      ["I never give out my pin", "500 dollars"],
      ["what is a security code?", "500"],
      ["the security code is", "fifty thousand dollars"],
      ["the sum is", "500"],
    ] as const
  ) assert.equal(after(before, text), text);
});

Deno.test("withoutCards() leaves everything else as it was said", () => {
  for (
    const said of [
      "call me on +49 151 1234 5678 after six",
      "my number is two oh two five five five oh one two three",
      "between 200000 and 300000 euros by 2030",
      "one million two hundred and fifty thousand dollars, and 4 1 1 1 for the rest",
      "I have 500 dollars. What is a pin number?",
      "by 2030 I would like to know what a security code is",
      "4111 1111 1111 1112 is one digit off",
      "the order is 1234567890123456",
      "",
    ]
  ) assert.equal(withoutCards(said, "en-US"), said);
});

function newCard(random: Random): string {
  const [begin, length] = pick(ISSUED, random);
  let digits: string = begin;
  while (digits.length < length - 1) digits += Math.floor(random() * 10);
  const check = Array.from({ length: 10 }, (_, last) => `${digits}${last}`).find(passes);
  return check!;
}

/** Every second digit from the right doubled, the digits of all of them add up to tens. */
function passes(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + Math.floor(value / 10) + value % 10;
  }, 0);
  return sum % 10 === 0;
}

function sayDigits(digits: string, random: Random): string {
  const size = pick([1, 2, 4, 4, 5, digits.length], random);
  const groups = digits.match(new RegExp(`.{1,${size}}`, "g"))!;
  const written = random() < 0.5;
  const joint = written
    ? pick([" ", "-", ", ", ". "], random)
    : pick([" ", ", ", " uh ", " and then "], random);
  return groups.map((group) => written ? group : inWords(group, random)).join(joint);
}

function inWords(group: string, random: Random): string {
  const words: string[] = [];
  for (let at = 0; at < group.length;) {
    const [one, two] = [Number(group[at]), Number(group[at + 1] ?? NaN)];
    if (one === two && random() < 0.3) {
      words.push("double", WORDS[one]!);
      at += 2;
    } else if (one > 0 && (two > 0 || (one === 1 && two === 0)) && random() < 0.3) {
      words.push(pair(one, two));
      at += 2;
    } else {
      words.push(one === 0 && random() < 0.5 ? "oh" : WORDS[one]!);
      at++;
    }
  }
  return words.join(" ");
}

function pair(one: number, two: number): string {
  return one === 1 ? TEENS[two]! : `${TENS[one]} ${WORDS[two]}`;
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}
