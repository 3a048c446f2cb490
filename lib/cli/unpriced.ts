/** Names what was used and has no price: such use is counted, and costs nothing as far as we know. */
import { type PriceTable, type Unit, unpricedUnits } from "../core/cost.ts";
import type { UnitsUsed } from "../store/costs.ts";

/** Use of one unit of a model. */
export type Unpriced = Pick<UnitsUsed, "provider" | "model" | "unit" | "count">;

/** What had no price when it was used, or has none in the present table. */
export function unpricedOf(used: readonly UnitsUsed[], prices: PriceTable): readonly Unpriced[] {
  const open = used.filter(({ provider, model, unit, count, day, unpriced }) =>
    unpriced || unpricedUnits({ provider, model, units: { [unit]: count } }, prices, day).length > 0
  );
  const sums = new Map<string, Unpriced>();
  for (const { provider, model, unit, count } of open) {
    const key = JSON.stringify([provider, model, unit]);
    sums.set(key, { provider, model, unit, count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}

/** "prompt tokens of openai gpt-9 (1,234)" */
export function unpricedText({ provider, model, unit, count }: Unpriced): string {
  return `${unitText(unit)} of ${provider} ${model} (${count.toLocaleString("en")})`;
}

function unitText(unit: Unit): string {
  return unit.replaceAll("_", " ");
}
