/** Numbers with their units, ranges and bounds: what amounts and durations are made of. */
import { type NumberRead } from "./cardinal.ts";
import { numberTableOf } from "./number_table.ts";
import { readNumber } from "./numbers.ts";
import type { Reading, Span } from "./reading.ts";

export type Unit =
  /** `months` in one of them. */
  | { readonly type: "time"; readonly months: number; readonly word: string }
  | { readonly type: "money"; readonly currency: string }
  /** Shares, miles, percent: neither money nor time. */
  | { readonly type: "other" }
  | { readonly type: "none" };

/** One number with its unit. */
export interface Figure extends Span {
  readonly number: NumberRead;
  readonly value: number;
  readonly unit: Unit;
  /** "10+ years": the bound stands before the unit. */
  readonly open?: boolean;
}

export type Bound = "exact" | "at_least" | "at_most" | "within";

/** A figure, a range, or a range with an open end. */
export interface Quantity extends Span {
  readonly low: number;
  readonly high: number;
  readonly unit: Unit;
  readonly bound: Bound;
  readonly isRange: boolean;
  readonly approximate: boolean;
  readonly figures: readonly Figure[];
}

const NO_UNIT: Unit = { type: "none" };

/** All quantities of a turn in order. Tokens that are taken already are passed over. */
export function quantitiesIn(reading: Reading): Quantity[] {
  const quantities: Quantity[] = [];
  const table = numberTableOf(reading.language);
  for (let at = 0; at < reading.tokens.length;) {
    const { word, number } = reading.tokens[at]!;
    const starts = number !== null || table.has(word) || isCurrencySign(reading, at);
    const first = starts ? figureAt(reading, at, true) : null;
    if (!first) {
      at++;
      continue;
    }
    const quantity = withBounds(reading, rangeFrom(reading, first) ?? single(first));
    quantities.push(quantity);
    at = Math.max(quantity.to, at + 1);
  }
  return quantities;
}

function isCurrencySign(reading: Reading, at: number): boolean {
  return reading.startingAt("currency", at) !== undefined;
}

function single(figure: Figure): Quantity {
  const { from, to, value, unit, number } = figure;
  return {
    from,
    to,
    low: value,
    high: value,
    unit,
    bound: figure.open ? "at_least" : "exact",
    isRange: false,
    approximate: number.vague,
    figures: [figure],
  };
}

/** `and`: whether "and" may belong to the number. */
function figureAt(reading: Reading, at: number, and: boolean): Figure | null {
  const sign = reading.startingAt("currency", at);
  const start = sign ? sign.to : at;
  if (sign && reading.pause(start) > 0) return null;
  const plainNumber = timeFigureAt(reading, start);
  if (plainNumber) return sign ? null : plainNumber;
  const number = numberAt(reading, start, and);
  if (!number) return null;
  const unit: Unit = sign
    ? { type: "money", currency: sign.meaning.code }
    : unitAfter(reading, number.to);
  if (unit.type === "none") {
    const loose = looseTimeUnit(reading, at, number);
    if (loose) return loose;
  }
  return figureWith(reading, { from: at, number, unit, signed: sign !== undefined });
}

/** "10+ years", "five or so years", "ten plus years". */
function looseTimeUnit(reading: Reading, from: number, number: NumberRead): Figure | null {
  const least = reading.startingAt("at_least_after", number.to);
  const mark: Span | undefined = least ?? reading.startingAt("approx_after", number.to);
  if (!mark || reading.pause(mark.to) > 0 || reading.pause(number.to) > 0) return null;
  const unit = unitAfter(reading, mark.to);
  if (unit.type !== "time") return null;
  const open = least !== undefined;
  const loose = { ...number, vague: number.vague || !open };
  return { from, to: mark.to + 1, number: loose, value: number.value, unit, open };
}

function numberAt(reading: Reading, at: number, and: boolean): NumberRead | null {
  const table = numberTableOf(reading.language);
  const number = readNumber(reading.tokens, at, table, { and, taken: reading.taken });
  if (!number || !and || number.value < 1_000) return number;
  const isTime = Object.hasOwn(reading.language.timeUnits, reading.word(number.to));
  if (!isTime) return number; // "fifty thousand and two years" are two things
  return readNumber(reading.tokens, at, table, { and: false, taken: reading.taken });
}

