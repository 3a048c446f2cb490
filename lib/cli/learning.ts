/** What all instances have spent, asked of the database: nobody waits long for it. */
import { spentBy, spentOn } from "../store/costs.ts";
import { type Queries, within } from "../store/database.ts";
import type { Sealer } from "../store/sealing.ts";
import type { SpendingParts } from "./spending.ts";

/** A sum over the calls of a day; then our own sums hold. */
const LEARN_MS = 5_000;

/** Millionths, each: of all calls, and of those of one number. `ask` throws where it can't be asked. */
export function learningFrom(
  ask: () => { readonly sql: Queries; readonly sealer: Pick<Sealer, "lookups"> },
): Required<Pick<SpendingParts, "spentOn" | "spentBy">> {
  return {
    async spentOn(day) {
      return await within(LEARN_MS, spentOn(ask().sql, day), "learn what was spent");
    },
    async spentBy(number, day) {
      const { sql, sealer } = ask();
      const sum = spentBy(sql, sealer, { number, day });
      return await within(LEARN_MS, sum, "learn what a number has cost");
    },
  };
}
