import assert from "node:assert/strict";
import { encode } from "../../lib/audio/g711.ts";
import { OwnVoice } from "../../lib/media/own_voice.ts";

/** So many frames at -10 dBFS or so. */
function loud(frames: number): Uint8Array {
  return encode("ulaw", new Int16Array(frames * 160).fill(10_000));
}

Deno.test("OwnVoice tells how loud the caller was to hear us, and when", () => {
  const own = new OwnVoice("ulaw");
  assert.equal(own.loudestDbfs(0, 1_000), -Infinity);
  own.plays(loud(2), 100);
  assert.ok(Math.abs(own.loudestDbfs(0, 200) + 10.3) < 0.5);
  assert.equal(own.loudestDbfs(0, 100), -Infinity);
  assert.equal(own.loudestDbfs(140, 300), -Infinity);
  assert.notEqual(own.loudestDbfs(139, 300), -Infinity);
});

Deno.test("OwnVoice moves with a pause, and ends with a flush", () => {
  const own = new OwnVoice("ulaw");
  own.plays(loud(10), 0);
  own.waits(100, 400);
  assert.equal(own.loudestDbfs(100, 500), -Infinity);
  assert.notEqual(own.loudestDbfs(500, 600), -Infinity);
  own.stops(500);
  assert.equal(own.loudestDbfs(500, 600), -Infinity);
});

Deno.test("OwnVoice keeps a second, however long it speaks", () => {
  const own = new OwnVoice("alaw");
  for (let atMs = 0; atMs < 60_000; atMs += 20) own.plays(loud(1), atMs);
  assert.equal(own.loudestDbfs(0, 58_900), -Infinity);
});
