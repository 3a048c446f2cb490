import assert from "node:assert/strict";
import { Breaker } from "../../lib/speech/breaker.ts";

function broken(): Breaker {
  const breaker = new Breaker();
  for (let failure = 0; failure < 3; failure++) breaker.failed(0);
  return breaker;
}

Deno.test("Breaker opens after three failures in a row, and one success forgives", () => {
  const breaker = new Breaker();
  breaker.failed(0);
  breaker.failed(1);
  breaker.succeeded();
  breaker.failed(2);
  breaker.failed(3);
  assert.equal(breaker.permit(4), "closed");
  breaker.failed(4);
  assert.equal(breaker.permit(5), "open");
});

Deno.test("Breaker lets one probe through after its rest, and rests longer when it fails", () => {
  const breaker = broken();
  assert.equal(breaker.permit(4_999), "open");
  assert.equal(breaker.permit(5_000), "probe");
  assert.equal(breaker.permit(5_001), "open");
  breaker.failed(6_000);
  assert.equal(breaker.permit(10_999), "open");
  assert.equal(breaker.permit(11_000), "probe");
  breaker.failed(11_000);
  assert.equal(breaker.permit(20_999), "open");
  assert.equal(breaker.permit(21_000), "probe");
  breaker.succeeded();
  assert.equal(breaker.permit(21_001), "closed");
});

Deno.test("Breaker opens at once where the provider asks for a rest, and not for ever", () => {
  const breaker = new Breaker();
  breaker.failed(0, 20_000);
  assert.equal(breaker.permit(19_999), "open");
  assert.equal(breaker.permit(20_000), "probe");
  breaker.failed(20_000, 86_400_000);
  assert.equal(breaker.permit(80_000), "probe");
});

Deno.test("Breaker gives the probe to the next one when it was abandoned or forgotten", () => {
  const breaker = broken();
  assert.equal(breaker.permit(5_000), "probe");
  breaker.abandoned();
  assert.equal(breaker.permit(5_001), "probe");
  assert.equal(breaker.permit(35_000), "open");
  assert.equal(breaker.permit(35_001), "probe");
});
