/** No click where audio begins, ends or breaks off: the first and the last few milliseconds are faded. */
import { joinedSamples } from "./joined.ts";

/** 5 ms at 8000 Hz: shorter clicks, longer takes the sound of a "t" away. */
const EDGE_SAMPLES = 40;

export class SoftEdges {
  #begun = 0;
  /** The last samples, which may turn out to be the end. */
  #held: Int16Array<ArrayBuffer> = new Int16Array(0);

  push(pcm: Int16Array): Int16Array<ArrayBuffer> {
    const all = joinedSamples([this.#held, this.#fadedIn(pcm)]);
    const out = Math.max(0, all.length - EDGE_SAMPLES);
    this.#held = all.slice(out);
    return all.slice(0, out);
  }

  /** Nothing more comes: the rest. */
  end(): Int16Array<ArrayBuffer> {
    const rest = this.#held;
    this.#held = new Int16Array(0);
    return rest.map((sample, at) => sample * (rest.length - at - 1) / rest.length);
  }

  #fadedIn(pcm: Int16Array): Int16Array {
    if (this.#begun >= EDGE_SAMPLES) return pcm;
    const before = this.#begun;
    this.#begun += pcm.length;
    return pcm.map((sample, at) => sample * Math.min(1, (before + at) / EDGE_SAMPLES));
  }
}
