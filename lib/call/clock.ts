/** The machine's monotonic clock, counted from the epoch: a clock that is set back never bends a call. */
import type { Clock } from "./ports.ts";

/** `setTimeout` counts in 32 bits. */
const TIMEOUT_MAX_MS = 2 ** 31 - 1;

export const machineClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  wakeAt(atMs, wake) {
    const inMs = Math.min(Math.max(atMs - machineClock.nowMs(), 0), TIMEOUT_MAX_MS);
    const timer = setTimeout(wake, Math.ceil(inMs));
    return () => clearTimeout(timer);
  },
};
