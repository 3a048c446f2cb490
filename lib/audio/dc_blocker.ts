/** Takes away what is not sound: a constant that some voices carry, heard as a thump where they begin. */

/** A pole this close to 1 leaves everything above 6 Hz as it is, at 8000 Hz. */
const POLE = 0.995;

export class DcBlocker {
  /** Null before the first sample: a constant is there from the beginning, and no step. */
  #before: number | null = null;
  #out = 0;

  push(pcm: Int16Array): Float64Array {
    return Float64Array.from(pcm, (sample) => {
      this.#out = sample - (this.#before ?? sample) + POLE * this.#out;
      this.#before = sample;
      return this.#out;
    });
  }
}
