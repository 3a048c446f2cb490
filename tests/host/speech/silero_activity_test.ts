import assert from "node:assert/strict";
import { Silero, SILERO_WINDOW, sileroNetwork } from "../../../lib/audio/silero.ts";
import { readAsset } from "../../../lib/host/assets.ts";
import { SileroActivity } from "../../../lib/host/silero_activity.ts";
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { rmsDbfs } from "../../../lib/audio/level.ts";
import { SpeechGate } from "../../../lib/audio/speech_gate.ts";
import { seededRandom } from "../../random.ts";
import { cough } from "../../stories/noises.ts";

const RATE_HZ = 8_000;
/** Of each resonance: Hz, and how loud. */
const RESONANCES = [[700, 1], [1_200, 0.5], [2_500, 0.25]] as const;
const RING = Math.exp(-Math.PI * 90 / RATE_HZ);

/** Syllables: a sliding buzz through three resonances, of which two slide, too. */
function syllables(windows: number): Int16Array {
  const before = RESONANCES.map(() => [0, 0]);
  let phase = 0;
  return Int16Array.from({ length: windows * SILERO_WINDOW }, (_, at) => {
    const swing = (hz: number) => Math.sin(2 * Math.PI * hz * at / RATE_HZ);
    phase += (120 + 25 * swing(1.3)) / RATE_HZ;
    const pulse = phase >= 1 ? 1 : 0;
    phase -= pulse;
    let sum = 0;
    for (const [index, [hz, gain]] of RESONANCES.entries()) {
      const slid = hz * (index < 2 ? 1 + 0.25 * swing(1.7) : 1);
      const [last, older] = before[index] as [number, number];
      const next = pulse + 2 * RING * Math.cos(2 * Math.PI * slid / RATE_HZ) * last -
        RING * RING * older;
      before[index] = [next, last];
      sum += gain * next;
    }
    const loudness = Math.max(0, Math.sin(2 * Math.PI * 2.2 * at / RATE_HZ + 0.3));
    return Math.round(2_500 * loudness * sum);
  });
}

/** What onnxruntime-web 1.30.0 makes of the same sound with the network as it is published. */
const REFERENCE = [
  ...[0.380, 0.665, 0.747, 0.839, 0.583, 0.856, 0.917, 0.974, 0.861, 0.584, 0.357, 0.219, 0.145],
  ...[0.485, 0.943, 0.953, 0.943, 0.911, 0.922, 0.950, 0.985, 0.989, 0.913, 0.660, 0.327, 0.156],
  ...[0.087, 0.175, 0.907, 0.949, 0.938, 0.936, 0.879, 0.884, 0.936, 0.959, 0.885, 0.657, 0.340],
];

async function network() {
  return sileroNetwork(new Float16Array((await readAsset("silero.f16")).buffer));
}

/** When a call's gate holds that somebody speaks, in ms; null: never. */
function heardAfterMs(activity: SileroActivity, pcm: Int16Array): number | null {
  const detector = activity.open();
  const gate = new SpeechGate(FRAME_MS, detector.gate);
  for (let at = 0; at + FRAME_BYTES <= pcm.length; at += FRAME_BYTES) {
    const frame = pcm.subarray(at, at + FRAME_BYTES);
    const sound = { voiced: detector.isVoiced(frame), levelDbfs: rmsDbfs(frame) };
    const told = gate.frame(sound, at / FRAME_BYTES * FRAME_MS);
    if (told?.type === "speech_started") return (at / FRAME_BYTES + 1) * FRAME_MS;
  }
  return null;
}

function voicedFrames(activity: SileroActivity, pcm: Int16Array): number {
  const detector = activity.open();
  let voiced = 0;
  for (let at = 0; at + 160 <= pcm.length; at += 160) {
    if (detector.isVoiced(pcm.subarray(at, at + 160))) voiced++;
  }
  detector.close();
  return voiced;
}

Deno.test("Silero.voiceIn() says what the runtime says of the published network", async () => {
  const silero = new Silero(await network());
  const sound = syllables(REFERENCE.length);
  for (const [window, expected] of REFERENCE.entries()) {
    const from = window * SILERO_WINDOW;
    const sure = silero.voiceIn(sound.subarray(from, from + SILERO_WINDOW));
    assert.ok(Math.abs(sure - expected) < 0.01, `window ${window}: ${sure}, not ${expected}`);
  }
});

Deno.test("sileroNetwork() refuses a file that is cut short", () => {
  assert.throws(() => sileroNetwork(new Float16Array(1_000)), /has 219009 numbers, not 1000/);
});

Deno.test("VoiceDetector of Silero hears syllables, and no silence, hiss or cough", async () => {
  const activity = await SileroActivity.load();
  const random = seededRandom(3);
  const hiss = Int16Array.from({ length: RATE_HZ }, () => (random() * 2 - 1) * 3_000);
  assert.ok(voicedFrames(activity, syllables(40)) >= 30);
  assert.equal(voicedFrames(activity, new Int16Array(RATE_HZ)), 0);
  assert.equal(voicedFrames(activity, hiss), 0);
  for (let each = 0; each < 10; each++) {
    assert.equal(heardAfterMs(activity, cough(random)), null, "a cough interrupts nobody");
  }
  assert.ok(heardAfterMs(activity, syllables(40))! <= 140, "a voice interrupts soon");
});

Deno.test("VoiceDetector of Silero isn't disturbed by another call, nor heard of once closed", async () => {
  const activity = await SileroActivity.load();
  const sound = syllables(20);
  const alone = voicedFrames(activity, sound);
  const [one, beside] = [activity.open(), activity.open()];
  let voiced = 0;
  for (let at = 0; at + 160 <= sound.length; at += 160) {
    beside.isVoiced(new Int16Array(160).fill(at));
    if (one.isVoiced(sound.subarray(at, at + 160))) voiced++;
  }
  assert.equal(voiced, alone);
  one.close();
  assert.equal(one.isVoiced(sound.subarray(0, 160)), false);
  assert.throws(() => beside.isVoiced(new Int16Array(80)), /80 samples: a frame has 160/);
});
