/** Changes the rate of 16-bit audio with a polyphase low-pass filter, chunk by chunk. */
import { joinedSamples } from "./joined.ts";

/** What a provider or a sound card may use; beyond it the filter's table grows without need. */
const MIN_RATE_HZ = 4_000;
const MAX_RATE_HZ = 48_000;
/** Share of the narrower side's band that passes whole: 3400 Hz of 4000, the telephone band. */
const PASS_SHARE = 0.85;
/** How far everything beyond the narrower side's band is pushed down. G.711 has about 38 dB. */
const STOP_BAND_DB = 70;

/**
 * Holds its place between chunks: cut the input anywhere and the output is the same. It is not
 * shifted in time either; the last few milliseconds of output wait for `flush()`.
 */
export class Resampler {
  readonly #up: number;
  readonly #down: number;
  /** For each of `#up` phases the weights of the `2 × #reach` samples around it. */
  readonly #weights: readonly Float64Array[];
  readonly #reach: number;
  /** As the weights are: each sample is looked at for many outputs, and converted once. */
  #input: Float64Array;
  /** Where the next output sample lies, in 1/#up of an input sample from the start of `#input`. */
  #at: number;

  constructor(fromHz: number, toHz: number) {
    for (const rate of [fromHz, toHz]) {
      if (!Number.isInteger(rate) || rate < MIN_RATE_HZ || rate > MAX_RATE_HZ) {
        throw new RangeError(
          `Cannot resample ${fromHz} Hz to ${toHz} Hz: use whole rates ` +
            `from ${MIN_RATE_HZ} to ${MAX_RATE_HZ} Hz`,
        );
      }
    }
    const common = greatestCommonDivisor(fromHz, toHz);
    this.#up = toHz / common;
    this.#down = fromHz / common;
    const bandHz = Math.min(fromHz, toHz) / 2;
    this.#reach = reachFor(bandHz / fromHz);
    this.#weights = weightsFor(this.#up, this.#reach, bandHz / fromHz);
    this.#input = new Float64Array(0);
    this.#at = 0;
    this.#rewind();
  }

  /** Takes samples at `fromHz`, gives back what is ready at `toHz`. */
  push(chunk: Int16Array): Int16Array<ArrayBuffer> {
    const input = new Float64Array(this.#input.length + chunk.length);
    input.set(this.#input);
    input.set(chunk, this.#input.length);
    const lastWhole = (input.length - this.#reach) * this.#up; // the place that can't be reached yet
    const output = this.#render(input, lastWhole);
    const used = Math.max(0, Math.floor(this.#at / this.#up) - this.#reach + 1);
    this.#input = input.subarray(used);
    this.#at -= used * this.#up;
    return output;
  }

  /** Ends the stream: gives back the rest, and is ready for a new one. */
  flush(): Int16Array<ArrayBuffer> {
    const length = this.#input.length;
    const padded = new Float64Array(length + this.#reach);
    padded.set(this.#input);
    const output = this.#render(padded, length * this.#up);
    this.#rewind();
    return output;
  }

  #rewind(): void {
    // Silence before the first sample, so that the filter has something to its left.
    this.#input = new Float64Array(this.#reach - 1);
    this.#at = (this.#reach - 1) * this.#up;
  }

  #render(input: Float64Array, endsBefore: number): Int16Array<ArrayBuffer> {
    const count = Math.max(0, Math.ceil((endsBefore - this.#at) / this.#down));
    const output = new Int16Array(count);
    for (let out = 0; out < Math.min(this.#up, count); out++) {
      const at = this.#at + out * this.#down;
      this.#renderPhase(input, Math.floor(at / this.#up) - this.#reach + 1, output, out);
    }
    this.#at += count * this.#down;
    return output;
  }

  /** From one output sample on all that have its weights: the next one is `#up` further. */
  #renderPhase(input: Float64Array, from: number, output: Int16Array, firstOut: number): void {
    const [up, down] = [this.#up, this.#down];
    const weights = this.#weights[(this.#at + firstOut * down) % up]!;
    let [first, out] = [from, firstOut];
    for (; out + 3 * up < output.length; out += 4 * up, first += 4 * down) {
      const sums = fourWeighted(input, first, down, weights);
      for (let next = 0; next < 4; next++) output[out + next * up] = bounded(sums[next]!);
    }
    for (; out < output.length; out += up, first += down) {
      output[out] = bounded(weighted(input, first, weights));
    }
  }
}

function weighted(input: Float64Array, first: number, weights: Float64Array): number {
  let sum = 0;
  for (let tap = 0; tap < weights.length; tap++) sum += weights[tap]! * input[first + tap]!;
  return sum;
}

/** Side by side: none waits for the last addition of another, and a weight is read once. That halves the time. */
function fourWeighted(
  input: Float64Array,
  first: number,
  apart: number,
  weights: Float64Array,
): [number, number, number, number] {
  let [one, two, three, four] = [0, 0, 0, 0];
  for (let tap = 0; tap < weights.length; tap++) {
    const weight = weights[tap]!;
    const at = first + tap;
    one += weight * input[at]!;
    two += weight * input[at + apart]!;
    three += weight * input[at + 2 * apart]!;
    four += weight * input[at + 3 * apart]!;
  }
  return [one, two, three, four];
}

function bounded(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample)));
}

/** A whole recording at once. */
export function resample(pcm: Int16Array, fromHz: number, toHz: number): Int16Array<ArrayBuffer> {
  const resampler = new Resampler(fromHz, toHz);
  return joinedSamples([resampler.push(pcm), resampler.flush()]);
}

/** Input samples that the filter looks at to either side (Kaiser's estimate of its length). */
function reachFor(bandShare: number): number {
  const transition = 2 * Math.PI * bandShare * (1 - PASS_SHARE);
  return Math.ceil((STOP_BAND_DB - 8) / (2.285 * transition) / 2);
}

/** Providers have a rate or two. */
const REMEMBERED_MAX = 8;
const remembered = new Map<string, readonly Float64Array[]>();

/** Each made once: at 22,050 Hz it takes as long as a frame, and every phrase has its own resampler. */
function weightsFor(up: number, reach: number, bandShare: number): readonly Float64Array[] {
  const key = `${up} ${reach} ${bandShare}`;
  const weights = remembered.get(key) ?? phases(up, reach, bandShare);
  if (remembered.size < REMEMBERED_MAX) remembered.set(key, weights);
  return weights;
}

/** A Kaiser-windowed sinc, cut into phases; `bandShare` is the kept band over the input rate. */
function phases(up: number, reach: number, bandShare: number): Float64Array[] {
  const cutoff = bandShare * (1 + PASS_SHARE); // middle of the transition, in half input rates
  const beta = 0.1102 * (STOP_BAND_DB - 8.7);
  const top = bessel(beta);
  return Array.from({ length: up }, (_, phase) => {
    const weights = Float64Array.from({ length: 2 * reach }, (_, tap) => {
      const distance = phase / up - (tap - reach + 1);
      return sinc(cutoff * distance) * kaiser(distance / reach, beta) / top;
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum); // each phase alike, or a constant would hum
  });
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Its height in the middle is `bessel(beta)`. */
function kaiser(x: number, beta: number): number {
  return Math.abs(x) > 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x));
}

/** The modified Bessel function of order zero; 30 terms are exact for every beta in use. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 30; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
