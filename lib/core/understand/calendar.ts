/** Points in time as months from now: "by 2040", "next summer", "the end of next year". */
import { type Reading, type Span } from "./reading.ts";
import { readYear } from "./years.ts";
import { wallClock } from "./wall_clock.ts";

export interface TimeFound extends Span {
  readonly minMonths: number;
  readonly maxMonths: number;
  readonly approximate: boolean;
}

interface Point extends Span {
  /** Months from now, with their fraction. */
  readonly months: number;
  readonly approximate: boolean;
}

/** `asked`: vague words like "next month" count only as an answer to the question for a time. */
export function monthsUntilIn(reading: Reading, asked: boolean): TimeFound[] {
  const { calendar } = reading.language;
  const found: TimeFound[] = [];
  for (let at = 0; at < reading.tokens.length; at++) {
    const { word, number } = reading.tokens[at]!;
    const mayStart = number !== null || word === "end" || word === "next" || word === "this" ||
      word === "twenty" || word === "two" || word === "nineteen" || word === "mid" ||
      word === "early" || word === "late" || word === "the" || word === "year" ||
      word === "beginning" || word === "start" || word === "middle" ||
      Object.hasOwn(calendar.months, word) || Object.hasOwn(calendar.seasons, word);
    if (!mayStart || reading.taken[at]) continue;
    const point = pointAt(reading, at, asked);
    if (!point) continue;
    found.push(withBound(reading, point));
    at = point.to - 1;
  }
  return found;
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

const EDGES: Readonly<Record<string, number>> = {
  end: 1,
  late: 0.85,
  beginning: 0,
  start: 0,
  early: 0.15,
  mid: 0.5,
  middle: 0.5,
};

/** "The end of next year", "year end", "mid 2027". */
function edgeAt(reading: Reading, from: number, asked: boolean): Point | null {
  let at = reading.word(from) === "the" ? from + 1 : from;
  const edge = reading.word(at);
  if (edge === "year" && reading.word(at + 1) === "end") {
    return { from, to: at + 2, months: 13 - now(reading).month, approximate: false };
  }
  if (!Object.hasOwn(EDGES, edge)) return null;
  at++;
  if (reading.word(at) === "of") at++;
  const period = periodAt(reading, at, asked);
  if (!period) return null;
  const months = period.startsIn + EDGES[edge]! * period.lasts;
  return { from, to: period.to, months: Math.max(0, months), approximate: false };
}

interface Period {
  readonly to: number;
  readonly startsIn: number;
  readonly lasts: number;
}

/** "Next year", "the year", "2027", "this month", "june". */
function periodAt(reading: Reading, at: number, asked: boolean): Period | null {
  const { year, month } = now(reading);
  const first = reading.word(at);
  const step = first === "next" ? 1 : first === "this" || first === "the" ? 0 : null;
  const unit = step === null ? "" : reading.word(at + 1);
  if (unit === "year") return { to: at + 2, startsIn: 12 * step! + 1 - month, lasts: 12 };
  if (unit === "month") {
    return { to: at + 2, startsIn: step! + Math.floor(month) - month, lasts: 1 };
  }
  if (unit === "quarter") {
    const start = Math.floor((month - 1) / 3) * 3 + 1;
    return { to: at + 2, startsIn: start + 3 * step! - month, lasts: 3 };
  }
  const said = readYear(reading, at);
  if (said) return { to: said.to, startsIn: (said.year - year) * 12 + 1 - month, lasts: 12 };
  const named = namedAt(reading, step === null ? at : at + 1, asked);
  return named ? { to: named.to, startsIn: named.months, lasts: 1 } : null;
}

/** "In 2040": so many years from this one. */
function yearAt(reading: Reading, at: number): Point | null {
  const said = readYear(reading, at);
  if (!said) return null;
  const years = said.year - now(reading).year;
  return years < 0 ? null : { from: at, to: said.to, months: years * 12, approximate: false };
}

/** "Next year", "this year", "next month". */
function relativeAt(reading: Reading, at: number, asked: boolean): Point | null {
  const word = reading.word(at);
  if ((word !== "next" && word !== "this") || !asked) return null;
  const unit = reading.word(at + 1);
  const { month } = now(reading);
  const point = { from: at, to: at + 2, approximate: true };
  if (word === "next" && unit === "year") return { ...point, months: 12 };
  if (word === "next" && unit === "month") return { ...point, months: 1 };
  if (word === "next" && unit === "quarter") return { ...point, months: 3 };
  if (word === "this" && unit === "year") return { ...point, months: Math.max(0, 13 - month) };
  if (word === "this" && (unit === "month" || unit === "quarter")) return { ...point, months: 1 };
  return null;
}

/** "In June", "next summer", "September 2027". */
function namedAt(reading: Reading, at: number, asked: boolean): Point | null {
  const { months, seasons } = reading.language.calendar;
  const lead = reading.word(at);
  const shifted = lead === "next" || lead === "this" || lead === "the" || lead === "early" ||
    lead === "late" || lead === "mid";
  const nameAt = shifted ? at + 1 : at;
  const name = reading.word(nameAt);
  const isMonth = Object.hasOwn(months, name);
  if (!isMonth && !Object.hasOwn(seasons, name)) return null;
  if (!asked || (name === "may" && !mayIsMonth(reading, nameAt))) return null;
  const { year, month } = now(reading);
  const target = isMonth ? months[name]! + 0.5 : seasons[name]!;
  const said = readYear(reading, nameAt + 1);
  if (said) {
    return {
      from: at,
      to: said.to,
      months: Math.max(0, (said.year - year) * 12 + target - month),
      approximate: true,
    };
  }
  let ahead = target - month;
  if (ahead < -0.5) ahead += 12;
  if (lead === "next" && month >= 3 && ahead < 12 && target >= month && target - month < 9) {
    ahead += 12;
  }
  return { from: at, to: nameAt + 1, months: Math.max(0, ahead), approximate: true };
}

/** "May" is a month only after "in", "by" and the like. */
function mayIsMonth(reading: Reading, at: number): boolean {
  return reading.language.words.beforeMonths.has(reading.word(at - 1));
}

/** "By 2040" is any time up to then; "in 2040" is then. */
function withBound(reading: Reading, { from, to, months, approximate }: Point): TimeFound {
  const named = reading.word(from - 1) === "year" ? from - 1 : from; // "by the year 2040"
  const article = reading.word(named - 1) === "the" ? named - 1 : named;
  const word = reading.word(article - 1);
  const within = reading.language.words.until.has(word) ||
    reading.endingAt("within", article) !== undefined ||
    reading.endingAt("at_most_before", article) !== undefined;
  const max = Math.round(months);
  const start = within || reading.language.words.beforePoints.has(word) ? article - 1 : from;
  return { from: start, to, minMonths: within ? 0 : max, maxMonths: max, approximate };
}
