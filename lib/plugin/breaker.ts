/** Leaves a plugin alone that fails again and again: a call is not to wait for it each time. */

/** In a row. One may be chance, and a slow moment of the machine makes two or three. */
const FAILURES_MAX = 5;
/** The first rest; each failure right after a rest doubles it. */
const FIRST_REST_MS = 10_000;
const REST_MAX_MS = 10 * 60_000;

export class Breaker {
  #failures = 0;
  #restMs = FIRST_REST_MS;
  #restsUntilMs: number | null = null;

  /** After a rest the plugin is asked again, and its first failure opens the breaker again. */
  isOpen(nowMs: number): boolean {
    return this.#restsUntilMs !== null && nowMs < this.#restsUntilMs;
  }

  get restsUntilMs(): number | null {
    return this.#restsUntilMs;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#restsUntilMs = null;
    this.#restMs = FIRST_REST_MS;
  }

  /** True where this one has opened it. */
  failed(nowMs: number): boolean {
    this.#failures++;
    const hasRested = this.#restsUntilMs !== null;
    if (this.isOpen(nowMs) || (!hasRested && this.#failures < FAILURES_MAX)) return false;
    this.open(nowMs);
    return true;
  }

  open(nowMs: number): void {
    this.#restsUntilMs = nowMs + this.#restMs;
    this.#restMs = Math.min(this.#restMs * 2, REST_MAX_MS);
  }
}
