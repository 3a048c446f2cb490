/** So much in each stretch of time, counted from its first use. */
export class Budget {
  readonly #most: number;
  readonly #everyMs: number;
  #untilMs = 0;
  #used = 0;

  constructor(most: number, everyMs: number) {
    this.#most = most;
    this.#everyMs = everyMs;
  }

  /** False where it is used up. */
  take(amount: number, nowMs: number): boolean {
    if (nowMs >= this.#untilMs) {
      this.#untilMs = nowMs + this.#everyMs;
      this.#used = 0;
    }
    this.#used += amount;
    return this.#used <= this.#most;
  }
}
