import assert from "node:assert/strict";
import { readSegments, type Segment, verdictOn } from "../../../lib/host/pocketsphinx_verdict.ts";

/** What PocketSphinx wrote of "about eighty thousand dollars" over a telephone. */
const LINE = "speech S 0 T -9817 A -9143 L -674 0 -435 -337 <sil> 15 -1324 0 about(2) 47 -1552 0 " +
  "eighty 80 0 0 (NULL) 81 -2870 0 thousand 146 -2130 0 dollars 205 -832 -337 <sil> 251\n";

/** Phones that score `score` in each of 251 frames. */
function phones(score: number): Segment[] {
  return [{ from: 0, to: 251, score: score * 251, word: "AH" }];
}

Deno.test("readSegments() reads where each word stands and what it scored", () => {
  const segments = readSegments(LINE);
  assert.equal(segments?.length, 7);
  assert.deepEqual(segments[1], { from: 15, to: 47, score: -1_324, word: "about(2)" });
  assert.deepEqual(segments[6], { from: 205, to: 251, score: -832, word: "<sil>" });
});

Deno.test("readSegments() takes nothing for silence, and null for what it can't read", () => {
  assert.deepEqual(readSegments("speech S 0 T 0 A 0 L 0 5"), []);
  for (const line of ["", "FATAL: no model", "speech S 0 T 0 A 0 L 0 0 1 2", "L L L x"]) {
    assert.equal(readSegments(line), null, line);
  }
});

Deno.test("verdictOn() takes words that fit about as well as phones do, the surer the better", () => {
  const words = readSegments(LINE)!;
  const good = verdictOn(words, phones(-40));
  const fair = verdictOn(words, phones(-27));
  assert.ok(good.type === "words" && fair.type === "words");
  assert.equal(good.text, "about eighty thousand dollars");
  assert.ok(good.confidence > 0.9 && good.confidence <= 0.95, `${good.confidence}`);
  assert.ok(fair.confidence < 0.6 && fair.confidence > 0.3, `${fair.confidence}`);
});

Deno.test("verdictOn() refuses words that fit much worse than phones", () => {
  assert.equal(verdictOn(readSegments(LINE)!, phones(-15)).type, "not_understood");
});

Deno.test("verdictOn() refuses a sentence for one word that was not said", () => {
  const words = readSegments(LINE)!.map((segment) =>
    segment.word === "eighty" ? { ...segment, score: segment.score - 1_500 } : segment
  );
  assert.equal(verdictOn(words, phones(-40)).type, "not_understood");
});

Deno.test("verdictOn() refuses silence", () => {
  const silence = readSegments(LINE)!.filter(({ word }) => word === "<sil>");
  assert.equal(verdictOn(silence, phones(-40)).type, "not_understood");
  assert.equal(verdictOn([], []).type, "not_understood");
});
