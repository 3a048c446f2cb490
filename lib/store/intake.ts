/** What takes facts into a database, and what becomes of those that it refuses. */
import type { Fact } from "../core/facts.ts";

export interface Intake {
  /** Commits them all or none; where it misses its own deadline, its outcome is unknown. */
  readonly commit: (facts: readonly Fact[]) => Promise<void>;
  /** True: this very fact can never be taken, however often it is tried. */
  readonly isRefusal: (error: unknown) => boolean;
  /** Keeps a refused fact for a person to look at. */
  readonly park: (fact: Fact, error: unknown) => Promise<void>;
}

/**
 * Commits facts, together where it can be. One of them may be refused: it is parked, and the others
 * don't wait behind it. `taken` is told in their order how many more are done with.
 */
export async function takeIn(
  facts: readonly Fact[],
  intake: Intake,
  taken: (count: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const refusal = await commit(facts, intake);
  if (refusal === null) return await taken(facts.length);
  if (facts.length > 1) {
    for (const fact of facts) await takeIn([fact], intake, taken);
    return;
  }
  await intake.park(facts[0]!, refusal);
  await taken(1);
}

/** Null for success, else what refused them. */
async function commit(facts: readonly Fact[], intake: Intake): Promise<unknown> {
  try {
    await intake.commit(facts);
    return null;
  } catch (error) {
    if (intake.isRefusal(error)) return error;
    throw error;
  }
}
