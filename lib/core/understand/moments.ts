/** Days and times of day, in the caller's time zone: "tomorrow at 3pm", "Monday morning". */
import { casual, type ParsedResult } from "chrono-node";
import { isCorrectedBetween } from "./corrections.ts";
import type { CalendarWords } from "./language.ts";
import { namedZone } from "./named_zones.ts";
import type { Reading, Span } from "./reading.ts";
import { isoAt, momentOf, offsetMinutes, type WallClock, wallClock } from "./wall_clock.ts";
import { isHour, singular, writeOut, type WrittenOut } from "./written_dates.ts";

/** A point in time that is still to come. */
export interface Moment extends Span {
  /** ISO 8601 with the caller's offset. */
  readonly at: string;
  /** False where only a time of day was named, and where only a day was. */
  readonly namesDay: boolean;
  readonly namesHour: boolean;
}

/** The hour that is meant where only a day is named: when offices open. */
const DEFAULT_HOUR = 9;
/** Bare hours below this are in the afternoon: nobody asks to be called at three in the night. */
const FIRST_MORNING_HOUR = 7;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Nobody is called back in years. */
const AHEAD_MAX_MS = 400 * DAY_MS;

/** The next moment that the turn names, or null. Costs about 0.1 ms where it names one. */
export function momentIn(reading: Reading): Moment | null {
  const first = firstMention(reading);
  if (first === null) return null;
  const written = writeOut(reading, first);
  const { nowMs, timeZone } = reading.context;
  const reference = { instant: new Date(nowMs), timezone: offsetMinutes(nowMs, timeZone) };
  const results = casual.parse(written.text, reference, { forwardDate: true });
  const result = chosenOf(results, written, reading);
  const part = dayPartIn(reading);
  if (!result) return part && partOfDay(reading, part);
  return momentOfParts(reading, written, { result, results, part });
}

interface Parts {
  readonly result: ParsedResult;
  readonly results: readonly ParsedResult[];
  readonly part: DayPart | null;
}

function momentOfParts(
  reading: Reading,
  written: WrittenOut,
  { result: first, results, part }: Parts,
): Moment | null {
  const { timeZone } = reading.context;
  const late = isRelative(reading) ? undefined : dayApart(first, results);
  const result = late ?? first;
  const apart = late ? first : hourApart(first, results);
  const own = spanOf(written, result);
  const span = apart ? cover(own, spanOf(written, apart)) : own;
  const zone = isRelative(reading) ? null : namedZone(reading, apart ?? result, span);
  const there = zone?.timeZone ?? timeZone;
  const clock = clockOf(result, apart ?? result, reading, part);
  const atMs = clock === null ? null : inFuture(momentOf(clock, there), result, reading);
  if (atMs === null) return null;
  const timed = zone ? cover(span, zone) : span;
  const whole = part ? cover(timed, part) : timed;
  const namesHour = (apart ?? result).start.isCertain("hour") || part !== null;
  const day = namesDay(result) || isRelative(reading);
  return { ...whole, at: isoAt(atMs, there), namesDay: day, namesHour };
}

/** Of several times the first, or the one after a correction: "Monday, no, Tuesday". */
function chosenOf(
  results: readonly ParsedResult[],
  written: WrittenOut,
  reading: Reading,
): ParsedResult | undefined {
  const { nowMs } = reading.context;
  const real = results.filter(({ text, start }) =>
    !/^(now|\d{1,4})$/.test(text.trim()) && start.date().getTime() - nowMs < AHEAD_MAX_MS
  );
  const meant = real.filter((result) => reading.word(spanOf(written, result).from - 1) !== "not");
  return (meant.length > 0 ? meant : real).findLast((result, index, all) => {
    if (index === 0) return true;
    const [before, after] = [spanOf(written, all[index - 1]!), spanOf(written, result)];
    const bareNo = after.from - before.to === 1 &&
      reading.language.words.noes.has(reading.word(before.to));
    return bareNo || isCorrectedBetween(reading, before.to, after.from);
  });
}

/** A cheap look for words of time before the dates are parsed. */
function firstMention(reading: Reading): number | null {
  const { calendar, timeUnits } = reading.language;
  for (const [at, { word, number, glue }] of reading.tokens.entries()) {
    if (reading.taken[at]) continue;
    if (number !== null && (glue === ":" || number <= 31)) return at;
    if (isTimeWord(word, calendar) || Object.hasOwn(timeUnits, word) || word === "oclock") {
      return at;
    }
    if (calendar.halves.has(word) && at > 0) return at;
    if (word === "hour" || word === "hours" || word === "minutes" || word === "at") return at;
    if (reading.language.words.after.has(word) && isHour(reading, at + 1)) return at;
  }
  return null;
}

function isTimeWord(word: string, calendar: CalendarWords): boolean {
  return calendar.weekdays.includes(singular(word)) || calendar.days.includes(word) ||
    Object.hasOwn(calendar.dayParts, word) || Object.hasOwn(calendar.months, word);
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
  const at = isoAt(next, timeZone);
  return { from: part.from, to: part.to, at, namesDay: false, namesHour: true };
}

/** "Friday works, say 11:30": the hour stands apart from its day. */
function hourApart(day: ParsedResult, results: readonly ParsedResult[]): ParsedResult | undefined {
  if (day.start.isCertain("hour")) return undefined;
  return results.find(({ index, start }) =>
    index > day.index && start.isCertain("hour") && !start.isCertain("day") &&
    !start.isCertain("weekday")
  );
}

/** "At three p.m. Eastern time, on Friday": the day comes after its hour. */
function dayApart(hour: ParsedResult, results: readonly ParsedResult[]): ParsedResult | undefined {
  if (namesDay(hour) || !hour.start.isCertain("hour")) return undefined;
  return results.find((other) =>
    other.index > hour.index && namesDay(other) && !other.start.isCertain("hour")
  );
}

function namesDay({ start }: ParsedResult): boolean {
  return start.isCertain("day") || start.isCertain("weekday");
}

function clockOf(
  day: ParsedResult,
  time: ParsedResult,
  reading: Reading,
  part: DayPart | null,
): WallClock | null {
  const { nowMs, timeZone } = reading.context;
  const today = wallClock(nowMs, timeZone);
  const named = {
    year: day.start.get("year")!,
    month: day.start.get("month")!,
    day: day.start.get("day")!,
  };
  // The date parser has moved a bare "at five" on to tomorrow morning; the afternoon is still to come.
  const isBareHour = !namesDay(day) && !day.start.isCertain("meridiem") && !isRelative(reading);
  const date = isBareHour ? today : named;
  const { start } = time;
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
  return reading.tokens.some(({ word }, at) =>
    reading.language.words.shortUnits.has(word) &&
    reading.word(at - 1) !== "hundred"
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
