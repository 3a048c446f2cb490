/** The last seconds of a caller's audio, to be sent again after a cut. */
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";

/** What is kept: an outage that lasts longer loses its beginning. */
export const RING_MS = 5_000;
const RING_SAMPLES = SAMPLE_RATE_HZ * RING_MS / 1_000;
const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1_000;

interface Frame {
  readonly from: number;
  readonly bytes: Uint8Array;
  readonly atMs: number;
}

/** Places are samples since the call's first frame; G.711 has a byte for each. */
export class AudioRing {
  /** Oldest first. */
  readonly #frames: Frame[] = [];
  #end = 0;

  /** The place of the oldest sample that is kept. */
  get start(): number {
    return this.#frames[0]?.from ?? this.#end;
  }

  /** The place after the newest sample. */
  get end(): number {
    return this.#end;
  }

  push(bytes: Uint8Array, atMs: number): void {
    this.#frames.push({ from: this.#end, bytes, atMs });
    this.#end += bytes.length;
    while (this.#end - this.start > RING_SAMPLES && this.#frames.length > 1) this.#frames.shift();
  }

  /** At most `samples` bytes from a place that is still kept; fewer at the end. */
  read(from: number, samples: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, Math.min(samples, this.#end - from)));
    for (let at = this.#frames.length - 1; at >= 0; at--) { // mostly the last one is wanted
      const frame = this.#frames[at]!;
      if (frame.from + frame.bytes.length <= from) break;
      const begins = Math.max(frame.from, from);
      const ends = Math.min(frame.from + frame.bytes.length, from + bytes.length);
      if (begins >= ends) continue;
      bytes.set(frame.bytes.subarray(begins - frame.from, ends - frame.from), begins - from);
    }
    return bytes;
  }

  /** When the sample at a place was spoken, on the call's clock; of the oldest where it is gone. */
  msAt(place: number): number {
    const frame = this.#frames.findLast(({ from }) => from <= place) ?? this.#frames[0];
    if (!frame) return 0;
    const inside = Math.min(Math.max(place - frame.from, 0), frame.bytes.length);
    return frame.atMs + inside / SAMPLES_PER_MS;
  }

  /** The place of what was spoken at `atMs`. */
  placeAt(atMs: number): number {
    const frame = this.#frames.findLast((each) => each.atMs <= atMs);
    if (!frame) return this.start;
    const inside = Math.round((atMs - frame.atMs) * SAMPLES_PER_MS);
    return frame.from + Math.min(inside, frame.bytes.length);
  }
}