function figureWith(
  reading: Reading,
  { from, number, unit, signed }: {
    readonly from: number;
    readonly number: NumberRead;
    readonly unit: Unit;
    readonly signed: boolean;
  },
): Figure {
  const to = unitEnd(reading, number.to, unit, signed);
  const cents = unit.type === "money" ? centsAt(reading, to) : null;
  if (cents) return { from, to: cents.to, number, value: number.value + cents.value, unit };
  const half = unit.type === "time" ? halfMoreAt(reading, to) : null;
  if (half !== null) return { from, to: half, number, value: number.value + 0.5, unit };
  return { from, to, number, value: number.value, unit };
}

/** The unit after a number: "50k in euros", "five years", "ten shares". */
function unitAfter(reading: Reading, at: number): Unit {
  const word = reading.word(at);
  if (reading.tokens[at] && reading.pause(at) === 0) {
    const months = reading.language.timeUnits;
    if (Object.hasOwn(months, word)) return { type: "time", months: months[word]!, word };
    const code = currencyAfter(reading, at)?.meaning.code;
    if (code !== undefined) return { type: "money", currency: code };
    if (reading.startingAt("not_money", at)) return { type: "other" };
  }
  return NO_UNIT;
}

const LINKS = ["in", "of", "worth"];

function currencyAfter(reading: Reading, at: number) {
  const direct = reading.startingAt("currency", at);
  if (direct || !LINKS.includes(reading.word(at))) return direct;
  const linked = reading.startingAt("currency", at + 1);
  return linked && reading.pause(linked.from) === 0 ? linked : undefined;
}

function unitEnd(reading: Reading, at: number, unit: Unit, signed: boolean): number {
  if (unit.type === "time") return at + 1;
  if (unit.type !== "money") return at;
  if (reading.pause(at) > 0) return at;
  const after = currencyAfter(reading, at);
  return after && (!signed || after.meaning.code === unit.currency) ? after.to : at;
}

const CENTS = ["cent", "cents", "penny", "pence", "pennies"];

/** "… and fifty cents", as a part of the main unit. */
function centsAt(reading: Reading, at: number): { to: number; value: number } | null {
  const from = reading.word(at) === "and" ? at + 1 : at;
  if (!reading.tokens[from] || reading.pause(from) > 0) return null;
  const number = numberAt(reading, from, false);
  if (!number || !CENTS.includes(reading.word(number.to)) || number.value >= 100) return null;
  return { to: number.to + 1, value: number.value / 100 };
}

/** "A year and a half". */
function halfMoreAt(reading: Reading, at: number): number | null {
  if (reading.word(at) !== "and" || reading.pause(at) > 0) return null;
  const half = reading.word(at + 1) === "a" ? at + 2 : at + 1;
  const { timeUnits } = reading.language;
  const isHalf = reading.word(half) === "half" && !Object.hasOwn(timeUnits, reading.word(half + 2));
  return isHalf ? half + 1 : null;
}

const ARTICLES = ["a", "an", "one"];

/** "A year", "half a year", "a decade", "year and a half", "couple years". */
function timeFigureAt(reading: Reading, from: number): Figure | null {
  if (reading.taken[from]) return null;
  const { timeUnits } = reading.language;
  let at = from;
  let value = 1;
  if (
    reading.word(at) === "half" || (reading.word(at) === "a" && reading.word(at + 1) === "half")
  ) {
    at += reading.word(at) === "half" ? 1 : 2;
    value = 0.5;
    if (ARTICLES.includes(reading.word(at))) at++;
  } else if (ARTICLES.includes(reading.word(at))) at++;
  else return null;
  const word = reading.word(at);
  if (!Object.hasOwn(timeUnits, word) || reading.pause(at) > 0) return null;
  if (word === "quarter" && reading.word(at + 1) !== "year") {
    const next = numberTableOf(reading.language).get(reading.word(at + 1))?.kind;
    const ofScale = reading.word(at + 1) === "of";
    if (next === "scale" || next === "slang" || ofScale) return null; // "a quarter million"
  }
  const number = numberOf(from, at, value);
  const unit: Unit = { type: "time", months: timeUnits[word]!, word };
  return figureWith(reading, { from, number, unit, signed: false });
}

function numberOf(from: number, to: number, value: number): NumberRead {
  const flags = { scaled: false, hundred: false, vague: false, elliptical: false, digits: false };
  return { from, to, value, scales: [], ...flags };
}

/* ---- Ranges ----------------------------------------------------------------------------------- */

/** "Twenty to thirty thousand", "3 or 4 hundred thousand", "20-30k", "ten fifteen thousand". */
function rangeFrom(reading: Reading, first: Figure): Quantity | null {
  const between = leadingBetween(reading, first.from);
  const opened = between && reading.word(between.to - 1) !== "from";
  const left = opened ? figureAt(reading, first.from, false) ?? first : first;
  const range = joined(reading, left, opened === true);
  if (range && range.low <= range.high) return range;
  const whole = opened ? joined(reading, first, true) : null; // "a hundred and ten and two hundred"
  return whole && whole.low <= whole.high ? whole : range && ordered(range);
}

