/** Days and times of day, in the caller's time zone: "tomorrow at 3pm", "Monday morning". */
import { casual, type ParsedResult } from "chrono-node";
import { isCorrectedBetween } from "./corrections.ts";
import type { CalendarWords } from "./language.ts";
import { numberTableOf } from "./number_table.ts";
import { readNumber } from "./numbers.ts";
import type { Reading, Span } from "./reading.ts";
import { isoAt, momentOf, offsetMinutes, type WallClock, wallClock } from "./wall_clock.ts";

/** A point in time that is still to come. */
export interface Moment extends Span {
  /** ISO 8601 with the caller's offset. */
  readonly at: string;
}

/** The hour that is meant where only a day is named: when offices open. */
const DEFAULT_HOUR = 9;
/** Bare hours below this are in the afternoon: nobody asks to be called at three in the night. */
const FIRST_MORNING_HOUR = 7;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The next moment that the turn names, or null. Costs about 0.1 ms where it names one. */
export function momentIn(reading: Reading): Moment | null {
  if (!mentionsTime(reading)) return null;
  const written = writeOut(reading);
  const { nowMs, timeZone } = reading.context;
  const reference = { instant: new Date(nowMs), timezone: offsetMinutes(nowMs, timeZone) };
  const results = casual.parse(written.text, reference, { forwardDate: true });
  const result = chosenOf(results, written, reading);
  const part = dayPartIn(reading);
  if (!result) return part && partOfDay(reading, part);
  const span = spanOf(written, result);
  const clock = clockOf(result, reading, part);
  const atMs = clock === null ? null : inFuture(momentOf(clock, timeZone), result, reading);
  if (atMs === null) return null;
  const whole = part ? cover(span, part) : span;
  return { ...whole, at: isoAt(atMs, timeZone) };
}

/** Of several times the first, or the one after a correction: "Monday, no, Tuesday". */
function chosenOf(
  results: readonly ParsedResult[],
  written: WrittenOut,
  reading: Reading,
): ParsedResult | undefined {
  const real = results.filter(({ text }) => !/^(now|\d{1,4})$/.test(text.trim()));
  return real.findLast((result, index) => {
    if (index === 0) return true;
    const [before, after] = [spanOf(written, real[index - 1]!), spanOf(written, result)];
    return isCorrectedBetween(reading, before.to, after.from);
  });
}

/** A cheap look for words of time before the dates are parsed. */
function mentionsTime(reading: Reading): boolean {
  const { calendar, timeUnits } = reading.language;
  for (const { word, number, glue } of reading.tokens) {
    if (number !== null && (glue === ":" || number <= 31)) return true;
    if (isTimeWord(word, calendar) || Object.hasOwn(timeUnits, word) || word === "oclock") {
      return true;
    }
    if (word === "hour" || word === "hours" || word === "minutes" || word === "at") return true;
  }
  return false;
}

function isTimeWord(word: string, calendar: CalendarWords): boolean {
  return calendar.weekdays.includes(singular(word)) || calendar.days.includes(word) ||
    Object.hasOwn(calendar.dayParts, word) || Object.hasOwn(calendar.months, word);
}

