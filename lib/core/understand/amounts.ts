/** Sums of money: from quantities to the one that the caller means. */
import type { Amount } from "../lead.ts";
import type { NumberRead } from "./number_read.ts";
import { APPROXIMATE, DOUBTFUL, PLAIN } from "./confidence.ts";
import { isCorrection, isRightAfterNo, startsNo } from "./corrections.ts";
import { minorUnits, toMinor } from "./currency.ts";
import type { FoundAnswer } from "./heard.ts";
import { confidenceOf } from "./hedges.ts";
import { type Candidate, choose } from "./amount_choice.ts";
import { numberTableOf } from "./number_table.ts";
import { listOf, polarityOf } from "./polarity.ts";
import type { Quantity } from "./quantity.ts";
import { isInQuestion } from "./questions.ts";
import { isAbout, type Reading, type Span } from "./reading.ts";

/** What an amount field needs to know: what "fifty" means where no scale is said. */
export interface AmountRules {
  readonly key: string;
  readonly bareScale: number;
  /** Several amount fields: one that was not asked takes nothing. */
  readonly only: boolean;
}

/** Ten trillion, of any currency: nobody means more, whatever was heard, and the store takes no more. */
const SUM_MAX = 1e13;

/** The amount that the turn names for this field, or null. */
export function amountIn(
  reading: Reading,
  quantities: readonly Quantity[],
  rules: AmountRules,
): FoundAnswer | null {
  const asked = isAbout(reading.context, rules.key);
  if (!asked && !rules.only) return null;
  const scaled = settledByScale(reading, rules);
  if (scaled) return scaled;
  const candidates = quantities.map((quantity) => candidateOf(reading, quantity, rules, asked))
    .filter((candidate) => candidate !== null)
    .filter(({ quantity, scale }) => quantity.high * scale <= SUM_MAX);
  const wanted = candidates.filter(({ quantity }) => isWanted(reading, quantity, quantities));
  const chosen = choose(reading, wanted);
  if (!chosen) {
    if (wanted.length < candidates.length) return null;
    return settledByCurrency(reading, rules);
  }
  const { quantity, confidence } = chosen;
  const contradicted = wanted.length < candidates.length;
  return {
    key: rules.key,
    value: valueOf(reading, chosen),
    quote: reading.quote(quantity),
    confidence,
    correction: contradicted || isCorrection(reading, rules.key, quantity) ||
      (asked && startsNo(reading)),
  };
}

/** "Fifty", "fifty thousand dollars?", "thousand": the word alone names the scale of what was said. */
function settledByScale(reading: Reading, { key, bareScale }: AmountRules): FoundAnswer | null {
  const { asked } = reading.context;
  if (asked.type !== "confirm" || asked.key !== key) return null;
  const at = loneScale(reading);
  if (at === null) return null;
  const { value: scale } = numberTableOf(reading.language).get(reading.word(at))!;
  const { minMinor, maxMinor, currency } = asked.value as Amount;
  const scaled = (minor: number | null) =>
    minor === null ? null : Math.round(minor / bareScale * scale);
  if (scaled(maxMinor ?? minMinor)! > SUM_MAX * minorUnits(currency)) return null;
  const value = { minMinor: scaled(minMinor), maxMinor: scaled(maxMinor), currency };
  const quote = reading.quote({ from: at, to: at + 1 });
  const confidence = scale === bareScale ? PLAIN : DOUBTFUL;
  return { key, value, quote, confidence, correction: true };
}

/** Where "thousand" stands with nothing beside it that counts: "yeah thousand", "thousand dollars I mean". */
function loneScale(reading: Reading): number | null {
  let found: number | null = null;
  for (let at = 0; at < reading.tokens.length;) {
    const word = numberTableOf(reading.language).get(reading.word(at));
    const isScale = word?.kind === "scale" && word.value >= 1_000;
    if (isScale && found === null) found = at++;
    else {
      const beside = BESIDE_SCALE.map((kind) => reading.startingAt(kind, at)?.to ?? 0);
      const to = Math.max(...beside);
      if (to <= at || (found === null && word !== undefined)) return null;
      at = to;
    }
  }
  return found;
}

