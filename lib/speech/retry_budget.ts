/** Keeps retries a small share of what is asked: a provider in trouble is not helped by more of it. */

/** Each first try pays for a tenth of a retry. */
const SHARE = 0.1;
/** What a quiet process may spend at once, and at the most: a cut of the network hits all calls together. */
const SPARE = 10;
/** What one that succeeds gives back: after an outage those who wait come back faster and faster. */
const GIVEN_BACK = 2;
/** With nothing left one retry goes in this time all the same, or nobody would see that all is well again. */
const AT_LEAST_EVERY_MS = 5_000;

/** One per provider and process. Times are of one monotonic clock. */
export class RetryBudget {
  #left = SPARE;
  #lastMs = -Infinity;

  /** A first try, or one more after a good connection: nobody's retry. */
  earn(): void {
    this.#left = Math.min(SPARE, this.#left + SHARE);
  }

  /** There was trouble, and it is over. */
  succeeded(): void {
    this.#left = Math.min(SPARE, this.#left + GIVEN_BACK);
  }

  /** True where a retry may go now. */
  spend(nowMs: number): boolean {
    const isFree = nowMs - this.#lastMs >= AT_LEAST_EVERY_MS;
    if (this.#left < 1 && !isFree) return false;
    if (this.#left >= 1) this.#left--;
    this.#lastMs = nowMs;
    return true;
  }
}
