/** Spans of time: "within two years", "three to five years", "by 2040", "long term". */
import type { Field } from "../campaign.ts";
import type { Duration, Horizon } from "../lead.ts";
import { betweenAges } from "./ages.ts";
import { monthsUntilIn, type TimeFound } from "./calendar.ts";
import { DOUBTFUL } from "./confidence.ts";
import { isCorrectedBetween, isCorrection, isRightAfterNo, startsNo } from "./corrections.ts";
import type { FoundAnswer } from "./heard.ts";
import { confidenceOf } from "./hedges.ts";
import { listOf, polarityOf } from "./polarity.ts";
import type { Quantity } from "./quantity.ts";
import { isInQuestion } from "./questions.ts";
import { isAbout, type Reading, type Span } from "./reading.ts";

type DurationField = Field & { readonly kind: { readonly type: "duration" } };

/** Horizons end here, in months. */
const SHORT_MAX = 12;
const MEDIUM_MAX = 60;
/** A hundred years, in months: nobody means more, whatever was heard, and the store takes no more. */
const MONTHS_MAX = 1_200;

export function horizonOf(minMonths: number | null, maxMonths: number | null): Horizon {
  const months = maxMonths ?? minMonths ?? 0;
  if (months <= SHORT_MAX) return "short";
  return months <= MEDIUM_MAX ? "medium" : "long";
}

/** The time span that the turn names for this field, or null. */
export function durationIn(
  reading: Reading,
  quantities: readonly Quantity[],
  field: DurationField,
): FoundAnswer | null {
  const aged = isAbout(reading.context, field.key) ? betweenAges(reading) : null;
  if (aged) return answerOf(reading, field.key, fromCalendar(aged));
  const candidates = [
    ...quantities.map((quantity, index) => {
      const before = quantities[index - 1];
      if (isRate(reading, quantity, before)) return null;
      return fromQuantity(reading, inUnitBefore(reading, quantity, before));
    }),
    ...monthsUntilIn(reading, isAbout(reading.context, field.key)).map(fromCalendar),
  ].filter((candidate) => candidate !== null)
    .filter(({ span }) => isMeant(reading, span, field.key))
    .sort((a, b) => a.span.from - b.span.from);
  const chosen = candidates.at(-1);
  if (chosen) return answerOf(reading, field.key, chosen);
  return horizonIn(reading, field);
}

/** "Twenty years, make it fifteen": the correction is in the unit of what it corrects. */
function inUnitBefore(reading: Reading, quantity: Quantity, before?: Quantity): Quantity {
  if (before?.unit.type !== "time" || quantity.unit.type !== "none") return quantity;
  if (quantity.figures.some(({ number }) => number.scaled)) return quantity;
  return reading.pause(quantity.to) > 0 && isCorrectedBetween(reading, before.to, quantity.from)
    ? { ...quantity, unit: before.unit }
    : quantity;
}

/** "80k a year" is no span of time. */
function isRate(reading: Reading, { from }: Quantity, before: Quantity | undefined): boolean {
  return before?.to === from && reading.language.words.rates.has(reading.word(from)) &&
    before.unit.type !== "time" && reading.pause(from) === 0;
}

interface Candidate {
  readonly span: Span;
  readonly value: Duration;
  readonly approximate: boolean;
  readonly doubtful: boolean;
}

function fromQuantity(reading: Reading, quantity: Quantity): Candidate | null {
  const { unit, low, high, isRange, figures } = quantity;
  if (unit.type !== "time" || isPast(reading, quantity)) return null;
  const min = wholeMonths(low * unit.months);
  const max = wholeMonths(high * unit.months);
  if (max > MONTHS_MAX) return null;
  const bound = isRange ? "exact" : isUnder(reading, quantity) ? "within" : quantity.bound;
  const few = figures.some(({ number }) => number.vague && number.value >= 3);
  const value = bounded(min, max, bound);
  return { span: quantity, value, approximate: quantity.approximate, doubtful: few };
}

/** "Under two years" may be any time from now; "up to two years" says nothing of the least. */
function isUnder(reading: Reading, { from, bound }: Quantity): boolean {
  return bound === "at_most" && reading.language.words.under.has(reading.word(from));
}

function bounded(min: number, max: number, bound: Quantity["bound"]): Duration {
  const openMin = bound === "within" ? 0 : null;
  const minMonths = bound === "exact" || bound === "at_least" ? min : openMin;
  const maxMonths = bound === "at_least" ? null : max;
  return { minMonths, maxMonths, horizon: horizonOf(minMonths, maxMonths) };
}

