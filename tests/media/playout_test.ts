import assert from "node:assert/strict";
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";
import { KEEP_ALIVE_MS, LEAD_MS, Playout, UTTERANCE_BYTES_MAX } from "../../lib/media/playout.ts";
import type { UtteranceId } from "../../lib/core/ids.ts";

const id = (number: number) => number as UtteranceId;
const SILENCE = 0xff;

function frames(count: number, fill = 1): Uint8Array {
  return new Uint8Array(count * FRAME_BYTES).fill(fill);
}

/** Plays as a timer would, up to `untilMs`; what went out, with its time. */
function run(playout: Playout, untilMs: number, fromMs = 0): { atMs: number; what: string }[] {
  const log: { atMs: number; what: string }[] = [];
  for (let nowMs = fromMs, turns = 0; nowMs <= untilMs; turns++) {
    if (turns > 10_000) throw new Error("The playout asks to be woken without end");
    for (const sending of playout.due(nowMs)) {
      const what = sending.type === "mark"
        ? `mark ${sending.utterance}`
        : sending.bytes.every((byte) => byte === SILENCE)
        ? "silence"
        : `${sending.bytes.length / FRAME_BYTES}`;
      log.push({ atMs: nowMs, what });
    }
    nowMs = Math.max(nowMs + 1, playout.nextMs(nowMs));
  }
  return log;
}

Deno.test("Playout starts at once, and is never further ahead than the lead", () => {
  const playout = new Playout({ silence: SILENCE, continuous: false }, 0);
  playout.play(id(1), frames(100));
  const sent = run(playout, 1_000);
  assert.deepEqual(sent[0], { atMs: 0, what: `${LEAD_MS / FRAME_MS}` });
  let total = 0;
  for (const { atMs, what } of sent) {
    total += Number(what) * FRAME_MS;
    assert.ok(total - atMs <= LEAD_MS, `${total} ms of audio were sent after ${atMs} ms`);
    assert.ok(total >= atMs, `the audio ran dry at ${atMs} ms`);
  }
});

Deno.test("Playout marks the end of each utterance, after its last frame", () => {
  const playout = new Playout({ silence: SILENCE, continuous: false }, 0);
  playout.play(id(1), frames(2));
  playout.end(id(1));
  playout.play(id(2), frames(1));
  playout.end(id(2));
  assert.deepEqual(run(playout, 0).map(({ what }) => what), ["2", "mark 1", "1", "mark 2"]);
});

Deno.test("Playout fills up only the last frame of an utterance", () => {
  const playout = new Playout({ silence: SILENCE, continuous: false }, 0);
  playout.play(id(1), new Uint8Array(FRAME_BYTES / 2).fill(1));
  assert.deepEqual(playout.due(0), []);
  playout.play(id(1), new Uint8Array(FRAME_BYTES).fill(2));
  playout.end(id(1));
  const [audio] = playout.due(0);
  assert.equal(audio!.type, "audio");
  const bytes = audio!.type === "audio" ? audio!.bytes : new Uint8Array();
  const kinds = [bytes[0], bytes[FRAME_BYTES / 2], bytes.at(-1), bytes.length];
  assert.deepEqual(kinds, [1, 2, SILENCE, 2 * FRAME_BYTES]);
});

Deno.test("Playout.flush() forgets what waits and starts the next utterance at once", () => {
  const playout = new Playout({ silence: SILENCE, continuous: false }, 0);
  playout.play(id(1), frames(100));
  playout.due(0);
  playout.flush(50);
  assert.deepEqual(playout.due(50), []);
  playout.play(id(2), frames(1));
  assert.equal(playout.nextMs(60), 60);
});

Deno.test("Playout keeps RTP alive with a frame of silence a second, or all the time", () => {
  const seldom = new Playout({ silence: SILENCE, continuous: false }, 0);
  assert.deepEqual(
    run(seldom, 3 * KEEP_ALIVE_MS).map(({ atMs }) => atMs),
    [1, 2, 3].map((second) => second * KEEP_ALIVE_MS),
  );
  const always = new Playout({ silence: SILENCE, continuous: true }, 0);
  assert.equal(run(always, 1_000).length, 1_000 / FRAME_MS);
});

Deno.test("Playout takes no more of one utterance than its limit", () => {
  const playout = new Playout({ silence: SILENCE, continuous: false }, 0);
  const chunk = frames(100);
  for (let bytes = 0; bytes < 2 * UTTERANCE_BYTES_MAX; bytes += chunk.length) {
    playout.play(id(1), chunk);
  }
  playout.end(id(1));
  const sent = run(playout, 200_000).filter(({ what }) => Number(what) > 0);
  const total = sent.reduce((sum, { what }) => sum + Number(what) * FRAME_BYTES, 0);
  assert.equal(total, UTTERANCE_BYTES_MAX);
});

Deno.test("Playout sends nothing in a pause, and afterwards keeps the lead that it had", () => {
  const playout = new Playout({ silence: SILENCE, continuous: false }, 0);
  playout.play(id(1), frames(100));
  run(playout, 500);
  playout.pause(500);
  assert.deepEqual(playout.due(900), []);
  assert.equal(playout.nextMs(900), Infinity);
  const unheard = playout.framesUnheard(900);
  assert.ok(unheard >= 9 && unheard <= LEAD_MS / FRAME_MS, `${unheard} frames wait in Asterisk`);
  playout.resume(900);
  assert.equal(playout.framesUnheard(900), unheard, "what Asterisk held is still to be heard");
  const sent = run(playout, 3_000, 900);
  assert.ok(sent[0]!.atMs - 900 <= FRAME_MS, "it goes on at once");
  const frameCount = sent.reduce((sum, { what }) => sum + (Number(what) || 0), 0);
  assert.equal(frameCount, 100 - 500 / FRAME_MS - unheard, "nothing is lost or said twice");
});

Deno.test("Playout counts what was sent of the utterance that is being heard", () => {
  const playout = new Playout({ silence: SILENCE, continuous: false }, 0);
  playout.play(id(1), frames(3));
  playout.end(id(1));
  run(playout, 100);
  assert.equal(playout.framesSentOf(id(1)), 3);
  assert.equal(playout.framesSentOf(id(2)), 0);
  playout.flush(100);
  assert.equal(playout.framesSentOf(id(1)), 0);
});

Deno.test("Playout begins at once, and with its whole lead, after a flush that ended a pause", () => {
  const playout = new Playout({ silence: SILENCE, continuous: false }, 0);
  playout.play(id(1), frames(100));
  run(playout, 500);
  playout.pause(500);
  playout.flush(900);
  playout.resume(910);
  playout.play(id(2), frames(50));
  const [first] = playout.due(910);
  assert.ok(first?.type === "audio");
  assert.equal(first.bytes.length / FRAME_BYTES, LEAD_MS / FRAME_MS);
});
