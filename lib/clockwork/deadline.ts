/** A time limit for others, which standstills of our own do not use up. */
import { Alarm } from "./alarm.ts";
import { standstill } from "./standstill.ts";

/** How much longer others are given at a time where we stood still: the backlog of a second is read by then. */
const GRACE_MAX_MS = 1_000;
/** A process that stands still again and again can't tell who is silent: then they are. */
const GRACES_MAX = 3;

/**
 * An alarm that judges others by their silence. They get back what this process stood still: what they
 * sent may wait behind the alarm, and what they are asked may not have left.
 */
export class Deadline {
  readonly #alarm = new Alarm();

  /** Takes the place of what was set before. */
  set(inMs: number, judge: () => void): void {
    this.clear();
    standstill.watch();
    this.#wait(inMs, judge, GRACES_MAX);
  }

  clear(): void {
    if (!this.#alarm.isSet) return;
    this.#alarm.clear();
    standstill.unwatch();
  }

  #wait(inMs: number, judge: () => void, graces: number): void {
    const beforeMs = standstill.totalMs;
    this.#alarm.set(inMs, () => {
      const stoodMs = standstill.totalMs - beforeMs;
      if (stoodMs > 0 && graces > 0) {
        return this.#wait(Math.min(stoodMs, GRACE_MAX_MS), judge, graces - 1);
      }
      standstill.unwatch();
      judge();
    });
  }
}
