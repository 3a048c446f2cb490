/** GSM 06.10 full rate (ETSI EN 300 961), decoding only: Asterisk's own recordings come in it. */

export const GSM_FRAME_BYTES = 33;
const FRAME_SAMPLES = 160;
const PART_SAMPLES = 40;
/** Bits of the eight log area ratios, and of what each of the four parts of a frame holds. */
const LAR_BITS = [6, 6, 5, 5, 4, 4, 3, 3];
const LAR_BIAS = [0, 0, 2048, -2560, 94, -1792, -341, -1144];
const LAR_LEAST = [-32, -32, -16, -16, -8, -8, -4, -4];
const LAR_INVERSE = [13107, 13107, 13107, 13107, 19223, 17476, 31454, 29708];
const GAINS = [3277, 11469, 21299, 32767];
const MANTISSAS = [18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767];
const PULSES = 13;
const DEEMPHASIS = 28180;
const LAG_MIN = 40;
const LAG_MAX = 120;

/** 16-bit samples at 8000 Hz. */
export function decodeGsm(bytes: Uint8Array): Int16Array {
  const frames = Math.floor(bytes.length / GSM_FRAME_BYTES);
  const pcm = new Int16Array(frames * FRAME_SAMPLES);
  const decoder = new GsmDecoder();
  for (let frame = 0; frame < frames; frame++) {
    const from = frame * GSM_FRAME_BYTES;
    pcm.set(decoder.frame(bytes.subarray(from, from + GSM_FRAME_BYTES)), frame * FRAME_SAMPLES);
  }
  return pcm;
}

class GsmDecoder {
  /** The last 120 samples of the excitation, then the part being made. */
  readonly #excitation = new Int32Array(LAG_MAX + PART_SAMPLES);
  readonly #lattice = new Int32Array(9);
  #ratios = new Int32Array(8);
  #lag = LAG_MIN;
  #deemphasis = 0;

  frame(bytes: Uint8Array): Int16Array {
    const bits = new Bits(bytes);
    bits.take(4); // the signature 0xD
    const ratios = Int32Array.from(LAR_BITS, (count, index) => ratioOf(bits.take(count), index));
    const residual = new Int32Array(FRAME_SAMPLES);
    for (let part = 0; part < 4; part++) residual.set(this.#part(bits), part * PART_SAMPLES);
    const pcm = new Int16Array(FRAME_SAMPLES);
    for (let at = 0; at < FRAME_SAMPLES; at++) {
      pcm[at] = this.#sample(residual[at]!, reflections(this.#ratios, ratios, at));
    }
    this.#ratios = ratios;
    return pcm;
  }

  /** The long-term predictor: the excitation of a part, from pulses and what was `lag` before. */
  #part(bits: Bits): Int32Array {
    const lag = bits.take(7);
    const gain = GAINS[bits.take(2)]!;
    const grid = bits.take(2);
    const pulses = pulsesOf(bits.take(6), bits);
    this.#lag = lag >= LAG_MIN && lag <= LAG_MAX ? lag : this.#lag;
    const made = this.#excitation;
    made.fill(0, LAG_MAX);
    for (const [index, pulse] of pulses.entries()) made[LAG_MAX + grid + 3 * index] = pulse;
    for (let at = LAG_MAX; at < made.length; at++) {
      made[at] = clipped(made[at]! + times(gain, made[at - this.#lag]!));
    }
    const part = made.slice(LAG_MAX);
    made.copyWithin(0, PART_SAMPLES);
    return part;
  }

  /** The short-term predictor's lattice, then the de-emphasis. */
  #sample(residual: number, reflection: (index: number) => number): number {
    let sample = residual;
    for (let index = 7; index >= 0; index--) {
      const back = this.#lattice[index]!;
      const factor = reflection(index);
      sample = clipped(sample - times(factor, back));
      this.#lattice[index + 1] = clipped(back + times(factor, sample));
    }
    this.#lattice[0] = sample;
    this.#deemphasis = clipped(sample + times(this.#deemphasis, DEEMPHASIS));
    return clipped(2 * this.#deemphasis);
  }
}

class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++) {
      value = value << 1 | (this.#bytes[this.#at >> 3]! >> (7 - (this.#at & 7)) & 1);
    }
    return value;
  }
}

function clipped(value: number): number {
  return Math.max(-32_768, Math.min(32_767, value));
}

/** Product of two fractions of 2^15, rounded. */
function times(a: number, b: number): number {
  return (a * b + 16_384) >> 15;
}

function ratioOf(code: number, index: number): number {
  const shifted = clipped((code + LAR_LEAST[index]!) * 1_024 - LAR_BIAS[index]! * 2);
  return clipped(2 * times(LAR_INVERSE[index]!, shifted));
}

/** The ratios pass over from those of the frame before, and become reflection coefficients. */
function reflections(before: Int32Array, now: Int32Array, at: number) {
  const weight = at < 13 ? 0.25 : at < 27 ? 0.5 : at < 40 ? 0.75 : 1;
  return (index: number): number => {
    const ratio = Math.trunc(before[index]! * (1 - weight) + now[index]! * weight);
    const size = Math.abs(ratio);
    const reflected = size < 11_059 ? size * 2 : size < 20_070 ? size + 11_059 : size / 4 + 26_112;
    return Math.sign(ratio) * Math.min(32_767, Math.trunc(reflected));
  };
}

function pulsesOf(size: number, bits: Bits): number[] {
  let exponent = size > 15 ? (size >> 3) - 1 : 0;
  let mantissa = size - (exponent << 3);
  if (mantissa === 0) [exponent, mantissa] = [-4, 7];
  else {
    for (; mantissa <= 7; exponent--) mantissa = mantissa << 1 | 1;
    mantissa -= 8;
  }
  const shift = 6 - exponent;
  const round = shift > 0 ? 1 << (shift - 1) : 0;
  return Array.from({ length: PULSES }, () => {
    const pulse = times(MANTISSAS[mantissa]!, (2 * bits.take(3) - 7) << 12);
    return clipped(pulse + round) >> shift;
  });
}
