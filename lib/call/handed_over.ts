/** Calls that are with a person: kept for a while, since those that nobody takes come back. */
import type { Clock } from "./ports.ts";
import type { LiveCall } from "./live_call.ts";

/** HUMAN_CALL_LIMIT_S of extensions.conf, and what ringing takes before: two hours and a bit. */
const KEPT_MAX_MS = 7_500_000;
/** A call keeps its talk, some hundred kilobytes at most; as many as MAX_CALLS may be. */
const KEPT_MAX = 500;

interface Kept {
  readonly live: LiveCall;
  readonly disarm: () => void;
}

export class HandedOver {
  readonly #clock: Clock;
  /** By the caller's channel, oldest first. */
  readonly #calls = new Map<string, Kept>();
  #open = true;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get channels(): readonly string[] {
    return [...this.#calls.keys()];
  }

  /** Until it comes back, has ended, or was kept for long enough: its record is complete then. */
  keep(channel: string, live: LiveCall): void {
    if (!this.#open) return live.hungUp();
    const [oldest] = this.#calls.keys();
    if (this.#calls.size >= KEPT_MAX && oldest !== undefined) this.ended(oldest);
    const untilMs = this.#clock.nowMs() + KEPT_MAX_MS;
    const disarm = this.#clock.wakeAt(untilMs, () => this.ended(channel));
    this.#calls.set(channel, { live, disarm });
  }

  /** The call that has come back; null when it is none of those that are kept. */
  take(channel: string): LiveCall | null {
    const kept = this.#calls.get(channel);
    kept?.disarm();
    this.#calls.delete(channel);
    return kept?.live ?? null;
  }

  /** The caller has hung up, or will never come back to us. */
  ended(channel: string): void {
    this.take(channel)?.hungUp();
  }

  /** Ends what is kept, and what is handed over from now on. */
  close(): void {
    this.#open = false;
    for (const channel of this.channels) this.ended(channel);
  }
}
