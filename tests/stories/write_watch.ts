/** Parley's metrics, and beside them each lateness by itself: buckets are too wide for a difference of 2 ms. */
import { Metrics } from "../../lib/observe/metrics.ts";
import { eventually } from "./hotline.ts";

/** Below that many, a p99 is one chance write's. */
const WRITES_MIN = 200;
/** Within it callers who say nothing are spoken to several times. */
const SPOKEN_WITHIN_MS = 90_000;

export class WriteWatch extends Metrics {
  #late: number[] = [];

  override wroteLate(ms: number): void {
    super.wroteLate(ms);
    this.#late.push(ms);
  }

  /** In ms, of each write that was due in so long, or until there are enough. */
  async measure(ms: number): Promise<readonly number[]> {
    this.#late = [];
    await new Promise((resolve) => setTimeout(resolve, ms));
    await eventually("callers are spoken to", SPOKEN_WITHIN_MS, () => {
      return Promise.resolve(this.#late.length >= WRITES_MIN ? true : null);
    });
    return this.#late;
  }
}
