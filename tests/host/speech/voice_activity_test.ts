import assert from "node:assert/strict";
import { VoiceActivity } from "../../../lib/host/voice_activity.ts";

/** A buzz at 120 Hz through one resonance: as far as WebRTC's detector goes, a vowel. */
function vowel(frames: number): Int16Array {
  let last = 0;
  let before = 0;
  return Int16Array.from({ length: frames * 160 }, (_, at) => {
    const pulse = at % 67 === 0 ? 4_000 : 0;
    const next = pulse + 1.7 * last - 0.83 * before;
    before = last;
    last = next;
    return Math.round(next);
  });
}

function voicedFrames(activity: VoiceActivity, pcm: Int16Array): number {
  const detector = activity.open();
  let voiced = 0;
  for (let at = 0; at < pcm.length; at += 160) {
    if (detector.isVoiced(pcm.subarray(at, at + 160))) voiced++;
  }
  detector.close();
  return voiced;
}

Deno.test("VoiceDetector hears a vowel, and neither silence nor line noise", async () => {
  const activity = await VoiceActivity.load();
  const noise = Int16Array.from({ length: 16_000 }, (_, at) => (at * 7_919 % 31) - 15);
  assert.ok(voicedFrames(activity, vowel(50)) >= 45);
  assert.equal(voicedFrames(activity, new Int16Array(8_000)), 0);
  assert.ok(voicedFrames(activity, noise) <= 5);
});

Deno.test("VoiceDetector of one call isn't disturbed by another", async () => {
  const activity = await VoiceActivity.load();
  const alone = activity.open();
  const beside = activity.open();
  const frame = new Int16Array(160);
  const sound = vowel(1);
  const heard: boolean[] = [];
  for (let at = 0; at < 20; at++) {
    beside.isVoiced(sound);
    heard.push(alone.isVoiced(frame));
  }
  assert.ok(heard.every((voiced) => !voiced));
});

Deno.test("VoiceActivity.open() has a limit, and close() gives the place back once", async () => {
  const activity = await VoiceActivity.load();
  const detectors = Array.from({ length: 1_000 }, () => activity.open());
  assert.throws(() => activity.open(), /Cannot open voice activity: 1000 calls/);
  detectors[0]!.close();
  detectors[0]!.close();
  activity.open();
  assert.throws(() => activity.open(), /1000 calls/);
  assert.equal(detectors[0]!.isVoiced(vowel(1)), false);
});

Deno.test("VoiceDetector refuses frames of another length", async () => {
  const detector = (await VoiceActivity.load()).open();
  assert.throws(() => detector.isVoiced(new Int16Array(80)), /80 samples: a frame has 160/);
});