const BESIDE_SCALE = ["filler", "currency", "correction"] as const;

/** "Euros, not dollars": the same figures, in the other currency. */
function settledByCurrency(reading: Reading, { key }: AmountRules): FoundAnswer | null {
  const { asked } = reading.context;
  if (asked.type !== "confirm" || asked.key !== key) return null;
  const list = listOf(reading, reading.all("currency"));
  const named = reading.all("currency").filter((found) =>
    polarityOf(reading, found, list) === "wanted" && !isInQuestion(reading, found, true)
  );
  const last = named.at(-1);
  const before = asked.value as Amount;
  const code = last?.meaning.code;
  if (!last || code === undefined || code === before.currency) return null;
  const change = minorUnits(code) / minorUnits(before.currency);
  const inCode = (minor: number | null) => minor === null ? null : Math.round(minor * change);
  const value = {
    minMinor: inCode(before.minMinor),
    maxMinor: inCode(before.maxMinor),
    currency: code,
  };
  return { key, value, quote: reading.quote(last), confidence: PLAIN, correction: true };
}

function isWanted(
  reading: Reading,
  quantity: Quantity,
  quantities: readonly Quantity[],
): boolean {
  if (isRightAfterNo(reading, quantity)) return true;
  const list = listOf(reading, quantities); // "not fifty thousand fifteen thousand"
  return polarityOf(reading, quantity, list) === "wanted";
}

function candidateOf(
  reading: Reading,
  quantity: Quantity,
  rules: AmountRules,
  asked: boolean,
): Candidate | null {
  const { unit, low, high } = quantity;
  if (unit.type === "time" || unit.type === "other") return null;
  if (low <= 0 && high <= 0) return null;
  if (isInQuestion(reading, quantity, false) || isIdiom(reading, quantity)) return null;
  if (isOtherMoney(reading, quantity)) return null;
  const base = confidenceOf(reading, quantity, quantity.approximate);
  const other = isRate(reading, quantity) ? DOUBTFUL : base;
  if (unit.type === "money") return { quantity, scale: 1, confidence: Math.min(base, other) };
  if (isAge(reading, quantity) || isYear(reading, quantity)) return null;
  if (quantity.figures.some(({ number }) => number.scaled)) {
    const vague = quantity.figures.some(({ number }) => isFew(number));
    const lakhs = quantity.figures.some(({ number }) => isRupeeScale(number.scales));
    return { quantity, scale: 1, confidence: Math.min(other, vague || lakhs ? DOUBTFUL : 1) };
  }
  if (!asked) return unaskedNumber(reading, quantity, other);
  return bareNumber(reading, quantity, rules, other);
}

/** "Thanks a million". */
function isIdiom(reading: Reading, { figures }: Quantity): boolean {
  const { from, to } = figures[0]!;
  return reading.all("aside").some((aside) =>
    aside.from <= from && aside.to >= to && aside.to - aside.from > to - from
  );
}

/** A few and a dozen; more is a number that was said, if not to the last digit. */
const FEW_MAX = 12;

/** "A few thousand" is anybody's guess. */
function isFew({ vague, value, scales }: NumberRead): boolean {
  const count = value / (scales[0] ?? 1);
  return vague && count > 2 && count <= FEW_MAX;
}

/** Lakh and crore make one think of rupees: ask. */
function isRupeeScale(scales: readonly number[]): boolean {
  return scales.some((scale) => scale === 1e5 || scale === 1e7) && scales.length === 1;
}

/** Large written numbers are sums, whatever was asked; small ones may be anything. */
function unaskedNumber(reading: Reading, quantity: Quantity, base: number): Candidate | null {
  const { type } = reading.context.asked;
  if (type === "phone" || type === "callback" || type === "callback_time") return null;
  if (quantity.figures.some(({ number }) => number.digits)) return null; // "five five five oh one"
  return quantity.low >= 10_000 && quantity.low <= 1e9 && isOffered(reading, quantity)
    ? { quantity, scale: 1, confidence: Math.min(base, APPROXIMATE) }
    : null;
}

