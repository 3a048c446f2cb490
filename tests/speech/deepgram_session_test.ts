import assert from "node:assert/strict";
import { Breaker } from "../../lib/speech/breaker.ts";
import type { DeepgramLine, LineEars } from "../../lib/speech/deepgram_line.ts";
import { QUIET_SAMPLES } from "../../lib/speech/deepgram_feed.ts";
import { DeepgramSession } from "../../lib/speech/deepgram_session.ts";
import { RetryBudget } from "../../lib/speech/retry_budget.ts";

const FRAME_BYTES = 160;

/** A session with an open line, and what was sent on it. */
async function openSession() {
  const sent: Uint8Array[] = [];
  let finalized = 0;
  const line = {
    isOpen: true,
    send: (bytes: Uint8Array) => void sent.push(bytes.slice()),
    finalize: () => finalized++,
    keepAlive() {},
    close() {},
  };
  const opened = Promise.withResolvers<LineEars>();
  const session = new DeepgramSession({
    openLine(ears) {
      opened.resolve(ears);
      return line as unknown as DeepgramLine;
    },
    breaker: new Breaker(),
    retries: new RetryBudget(),
    report: () => {},
    nowMs: () => 0,
    chance: () => 0.5,
  }, () => {});
  const ears = await opened.promise;
  ears.opened();
  let frames = 0;
  const frame = (count: number) => {
    for (; count > 0; count--) {
      session.frame(new Uint8Array(FRAME_BYTES).fill(frames & 0xff), 20 * frames++);
    }
  };
  const bytes = () => sent.flatMap((each) => [...each]);
  return { session, ears, sent, bytes, frame, finalized: () => finalized };
}

Deno.test("DeepgramSession sends silence in bundles, and every frame of speech at once", async () => {
  const { session, sent, bytes, frame } = await openSession();
  frame(12);
  assert.deepEqual(sent.map(({ length }) => length), [QUIET_SAMPLES]);
  session.speechStarted(200);
  assert.equal(bytes().length, 12 * FRAME_BYTES, "what waited goes first");
  frame(3);
  assert.deepEqual(sent.slice(2).map(({ length }) => length), [160, 160, 160]);
  session.speechStopped(300);
  frame(10);
  session.close();
  const order = bytes().filter((_, at) => at % FRAME_BYTES === 0);
  assert.deepEqual(order, Array.from({ length: order.length }, (_, at) => at), "none is missing");
});

Deno.test("DeepgramSession sends all it has before it asks for final words", async () => {
  const { session, ears, bytes, frame, finalized } = await openSession();
  frame(2);
  session.speechStarted(0);
  frame(20);
  const words = [{ text: "yes", from: 0, to: 800 }];
  const part = { words, until: 800, isFinal: false, endOfSpeech: false, confidence: 1 };
  ears.heard(part);
  session.speechStopped(200);
  assert.equal(finalized(), 1);
  assert.equal(bytes().length, 22 * FRAME_BYTES);
  frame(1);
  assert.equal(bytes().length, 23 * FRAME_BYTES, "words are owed: nothing waits");
  session.close();
});
