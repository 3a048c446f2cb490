/** Keeps a dead provider from costing every caller its deadline: after some failures it is left alone. */

/** Failures in a row that open the breaker: one may be chance, three are an outage. */
const MAX_FAILURES = 3;
/** The first rest; each failed probe doubles it. */
const FIRST_REST_MS = 5_000;
/** The longest rest, also where a provider asks for more: an outage must not outlive itself by much. */
const MAX_REST_MS = 60_000;
/** A probe that nobody reported on is forgotten, and the next one may go. */
const PROBE_PATIENCE_MS = 30_000;

/** "closed": ask. "probe": ask, and be the only one. "open": don't. */
export type Permission = "closed" | "probe" | "open";

/** One per provider and process. Times are of one monotonic clock. */
export class Breaker {
  #failures = 0;
  #restMs = FIRST_REST_MS;
  #restsUntilMs: number | null = null;
  #probingSinceMs: number | null = null;

  /** Ask before each attempt, and report its end by one of the three verbs below. */
  permit(nowMs: number): Permission {
    if (this.#restsUntilMs === null) return "closed";
    if (nowMs < this.#restsUntilMs) return "open";
    const probing = this.#probingSinceMs;
    if (probing !== null && nowMs < probing + PROBE_PATIENCE_MS) return "open";
    this.#probingSinceMs = nowMs;
    return "probe";
  }

  succeeded(): void {
    this.#failures = 0;
    this.#restMs = FIRST_REST_MS;
    this.#restsUntilMs = null;
    this.#probingSinceMs = null;
  }

  /** `restMs`: how long the provider asked to be left alone (Retry-After): opens at once. */
  failed(nowMs: number, restMs: number | null = null): void {
    this.#failures++;
    const probing = this.#probingSinceMs !== null;
    this.#probingSinceMs = null;
    if (restMs === null && !probing && this.#failures < MAX_FAILURES) return;
    const rest = Math.min(Math.max(restMs ?? 0, this.#restMs), MAX_REST_MS);
    this.#restsUntilMs = Math.max(this.#restsUntilMs ?? 0, nowMs + rest);
    if (probing) this.#restMs = Math.min(this.#restMs * 2, MAX_REST_MS);
  }

  /** The attempt was given up before it said anything of the provider: the caller hung up. */
  abandoned(): void {
    this.#probingSinceMs = null;
  }
}
