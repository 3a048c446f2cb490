/** Finds what was set and does nothing: slips of the pen, and settings of a group that is off. */
import type { Environment } from "./config_values.ts";
import { type VariableName, VARIABLES } from "./config_variables.data.ts";

/** Names that begin like ours, end almost like ours, and belong to somebody else. */
const FOREIGN = ["HTTP_PROXY", "PARLEY_DENO", "PARLEY_LAB_CACHE", "PARLEY_LONG", "PARLEY_SEED"];
/** Letters that may be missing, added, changed or swapped for a name to count as a slip. */
const SLIPS_MAX = 2;
/** A key without which the other variables of its group do nothing. */
const KEYS: Readonly<Record<string, VariableName>> = {
  OPENAI: "OPENAI_API_KEY",
  DEEPGRAM: "DEEPGRAM_API_KEY",
  ARI: "ARI_URL",
};

/** Sentences, in the order of the variables' names. */
export function warningsOf(env: Environment): string[] {
  const set = Object.keys(env).filter((name) => (env[name] ?? "").trim() !== "").sort();
  return set.flatMap((name) => {
    if (!Object.hasOwn(VARIABLES, name)) return misspelt(name);
    return withoutKey(name, set);
  });
}

function misspelt(name: string): string[] {
  if (FOREIGN.includes(name)) return [];
  const near = Object.keys(VARIABLES).find((ours) => looksLike(name, ours));
  return near === undefined
    ? []
    : [`${name} is not a variable that Parley knows: perhaps ${near} was meant`];
}

function withoutKey(name: string, set: readonly string[]): string[] {
  const key = KEYS[name.split("_")[0]!];
  if (key === undefined || key === name || set.includes(key)) return [];
  return [`${name} has no effect without ${key}`];
}

/** Same letters but for a slip or two, or the same words in another order. */
function looksLike(name: string, ours: string): boolean {
  if (Math.abs(name.length - ours.length) > SLIPS_MAX) return false;
  const upper = name.toUpperCase();
  if (sorted(upper) === sorted(ours)) return true;
  // A short name has neighbours that mean something else.
  return slips(upper, ours) <= (ours.length < 9 ? 1 : SLIPS_MAX);
}

function sorted(name: string): string {
  return name.split("_").sort().join("_");
}

/** Levenshtein distance with swaps of neighbours counted as one. */
function slips(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, before[j - 2]! + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
