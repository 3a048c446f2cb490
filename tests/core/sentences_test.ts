import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_SENTENCE_CHARS } from "../../lib/core/limits.ts";
import { sentencesOf, SentenceSplitter } from "../../lib/core/sentences.ts";

const WHOLE: readonly (readonly [string, readonly string[]])[] = [
  ["Hello there. How are you?", ["Hello there.", "How are you?"]],
  ["Mr. Smith called. He left.", ["Mr. Smith called.", "He left."]],
  ["You said 3.5 percent. Thanks.", ["You said 3.5 percent.", "Thanks."]],
  ["That is $1,250.50. Right?", ["That is $1,250.50.", "Right?"]],
  ["No. That is fine.", ["No.", "That is fine."]],
  ["Take No. 5 first. Then go.", ["Take No. 5 first.", "Then go."]],
  ["Stocks, e.g. shares. Or bonds.", ["Stocks, e.g. shares.", "Or bonds."]],
  ["At 3 p.m. tomorrow. Good.", ["At 3 p.m. tomorrow.", "Good."]],
  ["Call at 3 p.m. Then we talk.", ["Call at 3 p.m.", "Then we talk."]],
  ["Well... let me see. Yes.", ["Well... let me see.", "Yes."]],
  ["Well... Let me see.", ["Well...", "Let me see."]],
  ["In the U.S. market it is so.", ["In the U.S. market it is so."]],
  ['She said "yes." Then she left.', ['She said "yes."', "Then she left."]],
  ["So do I. And you?", ["So do I.", "And you?"]],
  ["One line\nanother line", ["One line", "another line"]],
  ["1. Stocks\n2. Bonds", ["1. Stocks", "2. Bonds"]],
  ["Really?! Yes!", ["Really?!", "Yes!"]],
  ["no stop at all", ["no stop at all"]],
  ["  \n ", []],
  ["", []],
];

for (const [text, sentences] of WHOLE) {
  Deno.test(`sentencesOf() cuts ${JSON.stringify(text)}`, () => {
    assert.deepEqual(sentencesOf(text), sentences);
  });
}

Deno.test("SentenceSplitter gives a sentence with the first letter of the next one", () => {
  const splitter = new SentenceSplitter();
  assert.deepEqual(splitter.push("Thank you."), []);
  assert.deepEqual(splitter.push(" W"), ["Thank you."]);
  assert.deepEqual(splitter.push("ell"), []);
  assert.deepEqual(splitter.flush(), ["Well"]);
});

Deno.test("SentenceSplitter.settle() gives what looks whole, and keeps what may go on", () => {
  const settled = (text: string) => {
    const splitter = new SentenceSplitter();
    splitter.push(text);
    return splitter.settle();
  };
  assert.deepEqual(settled("Thank you."), ["Thank you."]);
  assert.deepEqual(settled("It grew by 3."), []);
  assert.deepEqual(settled("I spoke to Mr."), []);
  assert.deepEqual(settled("Let me see..."), []);
  assert.deepEqual(settled("I think that"), []);
});

Deno.test("SentenceSplitter.clause() gives a beginning as soon as it can be said alone", () => {
  const clauseOf = (text: string) => {
    const splitter = new SentenceSplitter();
    splitter.push(text);
    return [splitter.clause(), splitter.flush().join(" ")];
  };
  assert.deepEqual(clauseOf("I understand that well, and I"), ["I understand that well,", "and I"]);
  assert.deepEqual(clauseOf("Well, that is all right; we"), ["Well, that is all right;", "we"]);
  for (const open of ["I see, and", "It is on March 5, 2026", "As we said, e.g., to"]) {
    assert.deepEqual(clauseOf(open), [null, open]);
  }
  const bracket = "You may take these (stocks, bonds, or";
  assert.deepEqual(clauseOf(bracket), [null, bracket]);
  assert.deepEqual(clauseOf("I understand that well,"), [null, "I understand that well,"]);
});

Deno.test("sentencesOf() cuts what is too long at a clause, else at a word, else anywhere", () => {
  const clause = `${"many words ".repeat(25).trim()}, ${"and more words ".repeat(20)}`;
  assert.ok(sentencesOf(clause)[0]!.endsWith("words,"));
  const words = "word ".repeat(200);
  assert.ok(sentencesOf(words).every((part) => /^(word ?)+$/.test(part)));
  const solid = "x".repeat(MAX_SENTENCE_CHARS * 2 + 1);
  assert.equal(sentencesOf(solid).length, 3);
});

Deno.test("SentenceSplitter loses no letter, and cuts the same wherever the pieces end", () => {
  const words = fc.constantFrom(
    "Mr.",
    "yes",
    "3.5",
    "No.",
    "p.m.",
    "so…",
    "ok?!",
    "\n",
    "€ 5",
    "I",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 120 }), fc.infiniteStream(fc.nat(7)), (all, cuts) => {
      const text = all.join(" ");
      const splitter = new SentenceSplitter();
      const found: string[] = [];
      for (let at = 0; at < text.length;) {
        const size = 1 + (cuts.next().value ?? 0);
        found.push(...splitter.push(text.slice(at, at + size)));
        at += size;
      }
      found.push(...splitter.flush());
      const squeezed = (value: string) => value.replaceAll(/\s/g, "");
      assert.equal(squeezed(found.join("")), squeezed(text));
      assert.ok(found.every((part) => part.length <= MAX_SENTENCE_CHARS && part.trim() !== ""));
      if (text.length < MAX_SENTENCE_CHARS) assert.deepEqual(found, sentencesOf(text));
    }),
  );
});
