/** The last seconds of a caller's audio, to be sent again after a cut, or given to other ears. */
import { joinedBytes } from "../audio/joined.ts";
import { FRAME_MS, SAMPLE_RATE_HZ } from "../audio/frames.ts";

/** What is kept: an outage that lasts longer loses its beginning. */
export const RING_MS = 5_000;
const RING_SAMPLES = SAMPLE_RATE_HZ * RING_MS / 1_000;
const RING_FRAMES = RING_MS / FRAME_MS;
const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1_000;

/**
 * Places are samples since the call's first frame; G.711 has a byte for each. Frames are copied: kept as
 * they came, thousands of them would outlive each collection of young garbage, and hold up all calls in
 * the big ones. Shorter frames than the usual ones cost some of the time that is kept.
 */
export class AudioRing {
  readonly #bytes = new Uint8Array(RING_SAMPLES);
  /** Where each frame begins, and when it was spoken; the newest is the last one before `#count`. */
  readonly #from = new Float64Array(RING_FRAMES);
  readonly #atMs = new Float64Array(RING_FRAMES);
  #count = 0;
  #oldest = 0;
  #end = 0;

  /** The place of the oldest sample that is kept. */
  get start(): number {
    return this.#count === 0 ? this.#end : this.#fromOf(this.#oldest);
  }

  /** The place after the newest sample. */
  get end(): number {
    return this.#end;
  }

  /** A frame of at most `RING_MS`. */
  push(bytes: Uint8Array, atMs: number): void {
    this.#from[this.#count % RING_FRAMES] = this.#end;
    this.#atMs[this.#count % RING_FRAMES] = atMs;
    this.#count++;
    this.#write(bytes);
    while (this.#count - this.#oldest > RING_FRAMES || this.#end - this.start > RING_SAMPLES) {
      this.#oldest++;
    }
  }

  /** At most `samples` bytes from a place that is still kept; fewer at the end. */
  read(from: number, samples: number): Uint8Array<ArrayBuffer> {
    const length = Math.max(0, Math.min(samples, this.#end - from));
    const at = from % RING_SAMPLES;
    const bytes = this.#bytes.slice(at, at + length);
    if (bytes.length === length) return bytes;
    return joinedBytes([bytes, this.#bytes.subarray(0, length - bytes.length)]);
  }

  /** Frame by frame, oldest first. */
  *frames(): Generator<{ from: number; bytes: Uint8Array<ArrayBuffer>; atMs: number }> {
    for (let frame = this.#oldest; frame < this.#count; frame++) {
      const from = this.#fromOf(frame);
      const bytes = this.read(from, this.#untilOf(frame) - from);
      yield { from, bytes, atMs: this.#atMsOf(frame) };
    }
  }

  /** When the sample at a place was spoken, on the call's clock; of the oldest where it is gone. */
  msAt(place: number): number {
    if (this.#count === 0) return 0;
    const frame = this.#lastFrame((each) => this.#fromOf(each) <= place) ?? this.#oldest;
    const from = this.#fromOf(frame);
    const inside = Math.min(Math.max(place - from, 0), this.#untilOf(frame) - from);
    return this.#atMsOf(frame) + inside / SAMPLES_PER_MS;
  }

  /** The place of what was spoken at `atMs`. */
  placeAt(atMs: number): number {
    const frame = this.#lastFrame((each) => this.#atMsOf(each) <= atMs);
    if (frame === null) return this.start;
    const inside = Math.round((atMs - this.#atMsOf(frame)) * SAMPLES_PER_MS);
    return Math.min(this.#fromOf(frame) + inside, this.#untilOf(frame));
  }

  #write(bytes: Uint8Array): void {
    const at = this.#end % RING_SAMPLES;
    const untilEdge = RING_SAMPLES - at;
    this.#end += bytes.length;
    if (bytes.length <= untilEdge) return this.#bytes.set(bytes, at);
    this.#bytes.set(bytes.subarray(0, untilEdge), at);
    this.#bytes.set(bytes.subarray(untilEdge), 0);
  }

  #fromOf(frame: number): number {
    return this.#from[frame % RING_FRAMES]!;
  }

  #atMsOf(frame: number): number {
    return this.#atMs[frame % RING_FRAMES]!;
  }

  #untilOf(frame: number): number {
    return frame === this.#count - 1 ? this.#end : this.#fromOf(frame + 1);
  }

  #lastFrame(isIt: (frame: number) => boolean): number | null {
    for (let frame = this.#count - 1; frame >= this.#oldest; frame--) if (isIt(frame)) return frame;
    return null;
  }
}