/** "I have 50000", "stocks, 50000", but not "the Dow hit 40000". */
function isOffered(reading: Reading, { from, to }: Span): boolean {
  if (reading.pause(from) > 0 && standsAlone(reading, { from, to })) return true;
  const start = clauseStart(reading, from);
  return reading.language.words.having.has(reading.word(from - 1)) ||
    (["investable", "wish"] as const).some((kind) =>
      reading.all(kind).some((mark) => mark.from >= start && mark.to <= from)
    ) ||
    reading.all("option").some((mark) => mark.to === from || isNextTo(mark, to));
}

function isNextTo(mark: Span, to: number): boolean {
  return mark.from >= to && mark.from <= to + 2;
}

/** "Fifty", "two fifty", "50000": an answer to the question for an amount. */
function bareNumber(
  reading: Reading,
  quantity: Quantity,
  { bareScale }: AmountRules,
  base: number,
): Candidate | null {
  if (!standsAlone(reading, quantity)) return null;
  if (quantity.low >= 1_000 || bareScale === 1) return { quantity, scale: 1, confidence: base };
  if (quantity.high < 10) return null; // "two" may be anything
  const said = quantity.high >= 1_000 ||
    quantity.figures.some(({ number }) => number.hundred || number.value % 100 === 0);
  return { quantity, scale: said ? 1 : bareScale, confidence: Math.min(base, DOUBTFUL) };
}

/** Nothing follows that the number could count. */
function standsAlone(reading: Reading, { to }: Span): boolean {
  if (!reading.tokens[to] || reading.pause(to) > 0) return true;
  const kinds = [
    "filler",
    "hedge",
    "correction",
    "approx_after",
    "at_most_before",
    "addition",
    "wish",
    "negation",
  ] as const;
  return kinds.some((kind) => reading.startingAt(kind, to));
}

/** "I'm fifty", "45 years old". */
function isAge(reading: Reading, { from, low, to }: Quantity): boolean {
  if (low < 10 || low > 110) return false;
  const { words } = reading.language;
  const [before, earlier] = [reading.word(from - 1), reading.word(from - 2)];
  return (words.beingMe.has(before) && words.persons.has(earlier)) || words.ages.has(before) ||
    words.afterAges.has(reading.word(to));
}

/** "In 2040". */
function isYear(reading: Reading, { from, low, figures }: Quantity): boolean {
  const whole = Number.isInteger(low) && low >= 1900 && low <= 2100;
  if (!whole || figures.some(({ number }) => number.hundred)) return false;
  if (reading.language.words.beforeYears.has(reading.word(from - 1))) return true;
  const { beforeYears } = reading.language.words;
  return beforeYears.has(reading.word(from)) || reading.startingAt("within", from) !== undefined;
}

/** "500 a month": which sum that makes in the end is to be asked. */
function isRate(reading: Reading, { to }: Quantity): boolean {
  return reading.startingAt("rate", to) !== undefined && reading.pause(to) === 0;
}

/** Salaries, debts and prices are no sums to invest. */
function isOtherMoney(reading: Reading, { from, to }: Quantity): boolean {
  const start = clauseStart(reading, from);
  const others = reading.all("other_money").filter((mark) =>
    (mark.from >= start && mark.to <= from) ||
    (mark.from === to && !reading.language.words.worth.has(reading.word(to)))
  );
  const last = others.at(-1);
  if (!last) return false;
  const invests = reading.all("investable").some((mark) =>
    mark.from >= last.to && mark.to <= from && last.to <= from
  );
  return !invests;
}

function clauseStart(reading: Reading, from: number): number {
  let at = from;
  while (
    at > 0 && reading.pause(at) === 0 && !reading.language.words.clauses.has(reading.word(at))
  ) at--;
  return at;
}

function valueOf(reading: Reading, { quantity, scale }: Candidate): Amount {
  const { unit, low, high, bound } = quantity;
  const currency = unit.type === "money" ? unit.currency : reading.context.campaign.currency;
  const isOpen = !quantity.isRange;
  return {
    minMinor: isOpen && (bound === "at_most" || bound === "within")
      ? null
      : toMinor(low * scale, currency),
    maxMinor: isOpen && bound === "at_least" ? null : toMinor(high * scale, currency),
    currency,
  };
}
