/** A turn as the date parser reads it: "half past two" as "2:30", "the 15th" as a whole date. */
import { numberTableOf } from "./number_table.ts";
import { readNumber } from "./numbers.ts";
import type { Reading } from "./reading.ts";
import { type WallClock, wallClock } from "./wall_clock.ts";

export interface WrittenOut {
  readonly text: string;
  /** Where each token's writing starts. */
  readonly starts: readonly number[];
}

/** Tokens from the first word of time that are looked at: the date parser is slow on long texts. */
const TOKENS_MAX = 120;
/** Words before it that may belong to it: "the day after …", "first thing". */
const LEAD = 8;

/** The tokens with numbers as digits: "half past two" becomes "2:30". `first`: a word of time. */
export function writeOut(reading: Reading, first: number): WrittenOut {
  let text = "";
  const from = Math.max(0, first - LEAD);
  const end = Math.min(reading.tokens.length, first + TOKENS_MAX);
  const starts: number[] = new Array(from).fill(-1);
  for (let at = from; at < end;) {
    const { to, written } = partBehindHour(reading, at) ?? hoursAndHalf(reading, at) ??
      clockTime(reading, at) ??
      dayAt(reading, at) ?? numeral(reading, at) ??
      { to: at + 1, written: wordOut(reading, at) };
    if (needsAt(reading, at, to, written)) text += " at";
    const glued = at > from && /^[:/]?$/.test(reading.tokens[at]!.glue);
    text += at === from || glued ? "" : " ";
    if (glued) text += reading.tokens[at]!.glue;
    for (let token = at; token < to; token++) starts.push(text.length);
    text += written;
    at = to;
  }
  return { text, starts };
}

function wordOut(reading: Reading, at: number): string {
  const word = reading.word(at);
  if (reading.taken[at]) return "-"; // a telephone number's digits are no hours
  if (word === "oclock") return "o'clock";
  if (word === "weekend") return "saturday";
  if (word === "after" && isHour(reading, at + 1)) return "at";
  const isDay = reading.language.calendar.weekdays.includes(singular(word));
  return isDay ? singular(word) : word;
}

/** "In an hour and a half", "two and a half hours": the date parser knows whole ones. */
function hoursAndHalf(reading: Reading, from: number): Piece | null {
  const table = numberTableOf(reading.language);
  const kind = (at: number) => table.get(reading.word(at))?.kind;
  const count = kind(from) === "one" ? { to: from + 1, value: 1 } : numberAt(reading, from);
  if (!count || !reading.language.words.hours.has(reading.word(count.to))) return null;
  const isHalf = kind(count.to + 1) === "and" && kind(count.to + 2) === "one" &&
    table.get(reading.word(count.to + 3))?.value === 0.5;
  if (isHalf) return { to: count.to + 4, written: minutes(count.value + 0.5) };
  return Number.isInteger(count.value) ? null : { to: count.to + 1, written: minutes(count.value) };
}

function minutes(hours: number): string {
  return `${Math.round(hours * 60)} minutes`;
}

/** "After five": a number that counts nothing. */
export function isHour(reading: Reading, at: number): boolean {
  const number = numberAt(reading, at);
  if (!number || number.value < 1 || number.value > 12) return false;
  const next = reading.word(number.to);
  return reading.pause(number.to) > 0 ||
    reading.language.words.afterHours.has(next);
}

interface Piece {
  readonly to: number;
  readonly written: string;
}

/** "May 28 twelve p.m.": the date parser would take the hour for a year. */
function needsAt(reading: Reading, at: number, to: number, written: string): boolean {
  const { halves, months } = reading.language.calendar;
  const day = Object.hasOwn(months, reading.word(at - 1)) && reading.word(at - 2) !== "of";
  if (day || !/^\d{1,2}(:\d\d)?$/.test(written)) return false;
  const half = halves.has(reading.word(to)) ||
    (reading.language.words.halfLetters.has(reading.word(to)) && reading.word(to + 1) === "m");
  const before = reading.tokens[at - 1];
  return half && before !== undefined && reading.pause(at) === 0 &&
    reading.tokens[at]!.glue === " " && before.word !== "at" &&
    !/^(to|and|or|past)$/.test(before.word);
}

/** "(Three o'clock) in the afternoon, on Friday": "pm", which the date parser keeps with its hour. */
function partBehindHour(reading: Reading, from: number): Piece | null {
  const { dayParts } = reading.language.calendar;
  const oclock = reading.word(from) === "oclock" ? from + 1 : from;
  const the = reading.word(oclock) === "in" && reading.word(oclock + 1) === "the";
  const at = the ? oclock + 2 : reading.word(oclock) === "at" ? oclock + 1 : -1;
  const hour = at < 0 ? undefined : dayParts[reading.word(at)];
  if (hour === undefined || hour === 0 || hour === 12 || !endsInHour(reading, from)) return null;
  return { to: at + 1, written: hour < 12 ? "am" : "pm" };
}

