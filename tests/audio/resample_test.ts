import assert from "node:assert/strict";
import { resample, Resampler } from "../../lib/audio/resample.ts";

const RATES: readonly (readonly [number, number])[] = [
  [24_000, 8_000],
  [16_000, 8_000],
  [8_000, 16_000],
  [44_100, 8_000],
  [8_000, 8_000],
];

function tone(hz: number, rateHz: number, seconds: number, amplitude = 10_000): Int16Array {
  const step = 2 * Math.PI * hz / rateHz;
  return Int16Array.from(
    { length: rateHz * seconds },
    (_, at) => Math.round(amplitude * Math.sin(step * at)),
  );
}

/** Seeded noise, so that a failure can be repeated. */
function noise(length: number, seed: number): Int16Array {
  let state = seed;
  return Int16Array.from({ length }, () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 | 0;
    return state >> 16;
  });
}

function join(chunks: readonly Int16Array[]): number[] {
  return chunks.flatMap((chunk) => [...chunk]);
}

/** dB of what came out against a tone of amplitude 10000, without the edges. */
function gainDb(pcm: Int16Array): number {
  const middle = pcm.subarray(pcm.length >> 2, 3 * pcm.length >> 2);
  const power = middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length;
  return 10 * Math.log10(Math.max(power, 1e-9) / (10_000 ** 2 / 2));
}

Deno.test("Resampler gives the same audio however the input is cut", () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  for (const [from, to] of RATES) {
    const input = noise(3_000, seed);
    const whole = [...resample(input, from, to)];
    const cuts = noise(500, seed + 1);
    const resampler = new Resampler(from, to);
    const parts: Int16Array[] = [];
    for (let at = 0, cut = 0; at < input.length; cut++) {
      const length = Math.abs(cuts[cut % 500]!) % (cut % 3 === 0 ? 3 : 400);
      parts.push(resampler.push(input.subarray(at, at + length)));
      at += length;
    }
    parts.push(resampler.flush());
    assert.deepEqual(join(parts), whole, `${from} to ${to} Hz, seed ${seed}`);
  }
});

Deno.test("Resampler is as new after flush()", () => {
  const resampler = new Resampler(24_000, 8_000);
  const input = noise(2_400, 7);
  const first = join([resampler.push(input), resampler.flush()]);
  const second = join([resampler.push(input), resampler.flush()]);
  assert.deepEqual(second, first);
});

Deno.test("Resampler gives as many samples as the time holds, and does not shift them", () => {
  for (const [from, to] of RATES) {
    const output = resample(tone(400, from, 1), from, to);
    assert.equal(output.length, to);
    const expected = tone(400, to, 1);
    const middle = output.subarray(to >> 2, to >> 1);
    middle.forEach((sample, at) => {
      assert.ok(Math.abs(sample - expected[at + (to >> 2)]!) <= 12, `${from} to ${to} Hz at ${at}`);
    });
  }
});

Deno.test("Resampler leaves 100 to 3400 Hz as loud as they were, within 0.1 dB", () => {
  for (const [from, to] of RATES) {
    for (let hz = 100; hz <= 3_400; hz += 100) {
      const db = gainDb(resample(tone(hz, from, 0.5), from, to));
      assert.ok(Math.abs(db) < 0.1, `${hz} Hz, ${from} to ${to} Hz: ${db.toFixed(2)} dB`);
    }
  }
});

Deno.test("Resampler keeps what is above 4 kHz at least 60 dB down on the way to 8 kHz", () => {
  for (const [from, to] of RATES.filter(([from]) => from > 8_000)) {
    for (let hz = 4_050; hz < from / 2; hz += 150) {
      const db = gainDb(resample(tone(hz, from, 0.5), from, to));
      assert.ok(db < -60, `${hz} Hz, ${from} to ${to} Hz: ${db.toFixed(1)} dB`);
    }
  }
});

Deno.test("Resampler leaves no mirror image when it goes from 8 to 16 kHz", () => {
  for (let hz = 300; hz <= 3_400; hz += 310) {
    const output = resample(tone(hz, 8_000, 0.5), 8_000, 16_000);
    const expected = tone(hz, 16_000, 0.5);
    const rest = output.map((sample, at) => sample - expected[at]!);
    assert.ok(gainDb(rest) < -60, `${hz} Hz: ${gainDb(rest).toFixed(1)} dB`);
  }
});

Deno.test("Resampler clips at full scale instead of wrapping round", () => {
  const square = Int16Array.from({ length: 2_400 }, (_, at) => at % 60 < 30 ? 32_767 : -32_768);
  const output = resample(square, 24_000, 8_000);
  for (let at = 100; at < 700; at++) {
    const high = (at * 3 + 1) % 60 < 28 && (at * 3) % 60 > 2;
    if (high) assert.ok(output[at]! > 20_000, `sample ${at} is ${output[at]}`);
  }
});

Deno.test("Resampler refuses rates that it can't serve with a sentence", () => {
  for (const rate of [0, -8_000, 7_999.5, 96_000, NaN]) {
    assert.throws(() => new Resampler(rate, 8_000), /Cannot resample .* use whole rates/);
  }
});
