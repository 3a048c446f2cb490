import assert from "node:assert/strict";
import { expectedSoundMs, heardWords } from "../../lib/core/heard_words.ts";
import { spokenWords } from "./spoken_words.data.ts";

Deno.test("heardWords() keeps whole words, and none of what was not heard", () => {
  const text = "What kind of investment?";
  assert.equal(heardWords(text, 0), "");
  assert.equal(heardWords(text, 1), text);
  assert.equal(heardWords(text, 0.4), "What kind");
  assert.equal(heardWords("", 0.5), "");
  assert.equal(heardWords("  Hello,  there ", 1), "  Hello,  there");
});

/** Hundredths of an utterance's sound at which it is cut. */
const CUTS = Array.from({ length: 99 }, (_, at) => (at + 1) / 100);

Deno.test("heardWords() is at most one word off in 95 of 100 cuts, and never more than two", () => {
  const offs: number[] = [];
  for (const { text, ends } of spokenWords) {
    const words = text.split(" ");
    assert.equal(words.length, ends.length, text);
    for (const share of CUTS) {
      const heard = heardWords(text, share).split(" ").filter((word) => word !== "").length;
      const middles = ends.map((end, at) => (end + (ends[at - 1] ?? 0)) / 2);
      offs.push(Math.abs(heard - middles.filter((middle) => middle <= share).length));
    }
  }
  const within = offs.filter((off) => off <= 1).length / offs.length;
  assert.ok(within >= 0.95, `${(100 * within).toFixed(1)} % are at most one word off`);
  assert.ok(Math.max(...offs) <= 2, `one is ${Math.max(...offs)} words off`);
});

Deno.test("expectedSoundMs() is about what a voice takes", () => {
  for (const { text, soundMs } of spokenWords) {
    const ratio = expectedSoundMs(text) / soundMs;
    assert.ok(ratio > 0.7 && ratio < 1.4, `${ratio.toFixed(2)} of "${text}"`);
  }
});