function leadingBetween(reading: Reading, at: number) {
  return reading.endingAt("between", at);
}

function ordered(range: Quantity): Quantity | null {
  return { ...range, low: range.high, high: range.low };
}

function joined(reading: Reading, left: Figure, between: boolean): Quantity | null {
  const at = joinEnd(reading, left, between);
  if (at === null) return null;
  const right = figureAt(reading, at, true);
  if (!right) return null;
  const hidden = at === left.to; // "ten fifteen thousand": nothing joins them
  const unit = commonUnit(left, right);
  if (unit === null || (hidden && !isHiddenRange(reading, left, right))) return null;
  const [low, high] = sameScale(left, right, unit);
  return {
    from: left.from,
    to: right.to,
    low,
    high,
    unit,
    bound: "exact",
    isRange: true,
    approximate: left.number.vague || right.number.vague,
    figures: [left, right],
  };
}

/** Where the second figure starts; null where nothing joins it to the first. */
function joinEnd(reading: Reading, left: Figure, between: boolean): number | null {
  const at = left.to;
  const token = reading.tokens[at];
  if (!token) return null;
  if (token.glue === "-" || token.glue === "–" || token.glue === "—") return at;
  if (token.pause > 1) return null;
  const range = reading.startingAt("range", at);
  const and = between && token.word === "and" ? at + 1 : null;
  const end = range?.to ?? and;
  if (end === null) return token.pause === 0 ? at : null;
  if (token.pause > 0) return null;
  let next = end;
  for (const kind of ["hedge", "approx_before"] as const) {
    next = reading.startingAt(kind, next)?.to ?? next;
  }
  return reading.pause(next) > 0 ? null : next;
}

function commonUnit(left: Figure, right: Figure): Unit | null {
  if (left.unit.type === "none") return right.unit;
  if (right.unit.type === "none") return left.unit;
  if (left.unit.type !== right.unit.type || left.unit.type === "other") return null;
  if (left.unit.type === "money" && right.unit.type === "money") {
    return left.unit.currency === right.unit.currency ? left.unit : null;
  }
  return right.unit;
}

/** Two numbers in a row are a range only where the second names the scale or unit of both. */
function isHiddenRange(reading: Reading, left: Figure, right: Figure): boolean {
  if (left.unit.type !== "none" || left.number.scaled || left.number.digits) return false;
  if (reading.pause(right.from) > 0 || left.number.value >= 1_000) return false;
  const named = right.number.scaled || right.unit.type === "time" || right.unit.type === "money";
  const lead = right.value / (right.number.scales[0] ?? 1);
  return named && right.number.from === right.from && left.value < lead;
}

/** Both ends in the unit of the range; what was said once of scale and unit goes for both. */
function sameScale(left: Figure, right: Figure, unit: Unit): [number, number] {
  if (unit.type === "time") {
    const months = (figure: Figure) => figure.unit.type === "time" ? figure.unit.months : null;
    const [a, b] = [months(left) ?? months(right)!, months(right) ?? months(left)!];
    const inUnit = unit.months;
    return [left.value * a / inUnit, right.value * b / inUnit];
  }
  if (!left.number.scaled && left.unit.type === "none") {
    const scale = right.number.scales.find((scale) => left.value * scale <= right.value);
    if (scale && left.value < 1_000) return [left.value * scale, right.value];
    if (right.value >= 1e6 && left.value < 1_000 && left.value >= 100) {
      return [left.value * 1_000, right.value]; // "five hundred to a million"
    }
  }
  if (!right.number.scaled && right.unit.type === "none" && right.value < left.value) {
    const scale = left.number.scales.at(-1) ?? 1;
    return [left.value, right.value * scale];
  }
  return [left.value, right.value];
}

/* ---- Bounds ----------------------------------------------------------------------------------- */

const STEPS = ["a", "the", "of", "like", "is", "be", "to", "maybe", "perhaps", "probably"];

function withBounds(reading: Reading, quantity: Quantity): Quantity {
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
  ["approx_before", "approximate"],
  ["between", "exact"],
] as const;

function boundBefore(reading: Reading, from: number): (Span & { bound: Sign }) | null {
  const direct = longestBound(reading, from);
  if (direct) return direct;
  const step = from - 1;
  if (step < 1 || reading.pause(from) > 0 || !STEPS.includes(reading.word(step))) return null;
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
