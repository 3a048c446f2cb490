/**
 * Silero's voice activity network for 8000 Hz, worked out here: spectrum, four convolutions, one LSTM
 * cell. Weights come from outside; what is shared by all calls is apart from what one call remembers.
 */

/** Samples that are judged at once: 32 ms. */
export const SILERO_WINDOW = 256;
/** Samples before a window that are looked at once more. */
const CONTEXT = 32;
/** Samples behind a window: its own end, mirrored. */
const MIRRORED = 32;
const SPECTRUM = 128;
const BINS = SPECTRUM / 2 + 1;
const HOP = 64;
/** Spectra in a window. */
const STEPS = (CONTEXT + SILERO_WINDOW + MIRRORED - SPECTRUM) / HOP + 1;
const TAPS = 3;
const CELLS = 128;
const GATES = 4;
const ROWS_AT_ONCE = 4;

/** Channels in and out of each convolution; the steps of 4, 4, 2 and 1 that come into it. */
const LAYERS = [
  { from: BINS, to: 128, steps: STEPS, stride: 1 },
  { from: 128, to: 64, steps: STEPS, stride: 2 },
  { from: 64, to: 64, steps: STEPS / 2, stride: 2 },
  { from: 64, to: CELLS, steps: 1, stride: 1 },
] as const;

/** How many numbers the network has. */
export const SILERO_WEIGHTS =
  LAYERS.reduce((sum, { from, to }) => sum + (from * TAPS + 1) * to, 0) +
  GATES * CELLS * (CELLS + CELLS + 2) + CELLS + 1;

interface Convolution {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly stride: number;
  /** By output, input and tap. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** The network without a memory: one for the process. */
export interface SileroNetwork {
  readonly layers: readonly Convolution[];
  /** By gate, cell, and input or memory; biases added up. */
  readonly gates: Float32Array;
  readonly gatesBias: Float32Array;
  readonly out: Float32Array;
  readonly outBias: number;
}

/**
 * `numbers`: each convolution's weights and biases, the LSTM's weights of the input and of the memory and
 * the biases of both, the last layer's. Throws a RangeError where they are too few or too many.
 */
export function sileroNetwork(numbers: ArrayLike<number>): SileroNetwork {
  if (numbers.length !== SILERO_WEIGHTS) {
    throw new RangeError(
      `Cannot read Silero's network: it has ${SILERO_WEIGHTS} numbers, not ${numbers.length}`,
    );
  }
  const all = Float32Array.from(numbers);
  let at = 0;
  const next = (count: number) => all.subarray(at, at += count);
  const layers = LAYERS.map((layer) => ({
    ...layer,
    weights: next(layer.from * TAPS * layer.to),
    bias: next(layer.to),
  }));
  const gates = besides(next(GATES * CELLS * CELLS), next(GATES * CELLS * CELLS));
  const [ofInput, ofMemory] = [next(GATES * CELLS), next(GATES * CELLS)];
  const gatesBias = ofInput.map((bias, gate) => bias + ofMemory[gate]!);
  return { layers, gates, gatesBias, out: next(CELLS), outBias: next(1)[0]! };
}

/** Rows of the one, each followed by that of the other. */
function besides(left: Float32Array, right: Float32Array): Float32Array {
  const both = new Float32Array(left.length + right.length);
  for (let row = 0; row < left.length / CELLS; row++) {
    const [from, to] = [row * CELLS, (row + 1) * CELLS];
    both.set(left.subarray(from, to), 2 * from);
    both.set(right.subarray(from, to), 2 * from + CELLS);
  }
  return both;
}

/** Cosines of every bin, then sines, under a Hann window; rows of nothing fill up the last four. */
const WAVES = Float32Array.from(
  { length: Math.ceil(2 * BINS / ROWS_AT_ONCE) * ROWS_AT_ONCE * SPECTRUM },
  (_, place) => {
    const sample = place % SPECTRUM;
    const row = (place - sample) / SPECTRUM;
    const turn = 2 * Math.PI * sample / SPECTRUM;
    const wave = row < BINS ? Math.cos(row * turn) : Math.sin((row - BINS) * turn);
    return row < 2 * BINS ? (0.5 - 0.5 * Math.cos(turn)) * wave : 0;
  },
);

/** One call's ear: what it heard before counts. */
export class Silero {
  readonly #network: SileroNetwork;
  /** Context, window and what is mirrored behind it; -1 to 1. */
  readonly #sound = new Float32Array(CONTEXT + SILERO_WINDOW + MIRRORED);
  /** The newest input of the LSTM, and its memory of the windows before. */
  readonly #known = new Float32Array(2 * CELLS);
  readonly #cells = new Float32Array(CELLS);

