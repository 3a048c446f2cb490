/** What comes from the caller's side while we speak: our own echo, or the caller. */
import assert from "node:assert/strict";
import { encode } from "../../lib/audio/g711.ts";
import { Listening } from "../../lib/call/listening.ts";

const ears = { frame() {}, speechStarted() {}, speechStopped() {}, expect() {}, close() {} };

/** How often a caller "began to speak" in a second of sound at this level, while we are this loud. */
function starts(levelDbfs: number, ownDbfs: number): number {
  let count = 0;
  const listening = new Listening({
    encoding: "ulaw",
    detector: { isVoiced: () => true, close() {} },
    ears,
    ownDbfs: (fromMs, untilMs) => untilMs > fromMs ? ownDbfs : -Infinity,
    lineSound: () => {},
    started: () => count++,
    paused: () => {},
    resumed: () => {},
    stopped: () => {},
  });
  const frame = encode("ulaw", new Int16Array(160).fill(32_768 * 10 ** (levelDbfs / 20)));
  for (let atMs = 0; atMs < 1_000; atMs += 20) listening.frame(frame, atMs);
  return count;
}

Deno.test("Listening takes our own voice, 24 dB down, for no caller", () => {
  assert.equal(starts(-44, -20), 0);
  assert.equal(starts(-38, -14), 0);
});

Deno.test("Listening hears a caller who is as loud as we are, or not much softer", () => {
  assert.equal(starts(-20, -20), 1);
  assert.equal(starts(-36, -20), 1);
});

Deno.test("Listening hears a soft caller while we are silent", () => {
  assert.equal(starts(-44, -Infinity), 1);
});
