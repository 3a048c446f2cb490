/** Telephone numbers, written or said digit by digit. */
import {
  type CountryCode,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from "libphonenumber-js";
import type { Phone } from "../lead.ts";
import { DOUBTFUL, PLAIN } from "./confidence.ts";
import { isCorrectedBetween } from "./corrections.ts";
import type { FoundAnswer } from "./heard.ts";
import { type NumberTable, numberTableOf } from "./number_table.ts";
import { isAbout, type Reading, type Span } from "./reading.ts";

/** ITU-T E.164: at most 15 digits; fewer than 7 are no number that can be dialled from abroad. */
const DIGITS_MIN = 7;
const DIGITS_MAX = 15;

/** North American numbers have so many behind the country code. */
const NANP_DIGITS = 10;

interface DigitRun extends Span {
  readonly digits: string;
  readonly international: boolean;
}

/** The last telephone number in the turn. Its tokens are taken. */
export function phoneIn(reading: Reading): FoundAnswer | null {
  let found: FoundAnswer | null = null;
  let last: DigitRun | null = null;
  const expected = isExpected(reading);
  for (const whole of runsOf(reading)) {
    const { run, read } = readRun(reading, last ? withTail(reading, last, whole) : whole);
    if (!read || isMoney(reading, run) || !(read.valid || expected)) continue;
    reading.take(run);
    last = run;
    found = {
      key: "phone",
      value: read.phone,
      quote: reading.quote(run),
      confidence: read.valid ? PLAIN : DOUBTFUL,
      correction: true,
    };
  }
  return found;
}

/** How far the digits at the end of a turn are from a number that can be dialled. */
export interface Dialled extends Span {
  readonly digits: string;
  /** `whole`: not one digit more belongs to it. `enough`: some numbers of the country are longer. */
  readonly state: "short" | "enough" | "whole";
}

/** The last digits of the turn, whoever they belong to; null where there are none. */
export function digitsAtEnd(reading: Reading): Dialled | null {
  const table = numberTableOf(reading.language);
  let last: DigitRun | null = null;
  for (let at = 0; at < reading.tokens.length;) {
    const run = runAt(reading, at, table);
    if (run) last = run;
    at = Math.max(run?.to ?? 0, at + 1);
  }
  if (!last) return null;
  const { country } = reading.context.campaign;
  return { from: last.from, to: last.to, digits: last.digits, state: stateOf(last, country) };
}

function stateOf({ digits, international }: DigitRun, country: string): Dialled["state"] {
  const text = international ? `+${digits}` : digits;
  const code = country as CountryCode;
  if (validatePhoneNumberLength(text, code) === "TOO_SHORT") return "short";
  if (validatePhoneNumberLength(`${text}0`, code) === "TOO_LONG") return "whole";
  return parsePhoneNumberFromString(text, code)?.isValid() ? "enough" : "short"; // "1 202 555 012"
}

/** "… oh one nine nine, no, sorry, oh one eight eight": the last digits once more. */
function withTail(reading: Reading, before: DigitRun, run: DigitRun): DigitRun {
  const { digits } = run;
  if (digits.length >= DIGITS_MIN || !isCorrectedBetween(reading, before.to, run.from)) return run;
  const whole = before.digits.slice(0, -digits.length) + digits;
  return { ...before, to: run.to, digits: whole };
}

/** Digits that are worth saying once more. */
const TAIL_MIN = 2;

/** "Oh, 713 543 7317": where the digits make no number, the first word may be a mere sound. */
function readRun(reading: Reading, run: DigitRun): { run: DigitRun; read: PhoneRead | null } {
  const { country } = reading.context.campaign;
  const read = readPhone(run, country);
  const kind = numberTableOf(reading.language).get(reading.word(run.from))?.kind;
  if (read?.valid) return { run, read };
  const others = [runAt(reading, run.from, numberTableOf(reading.language), true)]; // "twenty seven": 207
  if (kind === "digit") others.push({ ...run, from: run.from + 1, digits: run.digits.slice(1) });
  for (const other of others) {
    const instead = other && readPhone(other, country);
    if (instead?.valid) return { run: other!, read: instead };
  }
  return { run, read };
}

interface PhoneRead {
  readonly phone: Phone;
  /** False where the length is right but nobody was given such a number yet: to be confirmed. */
  readonly valid: boolean;
}

function readPhone(run: DigitRun, country: string): PhoneRead | null {
  const { digits, international } = fromAbroad(run);
  if (digits.length < DIGITS_MIN || digits.length > DIGITS_MAX) return null;
  const text = international ? `+${digits}` : digits;
  const phone = parsePhoneNumberFromString(text, country as CountryCode);
  if (!phone?.isPossible()) return null;
  const isLocal = phone.countryCallingCode === "1" && phone.nationalNumber.length !== NANP_DIGITS;
  if (isLocal) return null; // "310 0000" rings in Canada only
  return { phone: { e164: phone.number, source: "spoken" }, valid: phone.isValid() };
}

/** "0049 …" is "+49 …" in most of the world, and no number begins so at home. */
function fromAbroad(run: DigitRun): DigitRun {
  const abroad = !run.international && run.digits.startsWith("00");
  return abroad ? { ...run, digits: run.digits.slice(2), international: true } : run;
}

/** A number is what was asked for, or what the caller says that he gives. */
function isExpected(reading: Reading): boolean {
  const { asked } = reading.context;
  return ["phone", "callback", "callback_time"].includes(asked.type) ||
    isAbout(reading.context, "phone") || reading.has("phone_cue") || reading.has("call_wish");
}

function isMoney(reading: Reading, { from, to }: Span): boolean {
  return reading.endingAt("currency", from) !== undefined ||
    reading.startingAt("currency", to) !== undefined;
}

/** Runs of digits and digit words that are long enough to be dialled. */
function runsOf(reading: Reading): DigitRun[] {
  const table = numberTableOf(reading.language);
  const runs: DigitRun[] = [];
  for (let at = 0; at < reading.tokens.length;) {
    const run = runAt(reading, at, table);
    if (run && run.digits.length >= TAIL_MIN) runs.push(run);
    at = Math.max(run?.to ?? 0, at + 1);
  }
  return runs;
}

const JOINERS = ["-", "/", "then"];
const PLUS = ["+", "plus"];

/** `apart`: "twenty seven" is 20 and 7. */
function runAt(
  reading: Reading,
  from: number,
  table: NumberTable,
  apart = false,
): DigitRun | null {
  let at = from;
  let digits = "";
  let end = from;
  const international = PLUS.includes(reading.word(from));
  if (international) at++;
  while (at < reading.tokens.length && digits.length <= DIGITS_MAX) {
    if (at > from && reading.pause(at) === 2) break;
    const piece = apart && table.get(reading.word(at))?.kind === "tens" && !reading.taken[at]
      ? { digits: String(table.get(reading.word(at))!.value), to: at + 1 }
      : pieceAt(reading, at, table);
    if (piece) {
      digits += piece.digits;
      at = piece.to;
      end = at;
    } else if (digits !== "" && JOINERS.includes(reading.word(at))) at++;
    else break;
  }
  return digits === "" ? null : { from, to: end, digits, international };
}

interface Piece {
  readonly digits: string;
  readonly to: number;
}

/** One step of a run: "202", "oh", "double five", "twenty three", "eight hundred". */
function pieceAt(reading: Reading, at: number, table: NumberTable): Piece | null {
  const token = reading.tokens[at]!;
  if (reading.taken[at]) return null;
  if (token.number !== null) return writtenPiece(reading, at);
  const word = table.get(token.word);
  switch (word?.kind) {
    case "digit":
      return { digits: String(word.value), to: at + 1 };
    case "small":
      return hundreds(reading, at, word.value, table) ??
        { digits: String(word.value), to: at + 1 };
    case "tens":
      return tens(reading, at, word.value, table);
    case "repeat": {
      const next = reading.tokens[at + 1] ? pieceAt(reading, at + 1, table) : null;
      return next?.digits.length === 1
        ? { digits: next.digits.repeat(word.value), to: next.to }
        : null;
    }
    default:
      return null;
  }
}

function writtenPiece(reading: Reading, at: number): Piece | null {
  const { start, end } = reading.tokens[at]!;
  const digits = reading.text.slice(start, end).replace(/\D/g, "");
  return { digits, to: at + 1 };
}

/** "Eight hundred" in a telephone number is 800. */
function hundreds(reading: Reading, at: number, value: number, table: NumberTable): Piece | null {
  const isHundred = table.get(reading.word(at + 1))?.kind === "hundred";
  return isHundred && value > 0 && value < 100 ? { digits: `${value}00`, to: at + 2 } : null;
}

function tens(reading: Reading, at: number, value: number, table: NumberTable): Piece {
  const next = reading.tokens[at + 1];
  const unit = next && next.pause === 0 ? table.get(next.word) : undefined;
  const joined = unit?.kind === "small" && unit.value > 0 && unit.value < 10;
  return joined
    ? { digits: String(value + unit.value), to: at + 2 }
    : { digits: String(value), to: at + 1 };
}
