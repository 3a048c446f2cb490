/** What becomes of a delivery that failed: it waits for another try, or is parked for a person. */
import { GiveUp, RetryLater } from "../plugin/contract.ts";

const FIRST_WAIT_MS = 5_000;
/** Longer would let a destination wait that is back. */
const LAST_WAIT_MS = 15 * 60_000;
/** What a destination may ask for, or a plugin that waits for the morning. */
const ASKED_WAIT_MAX_MS = 24 * 3_600_000;
/** Since its first failure. A weekend and a day: an outage that nobody has ended by then needs a person. */
const GIVEN_UP_AFTER_MS = 3 * 24 * 3_600_000;
/** Tries in a row that the plugin itself failed: some two hours. */
const FAULTS_MAX = 10;

export type Outcome =
  | {
    readonly state: "waiting";
    readonly dueAt: Date;
    readonly reason: string;
    readonly pausesPlugin: boolean;
    readonly isFault: boolean;
    readonly failingSince: Date;
  }
  | { readonly state: "dead"; readonly reason: string };

export interface Moment {
  readonly nowMs: number;
  /** 0 to 1. */
  readonly random: number;
  /** A destination's words may repeat what was sent, and a reason is kept in plain, and logged. */
  readonly clean: (reason: string) => string;
}

export function outcomeOf(
  error: unknown,
  tried: { readonly attempt: number; readonly faults: number; readonly failingSince: Date | null },
  { nowMs, random, clean }: Moment,
): Outcome {
  const reason = error instanceof Error ? clean(error.message) : "an unknown error";
  if (error instanceof GiveUp) return { state: "dead", reason };
  const isFault = !(error instanceof RetryLater);
  if (isFault && tried.faults + 1 >= FAULTS_MAX) {
    return { state: "dead", reason: `${FAULTS_MAX} tries in a row failed: ${reason}` };
  }
  const askedMs = isFault ? 0 : Math.min(error.afterMs ?? 0, ASKED_WAIT_MAX_MS);
  const waitMs = Math.max(askedMs, backOffMs(tried.attempt, random));
  const failingSince = tried.failingSince ?? new Date(nowMs);
  if (nowMs + waitMs - failingSince.getTime() > GIVEN_UP_AFTER_MS) {
    return { state: "dead", reason: `given up after three days: ${reason}` };
  }
  const dueAt = new Date(nowMs + waitMs);
  const pausesPlugin = !isFault && error.pauses;
  return { state: "waiting", dueAt, reason, pausesPlugin, isFault, failingSince };
}

/** Twice as long each time, from half of it on by chance: those who failed together come apart. */
function backOffMs(attempt: number, random: number): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 20), LAST_WAIT_MS);
  return longest * (0.5 + random / 2);
}
