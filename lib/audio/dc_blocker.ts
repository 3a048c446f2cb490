/** Takes away what is not sound: a constant that some voices carry, heard as a thump where they begin. */

/** A pole this close to 1 leaves everything above 6 Hz as it is, at 8000 Hz. */
const POLE = 0.995;

export class DcBlocker {
  #before = 0;
  #out = 0;

  push(pcm: Float64Array): Float64Array {
    return pcm.map((sample) => {
      this.#out = sample - this.#before + POLE * this.#out;
      this.#before = sample;
      return this.#out;
    });
  }
}