  constructor(network: SileroNetwork) {
    this.#network = network;
  }

  /** How likely a voice is in the next 256 samples, 0 to 1. */
  voiceIn(window: Int16Array): number {
    this.#take(window);
    let signal = spectra(this.#sound);
    for (const layer of this.#network.layers) signal = convolved(layer, signal);
    this.#known.set(signal);
    this.#remember();
    return this.#verdict();
  }

  #take(window: Int16Array): void {
    const sound = this.#sound;
    sound.copyWithin(0, SILERO_WINDOW, SILERO_WINDOW + CONTEXT);
    for (let at = 0; at < SILERO_WINDOW; at++) sound[CONTEXT + at] = window[at]! / 32_768;
    const end = CONTEXT + SILERO_WINDOW;
    for (let at = 0; at < MIRRORED; at++) sound[end + at] = sound[end - 2 - at]!;
  }

  /** One step of the LSTM: gates in, forget, cell, out. */
  #remember(): void {
    const sums = times(this.#network.gates, this.#known);
    const bias = this.#network.gatesBias;
    const gate = (number: number, cell: number) =>
      sums[number * CELLS + cell]! + bias[number * CELLS + cell]!;
    for (let cell = 0; cell < CELLS; cell++) {
      const kept = sigmoid(gate(1, cell)) * this.#cells[cell]!;
      const taken = sigmoid(gate(0, cell)) * Math.tanh(gate(2, cell));
      this.#cells[cell] = kept + taken;
      this.#known[CELLS + cell] = sigmoid(gate(3, cell)) * Math.tanh(kept + taken);
    }
  }

  #verdict(): number {
    const { out, outBias } = this.#network;
    let sum = outBias;
    for (let cell = 0; cell < CELLS; cell++) {
      sum += out[cell]! * Math.max(0, this.#known[CELLS + cell]!);
    }
    return sigmoid(sum);
  }
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Matrix by vector: all of the work is here. Four rows at once are done in a third of the time. */
function times(matrix: Float32Array, vector: Float32Array): Float32Array {
  const { length } = vector;
  const products = new Float32Array(matrix.length / length);
  for (let row = 0; row < products.length; row += ROWS_AT_ONCE) {
    const first = row * length;
    const [second, third, fourth] = [first + length, first + 2 * length, first + 3 * length];
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let at = 0; at < length; at++) {
      const value = vector[at]!;
      a += matrix[first + at]! * value;
      b += matrix[second + at]! * value;
      c += matrix[third + at]! * value;
      d += matrix[fourth + at]! * value;
    }
    products[row] = a;
    products[row + 1] = b;
    products[row + 2] = c;
    products[row + 3] = d;
  }
  return products;
}

/** Magnitudes, by bin and step. */
function spectra(sound: Float32Array): Float32Array {
  const magnitudes = new Float32Array(BINS * STEPS);
  for (let step = 0; step < STEPS; step++) {
    const parts = times(WAVES, sound.subarray(step * HOP, step * HOP + SPECTRUM));
    for (let bin = 0; bin < BINS; bin++) {
      const [real, imaginary] = [parts[bin]!, parts[BINS + bin]!];
      magnitudes[bin * STEPS + step] = Math.sqrt(real * real + imaginary * imaginary);
    }
  }
  return magnitudes;
}

/** By channel and step, as what comes in; three taps, one step of nothing around it; negative ones to 0. */
function convolved(layer: Convolution, signal: Float32Array): Float32Array {
  const { from, to, steps, stride, weights, bias } = layer;
  const stepsOut = Math.ceil(steps / stride);
  const result = new Float32Array(to * stepsOut);
  for (let step = 0; step < stepsOut; step++) {
    const sums = times(weights, seenAt(signal, from, steps, step * stride));
    for (let channel = 0; channel < to; channel++) {
      result[channel * stepsOut + step] = Math.max(0, sums[channel]! + bias[channel]!);
    }
  }
  return result;
}

/** What the taps around a step see, by channel and tap. */
function seenAt(signal: Float32Array, from: number, steps: number, middle: number): Float32Array {
  const seen = new Float32Array(from * TAPS);
  for (let tap = 0; tap < TAPS; tap++) {
    const step = middle + tap - 1;
    if (step < 0 || step >= steps) continue;
    for (let channel = 0; channel < from; channel++) {
      seen[channel * TAPS + tap] = signal[channel * steps + step]!;
    }
  }
  return seen;
}