/** Some days are a month; nothing that lasts is no time at all. */
function wholeMonths(months: number): number {
  return months > 0 ? Math.max(1, Math.round(months)) : 0;
}

function fromCalendar({ from, to, minMonths, maxMonths, approximate }: TimeFound): Candidate {
  const value = { minMonths, maxMonths, horizon: horizonOf(minMonths, maxMonths) };
  return { span: { from, to }, value, approximate, doubtful: false };
}

/** "Five years ago", "for the past ten years", "ten-year bonds", "I'm 30 years old". */
function isPast(reading: Reading, { from, to, figures }: Quantity): boolean {
  const after = reading.startingAt("past", to);
  if (after && reading.pause(to) === 0) return true;
  const unitAt = figures.at(-1)!.to - 1;
  if (reading.startingAt("past", unitAt) && reading.pause(to) === 0) return true;
  const before = reading.all("past").filter((mark) => mark.to <= from && from - mark.to <= 4);
  return before.some((mark) =>
    !isBroken(reading, mark.to, from) && mark.to - mark.from > 0 && !isAm(reading, mark)
  );
}

function isAm(reading: Reading, { to }: Span): boolean {
  return reading.language.words.beingMe.has(reading.word(to - 1));
}

function isBroken(reading: Reading, from: number, to: number): boolean {
  for (let at = from; at <= to; at++) if (reading.pause(at) > 0) return true;
  return false;
}

/** A time named for a call, in a question or in a refusal is not the span that was asked for. */
function isMeant(reading: Reading, span: Span, key: string): boolean {
  if (reading.isTaken(span) || isInQuestion(reading, span, false)) return false;
  const isRefused = polarityOf(reading, span, listOf(reading, [])) !== "wanted";
  if (isRefused && !isRightAfterNo(reading, span)) return false;
  const { asked } = reading.context;
  const aboutCall = asked.type === "callback" || asked.type === "callback_time";
  if (isInYears(reading, span) || isAbout(reading.context, key)) return true;
  return !aboutCall && !reading.all("call_wish").some((wish) => isNear(reading, wish, span));
}

/** "Call me in two days"; what stands before the wish, or in another sentence, is something else. */
function isNear(reading: Reading, wish: Span, span: Span): boolean {
  const distance = span.from - wish.to;
  return distance >= -1 && distance <= 6 &&
    reading.sentenceStart(wish.from) === reading.sentenceStart(span.from);
}

/** Nobody is called back in years: that is a correction of the span. */
function isInYears(reading: Reading, { to }: Span): boolean {
  return (reading.language.timeUnits[reading.word(to - 1)] ?? 0) >= 12;
}

function answerOf(reading: Reading, key: string, chosen: Candidate): FoundAnswer {
  const sure = confidenceOf(reading, chosen.span, chosen.approximate);
  return {
    key,
    value: chosen.value,
    quote: reading.quote(chosen.span),
    confidence: chosen.doubtful ? Math.min(sure, DOUBTFUL + 0.1) : sure,
    correction: isCorrection(reading, key, chosen.span) ||
      (isAbout(reading.context, key) && startsNo(reading)),
  };
}

/** "Long term": words without a number. */
function horizonIn(reading: Reading, field: DurationField): FoundAnswer | null {
  const asked = isAbout(reading.context, field.key);
  const list = listOf(reading, []);
  const meant = reading.all("horizon").filter((found) =>
    found.meaning.field === field.key && (asked || !found.meaning.bare) &&
    !reading.isTaken(found) && !isInsideOption(reading, found) &&
    !reading.all("horizon").some((other) => isLonger(other, found)) &&
    !isInQuestion(reading, found, false) && polarityOf(reading, found, list) === "wanted"
  );
  const last = meant.at(-1);
  if (!last) return null;
  const value: Duration = { minMonths: null, maxMonths: null, horizon: last.meaning.horizon };
  return answerOf(reading, field.key, { span: last, value, approximate: false, doubtful: false });
}

function isLonger(other: Span, { from, to }: Span): boolean {
  return other.from <= from && other.to >= to && other.to - other.from > to - from;
}

/** "Short term bonds" is a kind of bonds. */
function isInsideOption(reading: Reading, found: Span): boolean {
  return reading.all("option").some((option) => !option.meaning.bare && isLonger(option, found));
}
