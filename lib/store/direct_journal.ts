/** The journal of a place without a disk: what is synced is committed. */
import { FactQueue } from "./fact_queue.ts";
import { type Intake, takeIn } from "./intake.ts";
import { FACTS_IN_FLIGHT_MAX } from "./writer.ts";

export interface DirectJournalOptions extends Intake {
  /** Told when the database begins to fail, and null when it takes facts again. */
  readonly turned: (error: unknown) => void;
}

export function directJournal(options: DirectJournalOptions): FactQueue {
  return new FactQueue({
    keep: (facts) => takeIn(facts, options),
    groupMax: FACTS_IN_FLIGHT_MAX,
    turned: options.turned,
  });
}
