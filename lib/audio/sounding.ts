/** How much of an utterance is sound and not pause, by time. */
import { FRAME_MS, SAMPLE_RATE_HZ } from "./frames.ts";
import { rmsDbfs } from "./level.ts";

/** Quieter frames are the pauses of a voice; its softest sounds are louder. */
const PAUSE_BELOW_DBFS = -45;
const FRAME_SAMPLES = (FRAME_MS * SAMPLE_RATE_HZ) / 1_000;

/** One utterance's; samples at 8000 Hz as they are made. */
export class Sounding {
  /** Frames with sound among the first ones, by their number. */
  readonly #soundFrames: number[] = [0];
  #rest = new Int16Array(0);

  push(pcm: Int16Array): void {
    const samples = new Int16Array(this.#rest.length + pcm.length);
    samples.set(this.#rest);
    samples.set(pcm, this.#rest.length);
    let from = 0;
    for (; from + FRAME_SAMPLES <= samples.length; from += FRAME_SAMPLES) {
      const isSound = rmsDbfs(samples.subarray(from, from + FRAME_SAMPLES)) > PAUSE_BELOW_DBFS;
      this.#soundFrames.push(this.#soundFrames.at(-1)! + (isSound ? 1 : 0));
    }
    this.#rest = samples.slice(from);
  }

  /** Sound so far. */
  get ms(): number {
    return this.#soundFrames.at(-1)! * FRAME_MS;
  }

  /** Sound in the first `ms` of it. */
  msUntil(ms: number): number {
    const frames = Math.min(Math.floor(ms / FRAME_MS), this.#soundFrames.length - 1);
    return this.#soundFrames[frames]! * FRAME_MS;
  }
}
