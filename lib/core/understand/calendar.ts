/** Points in time as months from now: "by 2040", "next summer", "the end of next year". */
import type { CalendarWords } from "./language.ts";
import { numberTableOf } from "./number_table.ts";
import { type Reading, type Span } from "./reading.ts";
import { wallClock } from "./wall_clock.ts";
import { readYear, startsYear } from "./years.ts";

export interface TimeFound extends Span {
  /** Null: any time before. */
  readonly minMonths: number | null;
  /** Null: any time after. */
  readonly maxMonths: number | null;
  readonly approximate: boolean;
}

interface Point extends Span {
  /** Months from now, with their fraction. */
  readonly months: number;
  readonly approximate: boolean;
}

const YEAR = 12;

/** `asked`: vague words like "next month" count only as an answer to the question for a time. */
export function monthsUntilIn(reading: Reading, asked: boolean): TimeFound[] {
  const starters = startersOf(reading.language.calendar);
  const found: TimeFound[] = [];
  for (let at = 0; at < reading.tokens.length; at++) {
    const { word, number } = reading.tokens[at]!;
    const mayStart = number !== null || starters.has(word) || startsYear(reading, at);
    if (!mayStart || reading.taken[at]) continue;
    const point = pointAt(reading, at, asked);
    if (!point) continue;
    found.push(withBound(reading, point));
    at = point.to - 1;
  }
  return found;
}

const starters = new WeakMap<CalendarWords, ReadonlySet<string>>();

/** Words with which a point in time may begin, beside numbers. */
function startersOf(calendar: CalendarWords): ReadonlySet<string> {
  const known = starters.get(calendar);
  if (known) return known;
  const { edges, steps, periods, months, seasons, definite } = calendar;
  const words = [edges, steps, periods, months, seasons].flatMap((table) => Object.keys(table));
  const all = new Set([...words, ...definite]);
  starters.set(calendar, all);
  return all;
}

function now(reading: Reading): { year: number; month: number } {
  const { nowMs, timeZone } = reading.context;
  const { year, month, day } = wallClock(nowMs, timeZone);
  return { year, month: month + (day - 1) / 30.5 };
}

function pointAt(reading: Reading, at: number, asked: boolean): Point | null {
  return edgeAt(reading, at, asked) ?? yearAt(reading, at) ?? relativeAt(reading, at, asked) ??
    namedAt(reading, at, asked);
}

/** "The end of next year", "year end", "mid 2027". */
function edgeAt(reading: Reading, from: number, asked: boolean): Point | null {
  const { edges, periods, definite } = reading.language.calendar;
  let at = definite.has(reading.word(from)) ? from + 1 : from;
  const [edge, next] = [reading.word(at), reading.word(at + 1)];
  if (own(periods, edge) === YEAR && own(edges, next) === 1) {
    const months = YEAR + 1 - now(reading).month;
    return { from, to: at + 2, months, approximate: false };
  }
  const share = own(edges, edge);
  if (share === undefined) return null;
  at++;
  if (isOf(reading, at)) at++;
  const period = periodAt(reading, at, asked);
  if (!period) return null;
  const months = period.startsIn + share * period.lasts;
  return { from, to: period.to, months: Math.max(0, months), approximate: false };
}

interface Period {
  readonly to: number;
  readonly startsIn: number;
  readonly lasts: number;
}

/** "Next year", "the year", "2027", "this month", "the first quarter of next year", "june". */
function periodAt(reading: Reading, at: number, asked: boolean): Period | null {
  const { periods } = reading.language.calendar;
  const { year, month } = now(reading);
  const step = stepAt(reading, at);
  const lasts = step === undefined ? undefined : own(periods, reading.word(at + 1));
  if (lasts !== undefined) {
    const begun = Math.floor((month - 1) / lasts) * lasts + 1;
    return { to: at + 2, startsIn: begun + lasts * step! - month, lasts };
  }
  const part = partOfYearAt(reading, at, asked);
  if (part) return part;
  const said = readYear(reading, at);
  if (said) return { to: said.to, startsIn: (said.year - year) * YEAR + 1 - month, lasts: YEAR };
  const named = namedAt(reading, step === undefined ? at : at + 1, asked);
  return named ? { to: named.to, startsIn: named.months, lasts: 1 } : null;
}

/** How many periods from the present one: "this" 0, "next" 1. */
function stepAt(reading: Reading, at: number): number | undefined {
  const { steps, definite } = reading.language.calendar;
  const word = reading.word(at);
  return definite.has(word) ? 0 : own(steps, word);
}

