import assert from "node:assert/strict";
import fc from "fast-check";
import { spokenForm } from "../../../lib/core/spoken/spoken_form.ts";

const AMERICAN = { language: "en-US", country: "US" };
const BRITISH = { language: "en-GB", country: "GB" };

/** What a model writes, and what a caller is to hear. */
const CASES: readonly (readonly [string, string])[] = [
  ["I can note $50,000 by 3/15.", "I can note fifty thousand dollars by March fifteenth."],
  ["Is that in your 401(k)?", "Is that in your four oh one k?"],
  ["A 401k or a 403(b).", "A four oh one k or a four oh three b."],
  ["About 10% a year.", "About ten percent a year."],
  ["Between 5-7.5% p.a.", "Between five to seven point five percent a year"],
  ["Funds, e.g. index funds.", "Funds, for example index funds."],
  ["That is, i.e., all.", "That is, that is all."],
  ["Stocks, bonds, etc. Anything else?", "Stocks, bonds, and so on. Anything else?"],
  [
    "Write to jo_smith2@mail.example.com.",
    "Write to jo underscore smith two at mail dot example dot com.",
  ],
  ["See example.com/prices?a=1 for more.", "See example dot com for more."],
  ["It costs $1.50, or £2.", "It costs one dollar and fifty cents, or two pounds."],
  ["$1 is 100 cents; $0.99 is not.", "one dollar is one hundred cents; ninety-nine cents is not."],
  [
    "From $50-100k up to $1.5 million.",
    "From fifty to one hundred thousand dollars up to one point five million dollars.",
  ],
  [
    "$2M, €10–€20, 500 EUR, USD 3bn",
    "two million dollars, ten to twenty euros, five hundred euros, three billion dollars",
  ],
  ["on 2026-03-15 at 3:30pm", "on March fifteenth, twenty twenty-six at three thirty p.m."],
  ["March 1, 2009 or Apr. 22nd", "March first, two thousand nine or April twenty-second"],
  ["the 15 March 2026", "the fifteenth of March twenty twenty-six"],
  [
    "In 1998, the 1990s, in 2026.",
    "In nineteen ninety-eight, the nineteen nineties, in twenty twenty-six.",
  ],
  ["At 9:05 or 10:00, not 5 pm.", "At nine oh five or ten o'clock, not five p.m."],
  [
    "Call (202) 555-0142 or +1 202 555 0142.",
    "Call two zero two, five five five, zero one four two or plus one, two zero two, five five five, zero one four two.",
  ],
  ["1-800-555-0142", "one, eight hundred, five five five, zero one four two"],
  ["for 5-10 years", "for five to ten years"],
  ["1/2 of it, 2 1/2 years, 24/7", "one half of it, two and one half years, around the clock"],
  ["the S&P 500 & gold", "the S and P five hundred and gold"],
  [
    "1,234,567 and 2.50",
    "one million two hundred thirty-four thousand five hundred sixty-seven and two point five zero",
  ],
  ["reference 123456789", "reference one two three, four five six, seven eight nine"],
  ["code 007, #1, No. 5", "code zero zero seven, number one, number five"],
  ["10k, 3x, ~5, 18+", "ten thousand, three times, about five, eighteen or more"],
  ["his/her, and/or, w/o fees", "his or her, and or, without fees"],
  ["$10/month, 5% / year", "ten dollars per month, five percent per year"],
  ["at -3% or 5°C", "at minus three percent or five degrees Celsius"],
  ["Mr. Smith vs. Dr. Jones", "Mister Smith versus Doctor Jones"],
  ["Press 1 for yes, or 2 for no.", "Press one for yes, or two for no."],
  ["B12 and a 3D film", "B twelve and a three D film"],
  [
    "Nothing to change here: it's fine, at 'home'.",
    "Nothing to change here: it's fine, at 'home'.",
  ],
];

for (const [written, spoken] of CASES) {
  Deno.test(`spokenForm() of ${JSON.stringify(written)}`, () => {
    assert.equal(spokenForm(written, AMERICAN), spoken);
    assert.equal(spokenForm(spoken, AMERICAN), spoken, "said a second time");
  });
}

Deno.test("spokenForm() puts the day first where the country does", () => {
  assert.equal(spokenForm("by 3/5/2026", BRITISH), "by May third, twenty twenty-six");
  assert.equal(spokenForm("by 3/5/2026", AMERICAN), "by March fifth, twenty twenty-six");
  assert.equal(spokenForm("by 15/3", AMERICAN), "by March fifteenth");
});

Deno.test("spokenForm() leaves other languages alone", () => {
  assert.equal(spokenForm("50 % am 3.5.", { language: "de", country: "DE" }), "50 % am 3.5.");
});

/** Made of what figures are made of. */
const scraps = fc.array(
  fc.oneof(
    fc.constantFrom(
      ..."0 1 3 15 50,000 2026 2.5 $ € % / - – : . , @ & # + ~ k m pm st th ( )".split(" "),
    ),
    fc.constantFrom(" ", " ", "by ", "March ", "e.g. ", "abc", "x"),
  ),
  { maxLength: 12 },
).map((parts) => parts.join(""));

Deno.test("spokenForm() leaves no figure, whatever it stands among", () => {
  fc.assert(
    fc.property(scraps, (written) => {
      assert.doesNotMatch(spokenForm(written, AMERICAN), /\d/);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("spokenForm() takes any text in time that grows with its length", () => {
  for (const piece of ["1", "1,", "$1-", "1/", "a.", "+1 ", "1.1", "0:", "-", "a@a.", "Mar "]) {
    const beganMs = performance.now();
    spokenForm(piece.repeat(400), AMERICAN);
    assert.ok(performance.now() - beganMs < 250, `${piece} takes too long`);
  }
});
