/** What providers let wait, as one table; every figure of the bench is beyond these. */

/** In ms, but for the tokens. */
export interface Delays {
  /** From the caller's last sound until the ears hold that speech has ended. */
  readonly endOfTurnMs: number;
  /** … and until its final words come. */
  readonly finalMs: number;
  readonly firstTokenMs: number;
  readonly firstAudioMs: number;
}

export const TABLE: Delays = {
  endOfTurnMs: 60,
  finalMs: 110,
  firstTokenMs: 250,
  firstAudioMs: 180,
};
/** 50 tokens a second. */
export const TOKEN_MS = 20;
/** Seconds of speech in a second. */
export const SPEECH_PACE = 3;

/** "fixed": the table. "lognormal": drawn around it, so that p50 is the table and p95 twice of it. */
export type Spread = "fixed" | "lognormal";

/** ln 2 over the 95th percentile of the normal distribution. */
const SIGMA = Math.LN2 / 1.6449;

/** One draw of what a stage takes. `random`: 0 to 1. */
export function delayOf(stage: keyof Delays, spread: Spread, random: () => number): number {
  if (spread === "fixed") return TABLE[stage];
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return TABLE[stage] * Math.exp(SIGMA * normal);
}
