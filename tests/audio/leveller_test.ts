import assert from "node:assert/strict";
import { DcBlocker } from "../../lib/audio/dc_blocker.ts";
import { joinedSamples } from "../../lib/audio/joined.ts";
import { FULL_SCALE, Limiter, MAX_PEAK, peak, rmsDbfs } from "../../lib/audio/level.ts";
import { Leveller, VoiceLevel } from "../../lib/audio/leveller.ts";
import { SoftEdges } from "../../lib/audio/soft_edges.ts";

const SECOND = 8_000;

/** Words of half a second with pauses between them, at a level. */
function speech(dbfs: number, seconds: number, offset = 0): Int16Array {
  const peak = FULL_SCALE * Math.SQRT2 * 10 ** (dbfs / 20);
  return Int16Array.from({ length: seconds * SECOND }, (_, at) => {
    const sounds = at % 5_600 < 4_000;
    return offset + (sounds ? peak * Math.sin(at / 3) : 0);
  });
}

function levelled(pcm: Int16Array, level = new VoiceLevel()): Int16Array {
  const leveller = new Leveller(level);
  const limiter = new Limiter(SECOND);
  return joinedSamples([
    limiter.push(leveller.push(Float64Array.from(pcm))),
    limiter.push(leveller.end()),
  ]);
}

/** As of a voice that has spoken before. */
function known(dbfs: number): VoiceLevel {
  const level = new VoiceLevel();
  levelled(speech(dbfs, 3), level);
  return level;
}

/** Of the words between two seconds. */
function wordsDbfs(pcm: Int16Array, from: number, to: number): number {
  return rmsDbfs(
    pcm.slice(from * SECOND, to * SECOND).filter((_, at) => {
      return (at + from * SECOND) % 5_600 < 4_000;
    }),
  );
}

for (const dbfs of [-31, -26, -20, -12, -9]) {
  Deno.test(`Leveller brings a voice at ${dbfs} dBFS near -20, and begins there the next time`, () => {
    const level = new VoiceLevel();
    const first = levelled(speech(dbfs, 10), level);
    assert.ok(Math.abs(wordsDbfs(first, 8, 10) + 20) < 1.5, `${wordsDbfs(first, 8, 10)}`);
    const second = levelled(speech(dbfs, 2), level);
    assert.ok(Math.abs(wordsDbfs(second, 0, 1) + 20) < 1.5, `${wordsDbfs(second, 0, 1)}`);
    assert.ok(peak(second) <= MAX_PEAK);
  });
}

Deno.test("Leveller lets a voice that nobody knows begin right, even in pieces", () => {
  for (const dbfs of [-30, -12]) {
    const pcm = speech(dbfs, 2);
    const leveller = new Leveller(new VoiceLevel());
    const parts: Float64Array[] = [];
    for (let at = 0; at < pcm.length; at += 777) {
      parts.push(leveller.push(Float64Array.from(pcm.slice(at, at + 777))));
    }
    parts.push(leveller.end());
    const out = Int16Array.from(parts.flatMap((part) => [...part]));
    assert.equal(out.length, pcm.length);
    assert.ok(Math.abs(rmsDbfs(out.subarray(0, 4_000)) + 20) < 1.5);
  }
});

Deno.test("Leveller lifts no whisper without end, and no noise in a pause", () => {
  const whisper = levelled(speech(-40, 20));
  assert.ok(wordsDbfs(whisper, 15, 20) < -26);
  const level = new VoiceLevel();
  levelled(speech(-20, 5), level);
  const hiss = speech(-60, 10);
  assert.ok(rmsDbfs(levelled(hiss, level)) < -57);
});

Deno.test("Leveller doesn't pump: a word after a pause is as loud as the one before", () => {
  const out = levelled(speech(-26, 12));
  const words = Array.from({ length: 6 }, (_, index) => {
    const from = 5_600 * (10 + index);
    return rmsDbfs(out.subarray(from, from + 4_000));
  });
  assert.ok(Math.max(...words) - Math.min(...words) < 1, `${words}`);
});

Deno.test("Leveller and SoftEdges make of pieces what they make of the whole", () => {
  const pcm = speech(-30, 3);
  const whole = levelled(pcm, known(-24));
  const leveller = new Leveller(known(-24));
  const limiter = new Limiter(SECOND);
  const edges = new SoftEdges();
  const parts: Int16Array[] = [];
  for (let at = 0; at < pcm.length; at += 333) {
    const piece = limiter.push(leveller.push(Float64Array.from(pcm.subarray(at, at + 333))));
    parts.push(edges.push(piece));
  }
  parts.push(edges.end());
  const joined = joinedSamples(parts);
  assert.equal(joined.length, whole.length);
  assert.deepEqual(joined.subarray(40, -40), whole.subarray(40, -40));
});

Deno.test("SoftEdges begins and ends in silence, whatever comes", () => {
  for (const length of [1, 7, 40, 41, 1_000]) {
    const edges = new SoftEdges();
    const pcm = joinedSamples([edges.push(new Int16Array(length).fill(8_000)), edges.end()]);
    assert.equal(pcm.length, length);
    assert.equal(pcm[0], 0);
    assert.ok(Math.abs(pcm.at(-1)!) <= 200);
  }
});

Deno.test("DcBlocker takes a constant away and leaves a voice", () => {
  const clean = Int16Array.from(new DcBlocker().push(speech(-20, 2, 3_000)));
  assert.ok(peak(clean) < peak(speech(-20, 2)) * 1.1, "no thump where it begins");
  const late = clean.subarray(SECOND);
  const mean = late.reduce((sum, sample) => sum + sample, 0) / late.length;
  assert.ok(Math.abs(mean) < 100, `${mean}`);
  assert.ok(Math.abs(wordsDbfs(clean, 1, 2) + 20) < 0.5);
  assert.deepEqual(new DcBlocker().push(new Int16Array(80).fill(1_000)), new Float64Array(80));
});