/** A number on a clock of twelve hours stands before this token. */
function endsInHour(reading: Reading, to: number): boolean {
  const token = reading.tokens[to - 1];
  if (!token || reading.pause(to) > 0) return false;
  const hours = token.glue === ":" ? reading.tokens[to - 2] : token;
  if (hours?.number !== null) return hours !== undefined && hours.number <= 12;
  const kind = numberTableOf(reading.language).get(token.word)?.kind;
  return kind === "small" || kind === "tens";
}

/** "Half past two", "quarter to four", "three thirty", "ten past nine". */
function clockTime(reading: Reading, at: number): Piece | null {
  if (reading.taken[at]) return null;
  const whole = hourOfSpan(reading, at) ?? hundredHours(reading, at);
  if (whole) return whole;
  return pastOrTo(reading, at) ?? hourAndMinutes(reading, at);
}

/** "Between two and four" starts at two. */
function hourOfSpan(reading: Reading, from: number): Piece | null {
  if (reading.word(from) !== "between") return null;
  const first = numberAt(reading, from + 1);
  const and = first && reading.language.words.dateLinks.has(reading.word(first.to));
  const last = and ? numberAt(reading, first.to + 1) : null;
  if (!first || !last || first.value < 1 || first.value > 12 || last.value > 12) return null;
  return { to: last.to, written: `at ${first.value}` };
}

/** "Fifteen hundred hours". */
function hundredHours(reading: Reading, at: number): Piece | null {
  const hour = numberAt(reading, at);
  if (!hour?.hundred || hour.value % 100 !== 0 || hour.value < 100 || hour.value > 2_400) {
    return null;
  }
  const named = reading.word(hour.to) === "hours";
  if (!named && reading.word(at - 1) !== "at") return null;
  return { to: named ? hour.to + 1 : hour.to, written: `${hour.value / 100}:00` };
}

function pastOrTo(reading: Reading, from: number): Piece | null {
  let at = reading.word(from) === "a" ? from + 1 : from;
  const word = reading.word(at);
  const number = numberAt(reading, at);
  const minutes = word === "half" ? 30 : word === "quarter" ? 15 : number?.value ?? 0;
  if (minutes <= 0 || minutes >= 60) return null;
  at = number ? number.to : at + 1;
  if (reading.word(at) === "minutes") at++;
  const side = reading.word(at);
  const halfHour = word === "half" ? numberAt(reading, at) : null; // "half ten"
  if (halfHour && halfHour.value <= 12) {
    return { to: halfHour.to, written: `${halfHour.value}:30` };
  }
  if (side !== "past" && side !== "after" && side !== "to") return null;
  if (side !== "past" && minutes !== 15 && !number) return null;
  const hour = numberAt(reading, at + 1);
  if (!hour || hour.value < 1 || hour.value > 12) return null;
  if (side === "to" && minutes !== 15 && minutes % 5 !== 0) return null;
  if (side === "to" && word !== "quarter" && minutes < 13 && minutes !== 5 && minutes !== 10) {
    return null;
  }
  const total = side === "to" ? hour.value * 60 - minutes : hour.value * 60 + minutes;
  return { to: hour.to, written: `${Math.floor(total / 60) || 12}:${two(total % 60)}` };
}

function hourAndMinutes(reading: Reading, at: number): Piece | null {
  const hour = numberAt(reading, at);
  if (!hour || hour.to !== at + 1 || reading.tokens[at]!.number !== null) return null;
  if (hour.value < 1 || hour.value > 12) return null;
  if (reading.pause(hour.to) > 0) return null;
  const zero = numberTableOf(reading.language).get(reading.word(hour.to))?.value === 0;
  const minutes = numberAt(reading, zero ? hour.to + 1 : hour.to);
  if (!minutes || !Number.isInteger(minutes.value)) return null;
  const fits = zero || (reading.word(at - 1) === "at" && minutes.value === 5)
    ? minutes.value > 0 && minutes.value < 10
    : minutes.value >= 10 && minutes.value < 60;
  return fits ? { to: minutes.to, written: `${hour.value}:${two(minutes.value)}` } : null;
}

