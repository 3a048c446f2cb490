import assert from "node:assert/strict";
import { Limiter, MAX_PEAK, MAX_RMS_DBFS, peak, rmsDbfs } from "../../lib/audio/level.ts";

function sine(amplitude: number, length = 8_000): Int16Array {
  return Int16Array.from({ length }, (_, at) => Math.round(amplitude * Math.sin(at / 4)));
}

Deno.test("rmsDbfs() and peak() count against full scale", () => {
  const square = Int16Array.from({ length: 100 }, (_, at) => at % 2 ? 32_767 : -32_768);
  assert.ok(Math.abs(rmsDbfs(square)) < 0.001);
  assert.ok(Math.abs(rmsDbfs(sine(32_767)) + 3.01) < 0.01);
  assert.equal(peak(square), 32_768);
  assert.equal(rmsDbfs(new Int16Array(160)), -Infinity);
  assert.equal(rmsDbfs(new Int16Array(0)), -Infinity);
});

Deno.test("Limiter leaves ordinary speech level as it is, to the sample", () => {
  const speech = sine(5_000); // -19 dBFS
  assert.deepEqual(new Limiter(8_000).push(speech), Int16Array.from(speech));
});

Deno.test("Limiter turns full-scale noise down to its limits, from the first sample", () => {
  let state = 1;
  const noise = Int16Array.from({ length: 16_000 }, () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 | 0;
    return (state >> 16) < 0 ? -32_768 : 32_767;
  });
  const output = new Limiter(8_000).push(noise);
  assert.ok(peak(output) <= MAX_PEAK);
  assert.ok(rmsDbfs(output.subarray(800)) <= MAX_RMS_DBFS + 0.1);
});

Deno.test("Limiter joins chunks as if they were one", () => {
  const loud = sine(32_000);
  const whole = new Limiter(8_000).push(loud);
  const limiter = new Limiter(8_000);
  const parts: number[] = [];
  for (let at = 0; at < loud.length; at += 160) {
    parts.push(...limiter.push(loud.subarray(at, at + 160)));
  }
  assert.deepEqual(Int16Array.from(parts), whole);
});
