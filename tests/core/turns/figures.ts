/** What is said of measured turns. */
import { spreadOf } from "../../lab/pacing.ts";
import type { Measured } from "./measured.ts";

/** How many turns were cut off, of which so many were mended; and what was added to the others. */
export function turnFigures(turns: readonly Measured[]) {
  const added = turns.flatMap(({ addedMs }) => addedMs ?? []);
  return {
    cutOff: turns.filter((turn) => turn.cutOff).length / turns.length,
    mended: turns.filter((turn) => turn.mended).length,
    meanMs: Math.round(added.reduce((sum, ms) => sum + ms, 0) / added.length),
    spread: spreadOf(added),
  };
}

/** One line for each kind of answer, and one for all. */
export function summary(turns: readonly Measured[]): string {
  const kinds = [...new Set(turns.map(({ kind }) => kind)), "all"];
  return kinds.map((kind) => {
    const some = turns.filter((turn) => kind === "all" || turn.kind === kind);
    const { cutOff, mended, meanMs, spread } = turnFigures(some);
    const cut = `${(100 * cutOff).toFixed(1)} % of ${some.length} cut off (${mended} mended)`;
    const [p50, p95] = [spread?.p50, spread?.p95].map((ms) => ms?.toFixed(0) ?? "-");
    return `${kind.padEnd(7)} ${cut}, added: mean ${meanMs} p50 ${p50} p95 ${p95} ms`;
  }).join("\n");
}
