import assert from "node:assert/strict";
import { encode } from "../../lib/audio/g711.ts";
import { isTone, toneFrames } from "../../lib/cli/doctor_tone.ts";

Deno.test("isTone() knows every frame of toneFrames(), also where two frames meet", () => {
  const frames = toneFrames(50);
  assert.ok(frames.every((frame) => frame.length === 160 && isTone(frame)));
  const all = Uint8Array.from(frames.flatMap((frame) => [...frame]));
  for (let at = 0; at + 160 < all.length; at += 37) assert.ok(isTone(all.subarray(at, at + 160)));
});

Deno.test("isTone() takes nothing else for it", () => {
  const sine = (hz: number) =>
    Int16Array.from({ length: 160 }, (_, at) => {
      return 16_000 * Math.sin(2 * Math.PI * hz * at / 8_000);
    });
  for (const hz of [350, 425, 440, 700, 850, 1_209, 2_000]) {
    assert.ok(!isTone(encode("ulaw", sine(hz))), `${hz} Hz`);
  }
  let seed = 7;
  const noise = Int16Array.from({ length: 160 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % 32_000 - 16_000;
  });
  assert.ok(!isTone(encode("ulaw", noise)));
  assert.ok(!isTone(new Uint8Array(160).fill(0xff)), "silence");
  assert.ok(!isTone(new Uint8Array(0)), "nothing");
});
