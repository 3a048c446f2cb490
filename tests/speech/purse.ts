/** An account that takes down what was used, and stops spending when it is told to. */
import type { Account } from "../../lib/call/ports.ts";
import { costOf, type Usage } from "../../lib/core/cost.ts";
import { SHIPPED_PRICES } from "../../lib/core/prices.data.ts";

const DAY = "2026-06-01";

export class Purse implements Account {
  readonly usages: Usage[] = [];
  maySpend = true;

  used(usage: Usage): void {
    this.usages.push(usage);
  }

  get dollars(): number {
    const costs = this.usages.map((usage) => costOf(usage, SHIPPED_PRICES, DAY).micros ?? 0);
    return costs.reduce((sum, micros) => sum + micros, 0) / 1e6;
  }
}