/** "(The end of) the first quarter of next year", "the second half of 2028". */
function partOfYearAt(reading: Reading, from: number, asked: boolean): Period | null {
  const { definite, periods } = reading.language.calendar;
  const at = definite.has(reading.word(from)) ? from + 1 : from;
  const count = own(reading.language.numbers.ordinals, reading.word(at));
  const share = numberTableOf(reading.language).get(reading.word(at + 1));
  const lasts = own(periods, reading.word(at + 1)) ??
    (share?.kind === "fraction" ? share.value * YEAR : YEAR);
  if (count === undefined || lasts >= YEAR || count * lasts > YEAR) return null;
  const next = isOf(reading, at + 2) ? at + 3 : at + 2;
  const whole = periodAt(reading, next, asked);
  const year = whole?.lasts === YEAR ? whole : null;
  const startsIn = year?.startsIn ?? 1 - now(reading).month;
  return { to: year?.to ?? at + 2, startsIn: startsIn + (count - 1) * lasts, lasts };
}

/** "In 2040": so many years from this one. */
function yearAt(reading: Reading, at: number): Point | null {
  const said = readYear(reading, at);
  if (!said) return null;
  const years = said.year - now(reading).year;
  return years < 0 ? null : { from: at, to: said.to, months: years * YEAR, approximate: false };
}

/** "Next year", "this year", "next month". */
function relativeAt(reading: Reading, at: number, asked: boolean): Point | null {
  const { steps, periods } = reading.language.calendar;
  const step = own(steps, reading.word(at));
  const lasts = own(periods, reading.word(at + 1));
  if (step === undefined || lasts === undefined || !asked) return null;
  const left = lasts === YEAR ? Math.max(0, YEAR + 1 - now(reading).month) : 1;
  return { from: at, to: at + 2, approximate: true, months: step > 0 ? step * lasts : left };
}

/** "In June", "next summer", "this coming fall", "September 2027", "the spring of 2028". */
function namedAt(reading: Reading, at: number, asked: boolean): Point | null {
  const { months, seasons, coming, doubtfulMonths } = reading.language.calendar;
  const step = stepAt(reading, at);
  const afterStep = step === undefined ? at : at + 1;
  const nameAt = coming.has(reading.word(afterStep)) ? afterStep + 1 : afterStep;
  const name = reading.word(nameAt);
  const target = own(months, name) ?? own(seasons, name);
  if (target === undefined || !asked) return null;
  if (doubtfulMonths.has(name) && !isMonth(reading, nameAt)) return null;
  const middle = own(months, name) === undefined ? target : target + 0.5;
  const { year, month } = now(reading);
  const said = readYear(reading, isOf(reading, nameAt + 1) ? nameAt + 2 : nameAt + 1);
  if (said) {
    const away = (said.year - year) * YEAR + middle - month;
    return { from: at, to: said.to, months: Math.max(0, away), approximate: true };
  }
  const away = middle - month < -0.5 ? middle - month + YEAR : middle - month;
  const isNextYears = step === 1 && nameAt === afterStep && month >= 3 && middle >= month &&
    middle - month < 9;
  const ahead = isNextYears ? away + YEAR : away;
  return { from: at, to: nameAt + 1, months: Math.max(0, ahead), approximate: true };
}

/** "May" is a month only after "in", "by" and the like. */
function isMonth(reading: Reading, at: number): boolean {
  return reading.language.words.beforeMonths.has(reading.word(at - 1));
}

/** "By 2040" is any time up to then, "after 2040" any time from then on; "in 2040" is then. */
function withBound(reading: Reading, { from, to, months, approximate }: Point): TimeFound {
  const { words, calendar } = reading.language;
  const named = own(calendar.periods, reading.word(from - 1)) === YEAR ? from - 1 : from;
  const first = calendar.definite.has(reading.word(named - 1)) ? named - 1 : named;
  const word = reading.word(first - 1);
  const at = Math.round(months);
  const isWithin = words.until.has(word) || reading.endingAt("within", first) !== undefined ||
    reading.endingAt("at_most_before", first) !== undefined;
  const isLinked = words.beforePoints.has(word);
  const least = reading.endingAt("at_least_before", isLinked ? first - 1 : first);
  if (least || words.after.has(word)) {
    return { from: least?.from ?? first - 1, to, minMonths: at, maxMonths: null, approximate };
  }
  const start = isWithin || isLinked ? first - 1 : from;
  return { from: start, to, minMonths: isWithin ? 0 : at, maxMonths: at, approximate };
}

function isOf(reading: Reading, at: number): boolean {
  return numberTableOf(reading.language).get(reading.word(at))?.kind === "of";
}

function own(table: Readonly<Record<string, number>>, word: string): number | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
