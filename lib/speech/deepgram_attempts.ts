/** When one call tries to get a line at Deepgram, and when it leaves Deepgram alone for the sake of all calls. */
import { Alarm } from "../clockwork/alarm.ts";
import { backOffMs } from "./back_off.ts";
import type { Breaker } from "./breaker.ts";
import type { LineEnd } from "./deepgram_line.ts";
import type { RetryBudget } from "./retry_budget.ts";

/** After a refused key: nobody mends that during a call. */
const REFUSED_REST_MS = 30_000;

export interface AttemptParts {
  /** Both are one for all calls. */
  readonly breaker: Breaker;
  readonly retries: RetryBudget;
  /** Monotonic. */
  readonly nowMs: () => number;
  /** 0 to 1. */
  readonly chance: () => number;
}

export interface AttemptListener {
  readonly dial: () => void;
  /** Not now: Deepgram has failed too often. */
  readonly denied: () => void;
}

export class DeepgramAttempts {
  readonly #parts: AttemptParts;
  readonly #listener: AttemptListener;
  readonly #retry = new Alarm();
  /** In vain since the last good line. */
  #count = 0;
  /** There was no good line before this attempt. */
  #isRetry = false;
  /** The breaker waits for what becomes of this line. */
  #probing = false;
  #closed = false;

  constructor(parts: AttemptParts, listener: AttemptListener) {
    this.#parts = parts;
    this.#listener = listener;
  }

  begin(): void {
    this.#retry.set(0, () => this.#try());
  }

  again(atOnce: boolean): void {
    if (this.#closed) return;
    const inMs = atOnce ? 0 : backOffMs(this.#count, this.#parts.chance());
    this.#count++;
    this.#isRetry = !atOnce;
    this.#retry.set(inMs, () => this.#try());
  }

  /** The line works. */
  succeeded(): void {
    this.#parts.breaker.succeeded();
    if (this.#count > 0) this.#parts.retries.succeeded();
    this.#probing = false;
    this.#count = 0;
  }

  /** The line is over, and never worked. */
  failed(end: LineEnd, isOverdue: boolean): void {
    const { breaker, nowMs } = this.#parts;
    // A network that fails for some attempts of one call is no outage; a server that says no is.
    const counts = end.answered || isOverdue || this.#probing;
    if (counts) breaker.failed(nowMs(), end.refused ? REFUSED_REST_MS : null);
    this.#probing = false;
  }

  close(): void {
    this.#closed = true;
    if (this.#probing) this.#parts.breaker.abandoned();
    this.#retry.clear();
  }

  #try(): void {
    const { breaker, retries, nowMs } = this.#parts;
    const permission = breaker.permit(nowMs());
    this.#probing = permission === "probe";
    if (permission === "open") {
      this.#listener.denied();
      return this.again(false);
    }
    if (!this.#isRetry) retries.earn();
    else if (!this.#probing && !retries.spend(nowMs())) return this.again(false);
    this.#listener.dial();
  }
}
