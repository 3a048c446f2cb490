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
    const { to, written } = clockTime(reading, at) ?? dayAt(reading, at) ?? numeral(reading, at) ??
      { to: at + 1, written: wordOut(reading, at) };
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

/** "After five": a number that counts nothing. */
function isHour(reading: Reading, at: number): boolean {
  const number = numberAt(reading, at);
  if (!number || number.value < 1 || number.value > 12) return false;
  const next = reading.word(number.to);
  return reading.pause(number.to) > 0 ||
    ["am", "pm", "oclock", "in", "on", "tomorrow"].includes(next);
}

interface Piece {
  readonly to: number;
  readonly written: string;
}

/** "Half past two", "quarter to four", "three thirty", "ten past nine". */
function clockTime(reading: Reading, at: number): Piece | null {
  if (reading.taken[at]) return null;
  const between = hourOfSpan(reading, at);
  if (between) return between;
  return pastOrTo(reading, at) ?? hourAndMinutes(reading, at);
}

/** "Between two and four" starts at two. */
function hourOfSpan(reading: Reading, from: number): Piece | null {
  if (reading.word(from) !== "between") return null;
  const first = numberAt(reading, from + 1);
  const and = first && ["and", "to"].includes(reading.word(first.to));
  const last = and ? numberAt(reading, first.to + 1) : null;
  if (!first || !last || first.value < 1 || first.value > 12 || last.value > 12) return null;
  return { to: last.to, written: `at ${first.value}` };
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
  const minutes = reading.pause(hour.to) === 0 ? numberAt(reading, hour.to) : null;
  const fits = minutes && [15, 20, 25, 30, 35, 40, 45, 50, 10].includes(minutes.value);
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
  const said = at > from ? ordinalAt(reading, at) : null;
  const { months } = reading.language.calendar;
  const isDated = said === null || reading.word(said.to) === "of" ||
    Object.hasOwn(months, reading.word(said.to)) || Object.hasOwn(months, reading.word(from - 1));
  if (isDated) return null;
  const month = said.day >= today.day ? today.month : today.month + 1;
  return { to: said.to, written: isoDay({ ...today, month, day: said.day }) };
}

function ordinalAt(reading: Reading, at: number): { to: number; day: number } | null {
  const { number, word } = reading.tokens[at] ?? { number: null, word: "" };
  if (number !== null) {
    const isDay = ["st", "nd", "rd", "th"].includes(reading.word(at + 1));
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
  if (!number?.elliptical) return number;
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
