import assert from "node:assert/strict";
import { VoiceLevel } from "../../lib/audio/leveller.ts";
import { PcmStream } from "../../lib/speech/pcm_stream.ts";
import { seededRandom } from "../random.ts";

const RATE_HZ = 24_000;
const PIECE_MS = 20;

/** A tone at -15 dBFS, as bytes. */
function bytesOf(ms: number, sample: (at: number) => number): Uint8Array {
  const length = RATE_HZ * ms / 1_000;
  return new Uint8Array(Int16Array.from({ length }, (_, at) => sample(at)).buffer);
}

const tone = (at: number) => 8_000 * Math.sin(at / 12);

/** Of a voice that was heard before, so that its level is no question. */
function knownVoice(): VoiceLevel {
  const level = new VoiceLevel();
  new PcmStream(RATE_HZ, level).push(bytesOf(1_000, tone));
  return level;
}

Deno.test("PcmStream gives a voice that comes as fast as it speaks no hole to fall into", () => {
  const stream = new PcmStream(RATE_HZ, knownVoice());
  const bytes = bytesOf(2_000, tone);
  const pieceBytes = RATE_HZ * PIECE_MS / 1_000 * 2;
  let [givenMs, heardFromMs] = [0, 0];
  for (let atMs = PIECE_MS; atMs <= 2_000; atMs += PIECE_MS) {
    const from = (atMs / PIECE_MS - 1) * pieceBytes;
    givenMs += stream.push(bytes.subarray(from, from + pieceBytes)).length / 8;
    if (givenMs === 0) continue;
    heardFromMs ||= atMs;
    const aheadMs = givenMs - (atMs - heardFromMs);
    assert.ok(aheadMs > 80, `at ${atMs} ms only ${aheadMs} ms are there to be heard`);
  }
});

Deno.test("PcmStream lets no noise through in the middle of speech, and less than a frame of its begin", () => {
  const stream = new PcmStream(RATE_HZ, knownVoice());
  const random = seededRandom(1);
  let givenMs = stream.push(bytesOf(1_010, tone)).length / 8;
  assert.throws(() => {
    for (let piece = 0; piece < 10; piece++) {
      givenMs += stream.push(bytesOf(10, () => random() * 65_535 - 32_768)).length / 8;
    }
  }, /the audio is noise/);
  assert.ok(givenMs <= 1_020, `${givenMs} ms were let through`);
});

Deno.test("PcmStream gives all of what is shorter than it judges at once", () => {
  for (const ms of [5, 40, 90, 110]) {
    const stream = new PcmStream(RATE_HZ, knownVoice());
    const given = stream.push(bytesOf(ms, tone)).length + stream.end().length;
    assert.ok(Math.abs(given / 8 - ms) <= 1, `${given / 8} of ${ms} ms`);
  }
});