/** "The 15th" of this month or the next, and "the day after tomorrow", as dates. */
function dayAt(reading: Reading, from: number): Piece | null {
  const { nowMs, timeZone } = reading.context;
  const today = wallClock(nowMs, timeZone);
  const at = reading.word(from) === "the" ? from + 1 : from;
  if (reading.word(at) === "day" && reading.word(at + 2) === "tomorrow") {
    return { to: at + 3, written: isoDay({ ...today, day: today.day + 2 }) };
  }
  const isNext = reading.word(at) === "day" && reading.word(at + 1) === "after" &&
    reading.tokens.slice(0, from).some(({ word }) => word === "tomorrow");
  if (isNext) return { to: at + 2, written: isoDay({ ...today, day: today.day + 2 }) };
  const week = dayOfNextWeek(reading, from, today);
  if (week) return week;
  const said = at > from ? ordinalAt(reading, at) : null;
  if (said === null) return null;
  const { months } = reading.language.calendar;
  if (Object.hasOwn(months, reading.word(from - 1))) {
    return { to: said.to, written: `${said.day}` }; // "May the fifth"
  }
  if (reading.word(said.to) === "of" || Object.hasOwn(months, reading.word(said.to))) return null;
  const month = said.day >= today.day ? today.month : today.month + 1;
  return { to: said.to, written: isoDay({ ...today, month, day: said.day }) };
}

/** "Tuesday next week", "next week on Tuesday": weeks begin on Monday. */
function dayOfNextWeek(reading: Reading, from: number, today: WallClock): Piece | null {
  const { weekdays } = reading.language.calendar;
  const dayOf = (at: number) => weekdays.indexOf(singular(reading.word(at)));
  const isNextWeek = (at: number) => reading.word(at) === "next" && reading.word(at + 1) === "week";
  const isWeekFrom = reading.language.timeUnits[reading.word(from)] === WEEK_MONTHS &&
    reading.language.words.weeksFrom.has(reading.word(from + 1)) && dayOf(from + 2) >= 0;
  if (isWeekFrom) return { to: from + 3, written: `${isoDay(weekAfter(today, dayOf(from + 2)))},` };
  let [day, to] = [dayOf(from), from + 3];
  if (isNextWeek(from)) {
    const at = reading.language.words.beforeDays.has(reading.word(from + 2)) ? from + 3 : from + 2;
    [day, to] = [dayOf(at), at + 1];
  } else if (!isNextWeek(from + 1)) return null;
  if (day < 0) return null;
  const { year, month, day: date } = today;
  const now = new Date(Date.UTC(year, month - 1, date)).getUTCDay();
  const ahead = 7 - (now + 6) % 7 + (day + 6) % 7;
  return { to, written: isoDay({ ...today, day: date + ahead }) };
}

const WEEK_MONTHS = 84 / 365.25;

/** "A week from Tuesday": a week after the next one. */
function weekAfter(today: WallClock, weekday: number): WallClock {
  const { year, month, day } = today;
  const now = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const ahead = (weekday - now + 7) % 7 || 7;
  return { ...today, day: day + ahead + 7 };
}

function ordinalAt(reading: Reading, at: number): { to: number; day: number } | null {
  const { number, word } = reading.tokens[at] ?? { number: null, word: "" };
  if (number !== null) {
    const isDay = reading.language.words.dayEndings.has(reading.word(at + 1));
    return isDay && number >= 1 && number <= 31 ? { to: at + 2, day: number } : null;
  }
  const { ordinals, tens } = reading.language.numbers;
  if (Object.hasOwn(tens, word) && Object.hasOwn(ordinals, reading.word(at + 1))) {
    return { to: at + 2, day: tens[word]! + ordinals[reading.word(at + 1)]! };
  }
  return Object.hasOwn(ordinals, word) ? { to: at + 1, day: ordinals[word]! } : null;
}

function isoDay({ year, month, day }: WallClock): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** Number words and ordinals as digits. */
function numeral(reading: Reading, at: number): Piece | null {
  if (reading.taken[at]) return null;
  const { ordinals, tens } = reading.language.numbers;
  const word = reading.word(at);
  if (Object.hasOwn(ordinals, word) && word !== "second") {
    return { to: at + 1, written: `${ordinals[word]}th` };
  }
  const next = reading.word(at + 1);
  if (Object.hasOwn(tens, word) && Object.hasOwn(ordinals, next)) {
    return { to: at + 2, written: `${tens[word]! + ordinals[next]!}th` };
  }
  if (reading.tokens[at]!.number !== null) return null;
  const number = numberAt(reading, at);
  return number && number.value < 100 ? { to: number.to, written: String(number.value) } : null;
}

/** A number word, without the hundred that "three thirty" leaves out. */
function numberAt(reading: Reading, at: number) {
  const token = reading.tokens[at];
  if (!token) return null;
  const options = { and: false, taken: reading.taken };
  const table = numberTableOf(reading.language);
  const number = readNumber(reading.tokens, at, table, options);
  if (!number?.elliptical && !number?.digits) return number;
  const first = readNumber(reading.tokens.slice(0, at + 1), at, table, options);
  return first;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** "Mondays" is a Monday. */
export function singular(word: string): string {
  return word.endsWith("s") ? word.slice(0, -1) : word;
}
