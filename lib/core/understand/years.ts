/** Calendar years as they are spoken: "2040", "twenty forty", "two thousand forty". */
import { fieldOf } from "../campaign.ts";
import { numberTableOf } from "./number_table.ts";
import { readNumber } from "./numbers.ts";
import type { Reading, Span } from "./reading.ts";

const FIRST = 2000;
const LAST = 2100;

/** The year that starts at a token, or null. */
export function readYear(reading: Reading, at: number): (Span & { year: number }) | null {
  const token = reading.tokens[at];
  if (!token || reading.taken[at]) return null;
  if (token.number !== null) return written(reading, at, token.number);
  if (!startsYear(reading, at) || !isLedIn(reading, at)) return null;
  return paired(reading, at) ?? counted(reading, at);
}

/** "Twenty" forty, "two" thousand and forty. */
export function startsYear(reading: Reading, at: number): boolean {
  const { kind, value } = numberTableOf(reading.language).get(reading.word(at)) ?? {};
  return kind === "tens" && value === FIRST / 100 || kind === "small" && value === FIRST / 1_000;
}

function isLedIn(reading: Reading, at: number): boolean {
  const { asked, campaign } = reading.context;
  if (asked.type === "field" && fieldOf(campaign, asked.key)?.kind.type === "duration") {
    if (opensTurn(reading, at)) return true; // "2035", to the question by when
  }
  const before = reading.word(at - 1);
  return reading.language.words.leadingYears.has(before) ||
    Object.hasOwn(reading.language.calendar.months, before);
}

/** Nothing but fillers stands before it. */
function opensTurn(reading: Reading, until: number): boolean {
  for (let at = 0; at < until;) {
    const filler = reading.startingAt("filler", at);
    if (!filler || filler.to > until) return false;
    at = filler.to;
  }
  return true;
}

function written(reading: Reading, at: number, year: number) {
  const { word, end, start } = reading.tokens[at]!;
  const plain = word.length === 4 && end - start === 4;
  const isSum = reading.endingAt("at_least_before", at) !== undefined; // "north of 2100"
  if (isSum && !reading.language.words.until.has(reading.word(at - 1))) return null;
  if (!plain || year < FIRST || year > LAST || !isLedIn(reading, at)) return null;
  const next = reading.word(at + 1);
  const counts = reading.startingAt("currency", at + 1) || reading.startingAt("currency", at - 1) ||
    reading.language.words.counted.has(next);
  return counts ? null : { from: at, to: at + 1, year };
}

/** "Twenty thirty five". */
function paired(reading: Reading, at: number) {
  const century = numberTableOf(reading.language).get(reading.word(at))?.value;
  if (century !== FIRST / 100 || reading.pause(at + 1) > 0) return null;
  const rest = readNumber(reading.tokens, at + 1, numberTableOf(reading.language), {
    and: false,
    taken: reading.taken,
  });
  const isYear = rest !== null && rest.value >= 10 && rest.value < 100 && !rest.scaled;
  if (!isYear || Object.hasOwn(reading.language.timeUnits, reading.word(rest.to))) return null;
  return { from: at, to: rest.to, year: FIRST + rest.value };
}

/** "Two thousand and forty". */
function counted(reading: Reading, at: number) {
  const whole = readNumber(reading.tokens, at, numberTableOf(reading.language), {
    and: true,
    taken: reading.taken,
  });
  const isYear = whole !== null && !whole.hundred && whole.value > FIRST && whole.value <= LAST;
  return isYear ? { from: at, to: whole.to, year: whole.value } : null;
}
