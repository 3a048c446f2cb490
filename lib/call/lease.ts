/** A caller is lent to us: the dialplan takes a call back whose agent has died and extends it no more. */
import type { Clock } from "./ports.ts";

/** What a caller waits at most for when nobody starts us again; longer than a cut that calls survive. */
export const LEASE_SECONDS = 90;
/** So often that a cut of a minute and a slow answer still leave time. */
const EXTEND_EVERY_MS = 10_000;

export interface LeaseOptions {
  readonly clock: Clock;
  /** Sets the dialplan's limit to so many seconds from now. */
  readonly extend: (seconds: number) => Promise<void>;
  readonly trouble: (error: unknown) => void;
}

/** Extends a lease that was just taken, until the returned undo is called. */
export function keepLease({ clock, extend, trouble }: LeaseOptions): () => void {
  let over = false;
  let disarm = () => {};
  const again = () => {
    disarm = clock.wakeAt(clock.nowMs() + EXTEND_EVERY_MS, () => {
      extend(LEASE_SECONDS).catch((error) => over || trouble(error)).finally(() => over || again());
    });
  };
  again();
  return () => {
    over = true;
    disarm();
  };
}
