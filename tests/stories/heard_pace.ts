/** How fast a phrase was spoken in a recording, by the course of its loudness. */
import { FRAME_BYTES } from "../../lib/audio/frames.ts";
import { rmsDbfs } from "../../lib/audio/level.ts";
import { FliteVoices } from "../../lib/host/flite_voice.ts";
import { render } from "./caller.ts";

/** Quieter is silence. */
const FLOOR_DBFS = -50;
/** A sentence takes 60 ms; on a busy machine the thread that makes it takes seconds to begin. */
const RENDERED_WITHIN_MS = 60_000;

/**
 * Of a phrase that the agent's voice in tests has said in it. At its own pace it is like itself to over 0.95, at
 * the other to 0.7; a short break, as on a busy machine, costs both the same.
 */
export async function paceHeard(recording: Int16Array, text: string): Promise<"usual" | "slow"> {
  const flite = new FliteVoices({ maxJobMs: RENDERED_WITHIN_MS });
  try {
    const voice = flite.voice("rms");
    const heard = loudnessOf(recording);
    const usual = likeness(heard, loudnessOf(await render(voice, text)));
    const slow = likeness(heard, loudnessOf(await render(voice.slow!, text)));
    return slow > usual ? "slow" : "usual";
  } finally {
    flite.close();
  }
}

function loudnessOf(pcm: Int16Array): Float64Array {
  const frames = Math.floor(pcm.length / FRAME_BYTES);
  return Float64Array.from({ length: frames }, (_, at) => {
    const dbfs = rmsDbfs(pcm.subarray(at * FRAME_BYTES, (at + 1) * FRAME_BYTES));
    return Math.max(0, dbfs - FLOOR_DBFS);
  });
}

/** Their correlation where they fit best: 1 is the same. */
function likeness(whole: Float64Array, part: Float64Array): number {
  let best = 0;
  for (let from = 0; from + part.length <= whole.length; from++) {
    best = Math.max(best, correlation(whole.subarray(from, from + part.length), part));
  }
  return best;
}

function correlation(one: Float64Array, other: Float64Array): number {
  const [a, b] = [meanOf(one), meanOf(other)];
  let [both, ones, others] = [0, 1e-9, 1e-9];
  for (let at = 0; at < one.length; at++) {
    const [x, y] = [one[at]! - a, other[at]! - b];
    both += x * y;
    ones += x * x;
    others += y * y;
  }
  return both / Math.sqrt(ones * others);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
