/** What comes from the caller's side while we speak: our own echo, or the caller. */
import assert from "node:assert/strict";
import { encode } from "../../lib/audio/g711.ts";
import { Listening } from "../../lib/call/listening.ts";

const ears = { speechStarted() {}, speechStopped() {}, expect() {}, close() {} };

/** How often a caller "began to speak" in a second of sound at this level, while we are this loud. */
function starts(
  levelDbfs: number,
  ownDbfs: number,
  frame: (bytes: Uint8Array) => void = () => {},
): number {
  let count = 0;
  const listening = new Listening({
    encoding: "ulaw",
    detector: { isVoiced: () => true, close() {} },
    ears: { ...ears, frame },
    ownDbfs: (fromMs, untilMs) => untilMs > fromMs ? ownDbfs : -Infinity,
    tell: ({ type }) => type === "speech_started" && count++,
  });
  const heard = encode("ulaw", new Int16Array(160).fill(32_768 * 10 ** (levelDbfs / 20)));
  for (let atMs = 0; atMs < 1_000; atMs += 20) listening.frame(heard, atMs);
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

Deno.test("Listening gives the ears silence for our own echo, and a caller's sound as it came", () => {
  for (const [levelDbfs, isKept] of [[-44, false], [-30, true]] as const) {
    const frames: Uint8Array[] = [];
    starts(levelDbfs, -20, (bytes) => frames.push(bytes));
    assert.equal(frames.length, 50);
    assert.equal(frames.some((bytes) => bytes.some((byte) => byte !== 0xff)), isKept);
  }
});

Deno.test("Listening hears a soft caller while we are silent", () => {
  assert.equal(starts(-44, -Infinity), 1);
});
