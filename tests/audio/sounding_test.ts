import assert from "node:assert/strict";
import { Sounding } from "../../lib/audio/sounding.ts";

function tone(ms: number): Int16Array {
  return Int16Array.from({ length: ms * 8 }, (_, at) => 8_000 * Math.sin(at / 3));
}

Deno.test("Sounding counts sound and leaves pauses out, however the samples come", () => {
  for (const pieces of [1, 7, 160, 10_000]) {
    const sounding = new Sounding();
    const pcm = Int16Array.from([...tone(200), ...new Int16Array(1_600), ...tone(100)]);
    for (let from = 0; from < pcm.length; from += pieces) {
      sounding.push(pcm.subarray(from, from + pieces));
    }
    assert.equal(sounding.ms, 300);
    assert.equal(sounding.msUntil(0), 0);
    assert.equal(sounding.msUntil(100), 100);
    assert.equal(sounding.msUntil(390), 200);
    assert.equal(sounding.msUntil(460), 260);
    assert.equal(sounding.msUntil(60_000), 300);
  }
});
