/** One number with its unit: "fifty thousand euros", "10+ years", "a year and a half". */
import type { NumberRead } from "./number_read.ts";
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

const NO_UNIT: Unit = { type: "none" };

/** The number at this place with its unit. `and`: whether "and" may belong to the number. */
export function figureAt(reading: Reading, at: number, and: boolean): Figure | null {
  const sign = reading.startingAt("currency", at);
  const start = sign ? sign.to : at;
  if (sign && reading.pause(start) > 0) return null;
  const plainNumber = timeFigureAt(reading, start, and);
  if (plainNumber) return sign ? null : plainNumber;
  const number = numberAt(reading, start, and);
  if (!number) return null;
  if (!sign && isLoneScale(reading, number)) return null;
  const unit: Unit = sign
    ? { type: "money", currency: sign.meaning.code }
    : unitAfter(reading, number.to);
  if (unit.type === "none") {
    const loose = looseTimeUnit(reading, at, number);
    if (loose) return loose;
  }
  return figureWith(reading, { from: at, number, unit, signed: sign !== undefined }, and);
}

/** "Thousand" as all that was said is the end of something, not a thousand. */
function isLoneScale(reading: Reading, { from, to, scaled }: NumberRead): boolean {
  return scaled && to - from === 1 && reading.tokens[from]!.number === null &&
    reading.pause(from) > 0 && reading.pause(to) > 0;
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
  return readNumber(reading.tokens, at, table, { and: "hundreds", taken: reading.taken });
}

function figureWith(
  reading: Reading,
  { from, number, unit, signed }: {
    readonly from: number;
    readonly number: NumberRead;
    readonly unit: Unit;
    readonly signed: boolean;
  },
  and = true,
): Figure {
  const to = unitEnd(reading, number.to, unit, signed);
  const cents = unit.type === "money" ? centsAt(reading, to) : null;
  if (cents) return { from, to: cents.to, number, value: number.value + cents.value, unit };
  const half = unit.type === "time" ? halfMoreAt(reading, to) : null;
  if (half !== null) return { from, to: half, number, value: number.value + 0.5, unit };
  const rest = unit.type === "time" && and ? restOfTimeAt(reading, to, unit.months) : null;
  if (rest) return { from, to: rest.to, number, value: number.value + rest.value, unit };
  return { from, to, number, value: number.value, unit };
}

/** "(A year) and six months", as a part of the greater unit. */
function restOfTimeAt(
  reading: Reading,
  at: number,
  months: number,
): { to: number; value: number } | null {
  const from = kindAt(reading, at) === "and" ? at + 1 : at;
  if (!reading.tokens[from] || reading.pause(at) > 0 || reading.pause(from) > 0) return null;
  const number = numberAt(reading, from, false);
  if (!number || number.scaled) return null;
  const { timeUnits } = reading.language;
  const word = reading.word(number.to);
  if (!Object.hasOwn(timeUnits, word) || reading.pause(number.to) > 0) return null;
  const inUnit = number.value * timeUnits[word]! / months;
  return inUnit > 0 && inUnit < 1 ? { to: number.to + 1, value: inUnit } : null;
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

function currencyAfter(reading: Reading, at: number) {
  const direct = reading.startingAt("currency", at);
  if (direct || !reading.language.words.unitLinks.has(reading.word(at))) return direct;
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

/** "… and fifty cents", as a part of the main unit. */
function centsAt(reading: Reading, at: number): { to: number; value: number } | null {
  const from = kindAt(reading, at) === "and" ? at + 1 : at;
  if (!reading.tokens[from] || reading.pause(from) > 0) return null;
  const number = numberAt(reading, from, false);
  if (
    !number || !reading.language.words.cents.has(reading.word(number.to)) || number.value >= 100
  ) return null;
  return { to: number.to + 1, value: number.value / 100 };
}

/** "A year and a half". */
function halfMoreAt(reading: Reading, at: number): number | null {
  if (kindAt(reading, at) !== "and" || reading.pause(at) > 0) return null;
  const half = kindAt(reading, at + 1) === "one" ? at + 2 : at + 1;
  const isCounting = Object.hasOwn(reading.language.timeUnits, reading.word(half + 2));
  return isHalf(reading, half) && !isCounting ? half + 1 : null;
}

/** "A year", "half a year", "a decade", "year and a half", "couple years". */
function timeFigureAt(reading: Reading, from: number, and: boolean): Figure | null {
  if (reading.taken[from]) return null;
  const { timeUnits } = reading.language;
  const part = partOfUnit(reading, from);
  if (part) return part;
  let at = from;
  let value = 1;
  if (isHalf(reading, at) || (kindAt(reading, at) === "one" && isHalf(reading, at + 1))) {
    at += isHalf(reading, at) ? 1 : 2;
    value = 0.5;
    if (reading.language.words.articles.has(reading.word(at))) at++;
  } else if (reading.language.words.articles.has(reading.word(at))) {
    at += reading.language.words.whole.has(reading.word(at + 1)) ? 2 : 1;
  } else if (!isNextUnit(reading, from)) return null;
  const word = reading.word(at);
  if (!Object.hasOwn(timeUnits, word) || reading.pause(at) > 0) return null;
  const next = kindAt(reading, at + 1);
  if (
    kindAt(reading, at) === "fraction" && (next === "scale" || next === "slang" || next === "of")
  ) {
    return null; // "a quarter million"
  }
  const number = numberOf(from, at, value);
  const unit: Unit = { type: "time", months: timeUnits[word]!, word };
  return figureWith(reading, { from, number, unit, signed: false }, and);
}

/** "In the next decade", "within the year": one of them. */
function isNextUnit(reading: Reading, at: number): boolean {
  const mark = reading.endingAt("within", at);
  return mark !== undefined && mark.to - mark.from > 1;
}

/** "Three quarters of a year", "quarter of a year". */
function partOfUnit(reading: Reading, from: number): Figure | null {
  const table = numberTableOf(reading.language);
  const count = table.get(reading.word(from));
  const isCounted = count?.kind === "one" || (count?.kind === "small" && count.value < 4);
  const partAt = isCounted ? from + 1 : from;
  const part = table.get(reading.word(partAt));
  if (part?.kind !== "fraction" || table.get(reading.word(partAt + 1))?.kind !== "of") return null;
  const at = reading.language.words.articles.has(reading.word(partAt + 2))
    ? partAt + 3
    : partAt + 2;
  const word = reading.word(at);
  const { timeUnits } = reading.language;
  if (!Object.hasOwn(timeUnits, word)) return null;
  const number = numberOf(from, at, (isCounted ? count.value : 1) * part.value);
  const unit: Unit = { type: "time", months: timeUnits[word]!, word };
  return figureWith(reading, { from, number, unit, signed: false });
}

function kindAt(reading: Reading, at: number) {
  return numberTableOf(reading.language).get(reading.word(at))?.kind;
}

function isHalf(reading: Reading, at: number): boolean {
  const { kind, value } = numberTableOf(reading.language).get(reading.word(at)) ?? {};
  return kind === "fraction" && value === 0.5;
}

function numberOf(from: number, to: number, value: number): NumberRead {
  const flags = { scaled: false, hundred: false, vague: false, elliptical: false, digits: false };
  return { from, to, value, scales: [], ...flags };
}
