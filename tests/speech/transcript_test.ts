import assert from "node:assert/strict";
import { type HeardPart, Transcript } from "../../lib/speech/transcript.ts";

/** Words of a tenth of a second each, from `from` on. */
function part(text: string, from: number, how: Partial<HeardPart> = {}): HeardPart {
  const words = text.split(" ").filter((word) => word !== "").map((word, at) => ({
    text: word,
    from: from + at * 800,
    to: from + at * 800 + 800,
  }));
  const until = from + words.length * 800;
  return { words, until, isFinal: false, endOfSpeech: false, confidence: 0.9, ...how };
}

const final = (text: string, endOfSpeech: boolean) => {
  return { type: "final", text, confidence: 0.9, endOfSpeech };
};

Deno.test("Transcript.take() replaces interim words, and ends them with final ones", () => {
  const transcript = new Transcript();
  assert.deepEqual(transcript.take(part("fifty", 0)), [{ type: "interim", text: "fifty" }]);
  assert.ok(transcript.pending);
  assert.deepEqual(
    transcript.take(part("fifty thousand", 0, { isFinal: true })),
    [final("fifty thousand", false)],
  );
  assert.ok(!transcript.pending);
  assert.equal(transcript.heardUntil, 1_600);
  const end = { isFinal: true, endOfSpeech: true };
  assert.deepEqual(transcript.take(part("", 1_600, end)), [final("", true)]);
  assert.deepEqual(transcript.take(part("", 1_600, end)), [], "an end is told once");
});

Deno.test("Transcript.take() tells no word twice that is repeated after a cut", () => {
  const transcript = new Transcript();
  transcript.take(part("in stocks", 0, { isFinal: true }));
  assert.deepEqual(transcript.take(part("and", 1_600)), [{ type: "interim", text: "and" }]);
  assert.deepEqual(transcript.lineLost(), [{ type: "interim", text: "" }]);
  assert.deepEqual(transcript.lineLost(), []);
  const end = { isFinal: true, endOfSpeech: true };
  // The new line hears the same sounds a little earlier or later.
  assert.deepEqual(transcript.take(part("stocks and bonds", 700, end)), [final("and bonds", true)]);
});

Deno.test("Transcript.skipTo() leaves to others what was said before a place", () => {
  const transcript = new Transcript();
  transcript.take(part("in stocks", 0));
  transcript.skipTo(1_600);
  assert.ok(!transcript.pending);
  const end = { isFinal: true, endOfSpeech: true };
  assert.deepEqual(transcript.take(part("in stocks", 0, end)), []);
  assert.deepEqual(transcript.take(part("thank you", 4_000, end)), [final("thank you", true)]);
});

Deno.test("Transcript.take() tells how sure the provider is of each word, of interims but the last one", () => {
  const transcript = new Transcript();
  const heard = part("fifty thousand", 0);
  const words = heard.words.map((word, at) => ({ ...word, confidence: [0.4, 0.9][at]! }));
  const [fifty, thousand] = words.map(({ text, confidence }) => ({ text, confidence }));
  const [interim] = transcript.take({ ...heard, words });
  assert.deepEqual(interim, { type: "interim", text: "fifty thousand", sure: [fifty] });
  const [final] = transcript.take({ ...heard, words, isFinal: true });
  assert.ok(final?.type === "final");
  assert.deepEqual(final.sure, [fifty, thousand]);
});
