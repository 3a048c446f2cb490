/** Takes away what is not sound: a constant that some voices carry, heard as a thump where they begin. */

/** A pole this close to 1 leaves everything above 6 Hz as it is, at 8000 Hz. */
const POLE = 0.995;

export class DcBlocker {
  /** Null before the first sample: a constant is there from the beginning, and no step. */
  #before: number | null = null;
  #out = 0;

  push(pcm: Int16Array): Float64Array {
    const blocked = new Float64Array(pcm.length);
    let before = this.#before ?? pcm[0] ?? 0;
    let out = this.#out;
    for (let at = 0; at < pcm.length; at++) {
      const sample = pcm[at]!;
      blocked[at] = out = sample - before + POLE * out;
      before = sample;
    }
    if (pcm.length > 0) this.#before = before;
    this.#out = out;
    return blocked;
  }
}
