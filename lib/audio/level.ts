/** How loud audio is, and a limiter for what goes out. */

/** The largest magnitude of a 16-bit sample. */
export const FULL_SCALE = 32_768;

/** 0 to 32768. */
export function peak(pcm: Int16Array): number {
  let most = 0;
  for (const sample of pcm) most = Math.max(most, Math.abs(sample));
  return most;
}

/** Root mean square over full scale, in dB: 0 is a full-scale square wave, silence -Infinity. */
export function rmsDbfs(pcm: Int16Array): number {
  let sum = 0;
  for (let at = 0; at < pcm.length; at++) sum += pcm[at]! * pcm[at]!;
  return dbfsOf(sum / Math.max(1, pcm.length));
}

/** Of the mean of squared samples. */
export function dbfsOf(meanSquare: number): number {
  return 10 * Math.log10(meanSquare / FULL_SCALE ** 2);
}

/** Speech arrives at -20 to -35 dBFS, an idle line below -65: quieter than this is a pause. */
export const PAUSE_DBFS = -45;

/** -3 dBFS: no sample goes out louder. Telephone converters clip close to full scale. */
export const MAX_PEAK = Math.round(FULL_SCALE * 10 ** (-3 / 20));
/**
 * -14 dBFS over a few tens of ms: speech at the usual -26 to -18 dBFS (ITU-T P.56) passes
 * untouched, full-scale noise from a broken provider is turned down to the loudest speech.
 */
export const MAX_RMS_DBFS = -14;
/** How fast the loudness is followed; shorter would flatten single vowels. */
const FOLLOW_MS = 40;
/** How fast a gain that was turned down comes back; shorter is heard as pumping. */
const RELEASE_MS = 80;

/** Turns down what is too loud, never up; keeps its gain between chunks, so chunks join silently. */
export class Limiter {
  readonly #follow: number;
  readonly #release: number;
  readonly #maxPower: number;
  #power = 0;
  #gain = 1;

  constructor(sampleRateHz: number) {
    this.#follow = 1 - Math.exp(-1_000 / (FOLLOW_MS * sampleRateHz));
    this.#release = 1 - Math.exp(-1_000 / (RELEASE_MS * sampleRateHz));
    this.#maxPower = FULL_SCALE ** 2 * 10 ** (MAX_RMS_DBFS / 10);
  }

  /** Samples on the scale of 16 bits; they may lie beyond it. */
  push(pcm: Int16Array | Float64Array): Int16Array<ArrayBuffer> {
    const limited = new Int16Array(pcm.length);
    let power = this.#power;
    let gain = this.#gain;
    for (let at = 0; at < pcm.length; at++) {
      const sample = pcm[at]!;
      power += (sample * sample - power) * this.#follow;
      const wanted = this.#wanted(power, Math.abs(sample));
      // Down at once, so that not one sample is too loud; up slowly.
      if (wanted < gain) gain = wanted;
      else gain += (wanted - gain) * this.#release;
      limited[at] = Math.trunc(sample * gain);
    }
    this.#power = power;
    this.#gain = gain;
    return limited;
  }

  /** Of nearly all samples 1, and nothing to be worked out. */
  #wanted(power: number, height: number): number {
    if (power <= this.#maxPower && height <= MAX_PEAK) return 1;
    return Math.min(1, Math.sqrt(this.#maxPower / power), MAX_PEAK / Math.max(height, 1));
  }
}
