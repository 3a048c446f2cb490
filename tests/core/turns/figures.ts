/** What is said of measured turns. */
import type { Measured } from "./measured.ts";

/** How many turns were cut off, and what was added to the others. */
export function figuresOf(turns: readonly Measured[]) {
  const added = turns.flatMap(({ addedMs }) => addedMs ?? []).sort((a, b) => a - b);
  return {
    cutOff: turns.filter((turn) => turn.cutOff).length / turns.length,
    meanMs: Math.round(added.reduce((sum, ms) => sum + ms, 0) / added.length),
    p50Ms: Math.round(added[Math.floor(added.length / 2)]!),
    p95Ms: Math.round(added[Math.floor(added.length * 0.95)]!),
  };
}

/** One line for each kind of answer, and one for all. */
export function summary(turns: readonly Measured[]): string {
  const kinds = [...new Set(turns.map(({ kind }) => kind)), "all"];
  return kinds.map((kind) => {
    const some = turns.filter((turn) => kind === "all" || turn.kind === kind);
    const { cutOff, meanMs, p50Ms, p95Ms } = figuresOf(some);
    const cut = `${(100 * cutOff).toFixed(1)} % of ${some.length} cut off`;
    return `${kind.padEnd(7)} ${cut}, added: mean ${meanMs} p50 ${p50Ms} p95 ${p95Ms} ms`;
  }).join("\n");
}
