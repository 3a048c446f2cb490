import assert from "node:assert/strict";
import { speakable } from "../../../lib/host/speakable.ts";

Deno.test("speakable() cuts text into sentences, but not after abbreviations and initials", () => {
  assert.deepEqual(speakable("Hello there. Mr. Smith called at 3 p.m. today! Did you know?"), [
    "Hello there.",
    "Mr. Smith called at 3 p.m. today!",
    "Did you know?",
  ]);
  assert.deepEqual(speakable("It is 2.5 million, more or less"), [
    "It is 2.5 million, more or less",
  ]);
});

Deno.test("speakable() writes out what flite gets wrong", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["I am an AI assistant.", "I am an A I assistant."],
    ["An IRA or a REIT?", "An I R A or a reet?"],
    ["About €50,000 & more", "About 50,000 euros and more"],
    ["£2.5 million", "2.5 million pounds"],
    ["Reach us at +12025550123.", "Reach us at 1 2 0 2 5 5 5 0 1 2 3."],
    ["It’s “fine” — really", `It's "fine", really`],
    ["stocks, e.g. funds", "stocks, for example funds"],
    ["Café", "Cafe"],
  ];
  for (const [written, spoken] of cases) assert.deepEqual(speakable(written), [spoken]);
});

Deno.test("speakable() lets no control character, mark-up or picture through", () => {
  assert.deepEqual(speakable("a\u0000b\u001b[31m <b>c</b> 👋\u202e d\n\te"), ["ab 31m b c /b d e"]);
});

Deno.test("speakable() has nothing to say where there are no words", () => {
  for (const text of ["", "   ", "...", "👋", "\u0000", "— ?!"]) {
    assert.deepEqual(speakable(text), []);
  }
});

Deno.test("speakable() cuts what is too long at commas and words, and loses nothing", () => {
  const words = Array.from({ length: 200 }, (_, at) => at % 17 === 16 ? `word${at},` : `word${at}`);
  const pieces = speakable(words.join(" "));
  assert.ok(pieces.length > 1);
  assert.ok(pieces.every((piece) => piece.length <= 240));
  assert.equal(pieces.join(" "), words.join(" "));
  assert.ok(speakable("x".repeat(5_000)).every((piece) => piece.length <= 240));
});
