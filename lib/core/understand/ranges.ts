/** Two figures that are one answer: "twenty to thirty thousand", "ten fifteen thousand". */
import { type Figure, figureAt, type Unit } from "./figures.ts";
import type { Quantity } from "./quantity.ts";
import type { Reading } from "./reading.ts";

/** "Twenty to thirty thousand", "3 or 4 hundred thousand", "20-30k", "ten fifteen thousand". */
export function rangeFrom(reading: Reading, first: Figure): Quantity | null {
  if (reading.endingAt("exchange", first.from)) return null; // "change 20k to 30k"
  const between = leadingBetween(reading, first.from);
  const opened = between && !reading.language.words.froms.has(reading.word(between.to - 1));
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
  const hidden = !isJoined(reading, left.to, between); // "ten fifteen thousand"
  const unit = commonUnit(left, right);
  if (unit === null) return null;
  if (hidden && !isHiddenRange(left, right) && !isWidened(reading, left, right)) return null;
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
  const tail = left.unit.type === "time" ? reading.startingAt("from_now", left.to) : undefined;
  const at = tail?.to ?? left.to; // "a year from now, maybe two"
  const token = reading.tokens[at];
  if (!token) return null;
  if (token.pause > 1) return null;
  const range = reading.startingAt("range", at);
  const and = between && reading.language.words.ands.has(token.word) ? at + 1 : null;
  const end = range?.to ?? and;
  if (end === null) {
    const hedge = reading.startingAt("hedge", at); // "forty, maybe forty-five thousand"
    if (hedge && reading.pause(hedge.to) < 2) return hedge.to;
    return token.pause === 0 || isListed(reading, at) ? at : null;
  }
  if (token.pause > 0) return null;
  let next = afterThought(reading, end);
  for (const kind of ["hedge", "approx_before"] as const) {
    next = reading.startingAt(kind, next)?.to ?? next;
  }
  const isSounded = next > end && reading.pause(end) > 0;
  return reading.pause(next) > 0 && !isSounded ? null : next;
}

/** "Between ten and, let me think, fifteen thousand": the sound between two pauses says nothing. */
function afterThought(reading: Reading, at: number): number {
  if (reading.pause(at) !== 1) return at;
  const thought = reading.startingAt("filler", at);
  return thought && reading.pause(thought.to) === 1 ? thought.to : at;
}

function isJoined(reading: Reading, at: number, between: boolean): boolean {
  return reading.startingAt("range", at) !== undefined || isDashed(reading, at) ||
    (between && reading.language.words.ands.has(reading.word(at)));
}

function isDashed(reading: Reading, at: number): boolean {
  return /[-–—]/.test(reading.text.slice(reading.tokens[at - 1]!.end, reading.tokens[at]!.start));
}

/** "$10,000 - $15,000", "two, three years". */
function isListed(reading: Reading, at: number): boolean {
  const gap = reading.text.slice(reading.tokens[at - 1]!.end, reading.tokens[at]!.start);
  return /^ ?[-–—,] ?$/.test(gap);
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
function isHiddenRange(left: Figure, right: Figure): boolean {
  if (left.unit.type !== "none" || left.number.scaled || left.number.digits) return false;
  if (left.number.value >= 1_000) return false;
  const named = right.number.scaled || right.unit.type === "time" || right.unit.type === "money";
  const lead = right.value / (right.number.scales[0] ?? 1);
  return named && right.number.from === right.from && left.value < lead;
}

/** "Three years, maybe four", "fifty grand, maybe sixty": the second guess widens the first. */
function isWidened(reading: Reading, left: Figure, right: Figure): boolean {
  const tail = left.unit.type === "time" ? reading.startingAt("from_now", left.to) : undefined;
  const hedge = reading.startingAt("hedge", tail?.to ?? left.to);
  if (!hedge || hedge.to !== right.from || left.number.digits || right.number.digits) return false;
  if (left.unit.type === "time") {
    const months = right.unit.type === "time" ? right.unit.months : left.unit.months;
    return !right.number.scaled && left.value * left.unit.months < right.value * months;
  }
  return left.number.scaled && right.unit.type !== "time" && left.value < right.value;
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
