/** Chance that can be repeated: a seed is the whole report of what failed. */

/** Of PARLEY_SEED, or another one each time; say it where something fails. */
export function seedOfThisRun(): number {
  return Number(Deno.env.get("PARLEY_SEED") ?? Date.now() % 1_000_000_000);
}

/** mulberry32: 0 to 1, the same row of numbers for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
