import assert from "node:assert/strict";
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { encode, silence } from "../../../lib/audio/g711.ts";
import { resample } from "../../../lib/audio/resample.ts";
import { JITTER_BUFFER_MS } from "../../lab/pacing.ts";
import { Pitches, tone, ToneEar } from "./tones.ts";

const pitches = new Pitches();
const answer = pitches.of("answer", "Noted.");
const line = pitches.of("line", "How much?");
const nextLine = pitches.of("line", "And by when?");
const filler = pitches.of("filler", "Let me see.");
const quiet = (frames: number) => silence("ulaw", frames * FRAME_BYTES);

/** As it arrives at a caller: from 24 kHz through µ-law, frame by frame. */
function hear(...parts: readonly Uint8Array[]): ToneEar {
  const ear = new ToneEar();
  let atMs = 0;
  for (const part of parts) {
    for (let at = 0; at + FRAME_BYTES <= part.length; at += FRAME_BYTES) {
      ear.hear(part.subarray(at, at + FRAME_BYTES), atMs);
      atMs += FRAME_MS;
    }
  }
  return ear;
}

function said(pitch: Parameters<typeof tone>[0], ms: number): Uint8Array {
  return encode("ulaw", resample(tone(pitch, ms, 24_000), 24_000, 8_000));
}

Deno.test("ToneEar tells phrases apart by their pitch, and when each began", () => {
  const { phrases } = hear(
    ...[quiet(5), said(filler, 400), quiet(10), said(answer, 300)],
    ...[said(line, 600), quiet(2), said(nextLine, 200)],
  );
  assert.deepEqual(phrases.map(({ pitch }) => pitch), [filler, answer, line, nextLine]);
  const began = phrases.map(({ fromMs }) => fromMs);
  for (const [at, ms] of [100, 700, 1_000, 1_640].entries()) {
    assert.ok(Math.abs(began[at]! - ms) <= FRAME_MS, `${began}`);
  }
  assert.deepEqual(phrases.flatMap(({ silencesMs, stepsMs }) => [silencesMs, stepsMs].flat()), []);
});

Deno.test("ToneEar finds a silence inside a phrase, and none between two", () => {
  const half = said(answer, 300);
  const { phrases } = hear(half, quiet(3), half, quiet(30), half);
  assert.deepEqual(phrases.map(({ silencesMs }) => silencesMs), [[3 * FRAME_MS], []]);
});

Deno.test("ToneEar tells what comes too late from what the sender's clock leaves out", () => {
  const ear = new ToneEar();
  const bytes = said(answer, 400);
  for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
    const mediaMs = at / FRAME_BYTES * FRAME_MS;
    const lateMs = mediaMs >= 200 ? JITTER_BUFFER_MS + 30 : 0;
    const leaptMs = mediaMs >= 300 ? 80 : 0;
    ear.hear(bytes.subarray(at, at + FRAME_BYTES), mediaMs + lateMs, mediaMs + leaptMs);
  }
  const [phrase] = ear.phrases;
  assert.deepEqual([phrase!.silencesMs, phrase!.stepsMs, ear.phrases.length], [[30], [80], 1]);
});
