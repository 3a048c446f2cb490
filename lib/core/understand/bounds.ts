/** Which side of a quantity is open: "at least", "up to", "within", "or more". */
import { figureAt } from "./figures.ts";
import type { Bound, Quantity } from "./quantity.ts";
import type { Reading, Span } from "./reading.ts";

/** With what is said of it before and after: "at least", "up to", "or so". */
export function withBounds(reading: Reading, quantity: Quantity): Quantity {
  let { from, to, bound, approximate } = quantity;
  for (let changed = true; changed;) {
    changed = false;
    const before = boundBefore(reading, from);
    if (before) {
      from = before.from;
      changed = true;
      if (before.bound === "approximate") approximate = true;
      else if (before.bound !== "exact" && bound === "exact") bound = before.bound;
    }
  }
  const after = boundAfter(reading, to);
  if (after) {
    to = after.to;
    if (after.bound === "approximate") approximate = true;
    else if (bound === "exact") bound = after.bound;
  }
  return { ...quantity, from, to, bound: quantity.isRange ? "exact" : bound, approximate };
}

type Sign = Bound | "approximate";

const BEFORE = [
  ["at_least_before", "at_least"],
  ["at_most_before", "at_most"],
  ["within", "within"],
  ["throughout", "exact"],
  ["approx_before", "approximate"],
  ["between", "exact"],
] as const;

function boundBefore(reading: Reading, from: number): (Span & { bound: Sign }) | null {
  const direct = longestBound(reading, from);
  if (direct) return direct;
  const step = from - 1;
  if (
    step < 1 || reading.pause(from) > 0 || !reading.language.words.steps.has(reading.word(step))
  ) return null;
  const found = longestBound(reading, step);
  return found && found.bound !== "within" && found.bound !== "exact" ? found : null;
}

function longestBound(reading: Reading, to: number): (Span & { bound: Sign }) | null {
  if (reading.pause(to) > 0) return null;
  let best: (Span & { bound: Sign }) | null = null;
  for (const [kind, bound] of BEFORE) {
    const found = reading.endingAt(kind, to);
    if (!found || reading.isInner(found)) continue;
    if (best && found.to - found.from <= best.to - best.from) continue;
    best = { from: found.from, to: found.to, bound };
  }
  return best;
}

const AFTER = [
  ["at_least_after", "at_least"],
  ["at_most_after", "at_most"],
  ["approx_after", "approximate"],
] as const;

function boundAfter(reading: Reading, at: number): (Span & { bound: Sign }) | null {
  if (!reading.tokens[at] || reading.pause(at) === 2) return null;
  let best: (Span & { bound: Sign }) | null = null;
  for (const [kind, bound] of AFTER) {
    const found = reading.startingAt(kind, at);
    if (!found || (best && found.to - found.from <= best.to - best.from)) continue;
    if (reading.pause(at) === 1 && found.to - found.from === 1 && kind === "approx_after") continue;
    best = { from: found.from, to: found.to, bound };
  }
  if (!best || !continuesAsRange(reading, best)) return best;
  return null;
}

/** "Twenty, at most thirty thousand", "50k plus 20k": the word belongs to the next number. */
function continuesAsRange(reading: Reading, { from, to }: Span): boolean {
  const before = BEFORE.some(([kind]) => reading.startingAt(kind, from)?.to === to);
  return (before || reading.word(from) === "plus" || reading.word(from) === "+") &&
    reading.tokens[to] !== undefined && reading.pause(to) === 0 &&
    figureAt(reading, to, true) !== null;
}