function singular(word: string): string {
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

/* ---- From words to what the date parser reads -------------------------------------------------- */

interface WrittenOut {
  readonly text: string;
  /** Where each token's writing starts. */
  readonly starts: readonly number[];
}

/** The tokens with numbers as digits: "half past two" becomes "2:30". */
function writeOut(reading: Reading): WrittenOut {
  let text = "";
  const starts: number[] = [];
  for (let at = 0; at < reading.tokens.length;) {
    const { to, written } = clockTime(reading, at) ?? numeral(reading, at) ??
      { to: at + 1, written: wordOut(reading, at) };
    const glued = at > 0 && /^[:/]?$/.test(reading.tokens[at]!.glue);
    text += at === 0 || glued ? "" : " ";
    if (glued) text += reading.tokens[at]!.glue;
    for (let token = at; token < to; token++) starts.push(text.length);
    text += written;
    at = to;
  }
  return { text, starts };
}

function wordOut(reading: Reading, at: number): string {
  const word = reading.word(at);
  if (word === "oclock") return "o'clock";
  if (word === "weekend") return "saturday";
  const isDay = reading.language.calendar.weekdays.includes(singular(word));
  return isDay ? singular(word) : word;
}

interface Piece {
  readonly to: number;
  readonly written: string;
}

/** "Half past two", "quarter to four", "three thirty", "ten past nine". */
function clockTime(reading: Reading, at: number): Piece | null {
  return pastOrTo(reading, at) ?? hourAndMinutes(reading, at);
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
  const minutes = reading.pause(hour.to) === 0 ? numberAt(reading, hour.to) : null;
  const fits = minutes && [15, 20, 25, 30, 35, 40, 45, 50, 10].includes(minutes.value);
  return fits ? { to: minutes.to, written: `${hour.value}:${two(minutes.value)}` } : null;
}

/** Number words and ordinals as digits. */
function numeral(reading: Reading, at: number): Piece | null {
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
  if (!number?.elliptical) return number;
  const first = readNumber(reading.tokens.slice(0, at + 1), at, table, options);
  return first;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** The tokens that a result of the date parser covers. */
function spanOf({ starts }: WrittenOut, { index, text }: ParsedResult): Span {
  const end = index + text.length;
  const last = starts.findLastIndex((start) => start < end);
  const from = Math.max(0, starts.findLastIndex((start) => start <= index));
  return { from: starts.indexOf(starts[from]!), to: last + 1 };
}

function cover(a: Span, b: Span): Span {
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

/* ---- Hours ------------------------------------------------------------------------------------- */

interface DayPart extends Span {
  readonly hour: number;
}

function dayPartIn(reading: Reading): DayPart | null {
  const { dayParts } = reading.language.calendar;
  for (const [at, { word }] of reading.tokens.entries()) {
    if (!Object.hasOwn(dayParts, word) || isGreeting(reading, at)) continue;
    return { from: at, to: at + 1, hour: dayParts[word]! };
  }
  return null;
}

/** "Good morning" is no time of day. */
function isGreeting(reading: Reading, at: number): boolean {
  return reading.word(at - 1) === "good";
}

/** A part of the day alone: today's if it is still to come, else tomorrow's. */
function partOfDay(reading: Reading, part: DayPart): Moment {
  const { nowMs, timeZone } = reading.context;
  const today = { ...wallClock(nowMs, timeZone), hour: part.hour, minute: 0 };
  const atMs = momentOf(today, timeZone);
  const next = atMs > nowMs ? atMs : momentOf({ ...today, day: today.day + 1 }, timeZone);
  return { from: part.from, to: part.to, at: isoAt(next, timeZone) };
}

function clockOf(result: ParsedResult, reading: Reading, part: DayPart | null): WallClock | null {
  const { start } = result;
  const date = {
    year: start.get("year")!,
    month: start.get("month")!,
    day: start.get("day")!,
  };
  const minute = start.isCertain("minute") ? start.get("minute")! : 0;
  if (!start.isCertain("hour")) {
    return { ...date, hour: part?.hour ?? DEFAULT_HOUR, minute: 0 };
  }
  const hour = start.get("hour")!;
  if (isRelative(reading) || start.isCertain("meridiem") || hour > 12) {
    return { ...date, hour, minute };
  }
  return { ...date, hour: guessHalf(hour % 12, part), minute };
}

/** "In two hours" counts from now: its hour is no guess. */
function isRelative(reading: Reading): boolean {
  return reading.tokens.some(({ word }) =>
    ["hour", "hours", "minutes", "minute", "mins", "min"].includes(word)
  );
}

/** "At three" is in the afternoon, "at nine" in the morning, unless a part of the day is named. */
function guessHalf(hour: number, part: DayPart | null): number {
  if (part && part.hour >= 12) return hour === 0 ? 12 : hour + 12;
  if (part && part.hour > 0) return hour;
  return hour < FIRST_MORNING_HOUR || hour === 0 ? hour + 12 : hour;
}

/** Moments that have passed mean the next day or week; a day that was named in full means itself. */
function inFuture(atMs: number, { start }: ParsedResult, { context }: Reading): number | null {
  if (atMs > context.nowMs) return atMs;
  const clock = wallClock(atMs, context.timeZone);
  const days = start.isCertain("weekday") ? 7 : 1;
  if (start.isCertain("day") && !start.isCertain("weekday")) return null;
  const later = momentOf({ ...clock, day: clock.day + days }, context.timeZone);
  return later > context.nowMs && later - context.nowMs < 8 * DAY_MS ? later : null;
}
