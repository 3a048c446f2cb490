import assert from "node:assert/strict";
import fc from "fast-check";
import { plainSpeech } from "../../lib/speech/plain_speech.ts";

const CASES: readonly (readonly [string, string])[] = [
  ["**Sure**, `that` is _fine_.", "Sure, that is fine."],
  ["- Stocks", "Stocks"],
  ["2) Bonds", "Bonds"],
  ["## Funds ##", "Funds ##"],
  ["See [this page](https://a.example/x_(y)) now.", "See this page now."],
  ["Go to https://a.example/?q=1&r=2.", "Go to."],
  ["Go to www.a.example, please.", "Go to, please."],
  ["Great! 🎉👍🏽🇩🇪", "Great!"],
  ["A\u0000b\u0007c\u200bd\u202ee", "A b cde"],
  ["<speak>Hello <break time='1s'/> there</speak>", "Hello there"],
  ["3 < 5 and 7 > 2", "3 < 5 and 7 > 2"],
  ["snake_case stays, 5 * 3 loses its star", "snake_case stays, 5 3 loses its star"],
  ["“Größer” – na und?", "“Größer” – na und?"],
  ["***", ""],
  ["🎉", ""],
  ["", ""],
];

for (const [written, spoken] of CASES) {
  Deno.test(`plainSpeech() of ${JSON.stringify(written)}`, () => {
    assert.equal(plainSpeech(written), spoken);
  });
}

Deno.test("plainSpeech() never lets through what can't be spoken", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (written) => {
    assert.doesNotMatch(plainSpeech(written), /[\p{Cc}\p{Cs}\p{Co}`]|https?:\/\//u);
  }));
});
