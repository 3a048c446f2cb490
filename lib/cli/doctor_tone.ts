/** A tone that is sent through a bridge and looked for at the other end. */
import { decode, encode } from "../audio/g711.ts";
import { FRAME_BYTES, SAMPLE_RATE_HZ } from "../audio/frames.ts";

/** In the middle of the telephone's band, and not one that a PBX plays by itself. */
const TONE_HZ = 1_004;
/** Half of full scale. */
const AMPLITUDE = 16_000;
/** Part of a frame's energy that must be the tone; speech and noise spread theirs. */
const PURITY_MIN = 0.8;
/** Mean square of a sample; quieter is silence. */
const POWER_MIN = 1_000_000;

/** µ-law at 8000 Hz, in frames of 20 ms that follow each other without a click. */
export function toneFrames(frames: number): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: frames }, (_, frame) => {
    const pcm = Int16Array.from({ length: FRAME_BYTES }, (_, sample) => {
      const at = frame * FRAME_BYTES + sample;
      return AMPLITUDE * Math.sin(2 * Math.PI * TONE_HZ * at / SAMPLE_RATE_HZ);
    });
    return encode("ulaw", pcm);
  });
}

/** Whether these µ-law bytes are the tone and little else (Goertzel's filter at one frequency). */
export function isTone(bytes: Uint8Array): boolean {
  const pcm = decode("ulaw", bytes);
  const turn = 2 * Math.cos(2 * Math.PI * TONE_HZ / SAMPLE_RATE_HZ);
  let before = 0;
  let last = 0;
  let power = 0;
  for (const sample of pcm) {
    const next = sample + turn * last - before;
    before = last;
    last = next;
    power += sample * sample;
  }
  const tone = (last * last + before * before - turn * last * before) * 2 / pcm.length;
  return power / pcm.length > POWER_MIN && tone / power > PURITY_MIN;
}
