/** Of the sums in a turn: which one is meant, and which make one together. */
import { DOUBTFUL, HEDGED } from "./confidence.ts";
import { isCorrectedBetween } from "./corrections.ts";
import type { Quantity } from "./quantity.ts";
import type { Reading } from "./reading.ts";

/** A quantity that may be the sum that was asked for. */
export interface Candidate {
  readonly quantity: Quantity;
  /** The scale that was not said. */
  readonly scale: number;
  readonly confidence: number;
}

/** Of several sums: the last after a correction, else the one to be invested, else the last. */
export function choose(reading: Reading, wanted: readonly Candidate[]): Candidate | null {
  const last = wanted.at(-1);
  if (!last || wanted.length === 1) return last ?? null;
  const before = wanted.at(-2)!;
  const isCorrected = isCorrectedBetween(reading, before.quantity.to, last.quantity.from) ||
    joinsNo(reading, before.quantity.to, last.quantity.from);
  if (isCorrected) return inBreath(before, last);
  const merged = openRange(before, last) ?? sumOf(reading, wanted);
  if (merged) return merged;
  const sure = wanted.filter(({ confidence }) => confidence > DOUBTFUL);
  if (sure.length === 1) return sure[0]!;
  const invested = (sure.length > 0 ? sure : wanted).filter(({ quantity }) =>
    reading.all("investable").some((mark) =>
      mark.to <= quantity.from && quantity.from - mark.to <= 3
    )
  );
  const best = invested.at(-1) ?? last;
  const same = wanted.every(({ quantity }) => quantity.low === best.quantity.low);
  return same ? best : { ...best, confidence: Math.min(best.confidence, DOUBTFUL) };
}

/** Words of a correction in one breath: "no wait", "sorry I mean". */
const BREATH_WORDS = 4;

/** "No more than twenty, no wait, thirty thousand": what is set right is the sum, and not its bound. */
function inBreath({ quantity: before }: Candidate, last: Candidate): Candidate {
  const { quantity } = last;
  const isOpen = before.bound === "at_most" || before.bound === "at_least";
  const keeps = isOpen && quantity.bound === "exact" && !quantity.isRange &&
    quantity.from - before.to <= BREATH_WORDS;
  return keeps ? { ...last, quantity: { ...quantity, bound: before.bound } } : last;
}

/** "Fifty no eighty thousand". */
function joinsNo(reading: Reading, from: number, to: number): boolean {
  return to - from === 1 && reading.language.words.noes.has(reading.word(from));
}

/** "Twenty thousand in stocks and thirty thousand in bonds": parts of one sum. */
function sumOf(reading: Reading, parts: readonly Candidate[]): Candidate | null {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const { unit } = first.quantity;
  const adds = parts.every(({ quantity }) =>
    quantity.bound === "exact" && !quantity.isRange &&
    (isPartFor(reading, quantity) || isAnother(reading, first, last)) &&
    JSON.stringify(quantity.unit) === JSON.stringify(unit)
  );
  if (!adds) return null;
  const low = parts.reduce((sum, { quantity, scale }) => sum + quantity.low * scale, 0);
  const quantity = { ...first.quantity, to: last.quantity.to, low, high: low };
  return { quantity, scale: 1, confidence: HEDGED };
}

/** "Thirty thousand now and another twenty thousand next year". */
function isAnother(reading: Reading, first: Candidate, last: Candidate): boolean {
  const before = reading.word(last.quantity.from - 1);
  return first !== last && reading.language.words.more.has(before) &&
    last.quantity.from > first.quantity.to;
}

function isPartFor(reading: Reading, { to }: Quantity): boolean {
  return reading.language.words.partsOf.has(reading.word(to)) && reading.pause(to) === 0 &&
    reading.all("option").some(({ from }) => from > to && from <= to + 3);
}

/** "At least twenty, at most thirty thousand". */
function openRange(first: Candidate, second: Candidate): Candidate | null {
  const [a, b] = [first.quantity, second.quantity];
  if (b.bound !== "at_most") return null;
  if (a.bound !== "at_least" && !(a.bound === "exact" && !a.isRange && a.low < b.high)) return null;
  const low = isScaled(a) ? a.low : a.low * scaleOf(b);
  const high = isScaled(b) || b.high >= low ? b.high : b.high * scaleOf(a); // "… than one fifty"
  if (low > high) return null;
  const unit = b.unit.type === "money" ? b.unit : a.unit;
  const quantity = {
    ...a,
    to: b.to,
    low,
    high,
    unit,
    isRange: true,
    bound: "exact",
  } as const;
  return { quantity, scale: 1, confidence: Math.min(first.confidence, second.confidence) };
}

function isScaled({ figures, unit }: Quantity): boolean {
  return figures[0]!.number.scaled || unit.type === "money";
}

function scaleOf({ figures }: Quantity): number {
  return figures[0]!.number.scales.at(-1) ?? 1;
}
