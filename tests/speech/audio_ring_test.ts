import assert from "node:assert/strict";
import { AudioRing, RING_MS } from "../../lib/speech/audio_ring.ts";

const FRAME_MS = 20;
const FRAME_BYTES = 160;

/** Frames whose bytes say which frame they are, from `atMs` on. */
function ringOf(frames: number, atMs = 1_000): AudioRing {
  const ring = new AudioRing();
  for (let frame = 0; frame < frames; frame++) {
    ring.push(new Uint8Array(FRAME_BYTES).fill(frame % 256), atMs + frame * FRAME_MS);
  }
  return ring;
}

Deno.test("AudioRing keeps the last five seconds, however long the call", () => {
  const ring = ringOf(10_000);
  assert.equal(ring.end, 10_000 * FRAME_BYTES);
  assert.equal(ring.end - ring.start, RING_MS * 8);
  assert.equal(ring.read(ring.start, RING_MS * 8).length, RING_MS * 8);
});

Deno.test("AudioRing.read() gives what stands at a place, across frames, and less at the end", () => {
  const ring = ringOf(3);
  assert.deepEqual(
    [...ring.read(FRAME_BYTES - 1, FRAME_BYTES + 2)],
    [0, ...new Array(FRAME_BYTES).fill(1), 2],
  );
  assert.equal(ring.read(3 * FRAME_BYTES - 5, 100).length, 5);
  assert.equal(ring.read(3 * FRAME_BYTES, 100).length, 0);
});

Deno.test("AudioRing turns places into times and back, also of what it does not have", () => {
  const ring = ringOf(300);
  assert.equal(ring.msAt(200 * FRAME_BYTES + 80), 1_000 + 200 * FRAME_MS + 10);
  assert.equal(ring.placeAt(1_000 + 200 * FRAME_MS + 10), 200 * FRAME_BYTES + 80);
  assert.equal(ring.placeAt(0), ring.start);
  assert.equal(ring.placeAt(1e9), ring.end);
  assert.equal(ring.msAt(0), ring.msAt(ring.start));
});
