/** Amounts of money and shares of a hundred. */
import { inWords } from "../understand/say_numbers.ts";
import { DASH, FIGURE, isOne, sayFigure, sayScaled } from "./figure.ts";

interface Unit {
  readonly one: string;
  readonly many: string;
  readonly cents: string;
}

const DOLLAR: Unit = { one: "dollar", many: "dollars", cents: "cents" };
const EURO: Unit = { one: "euro", many: "euros", cents: "cents" };
const POUND: Unit = { one: "pound", many: "pounds", cents: "pence" };
const YEN: Unit = { one: "yen", many: "yen", cents: "sen" };
const FRANC: Unit = { one: "franc", many: "francs", cents: "centimes" };
const UNITS: Readonly<Record<string, Unit>> = {
  "$": DOLLAR,
  "US$": DOLLAR,
  "USD": DOLLAR,
  "€": EURO,
  "EUR": EURO,
  "£": POUND,
  "GBP": POUND,
  "¥": YEN,
  "JPY": YEN,
  "CHF": FRANC,
};

const SCALE = "(?:\\s?(k|mm|mn|m|bn|b|thousand|million|billion|trillion)\\b)?";
const SIGN = "US\\s?\\$|[$€£¥]";
const CODE = "USD|EUR|GBP|JPY|CHF";

/** "$50,000", "$50-100k", "USD 2.5M", "€10–€20". */
const BEFORE = new RegExp(
  `(${SIGN}|\\b(?:${CODE})\\s)\\s?(${FIGURE})${SCALE}` +
    `(?:${DASH}(?:${SIGN}|(?:${CODE})\\s)?\\s?(${FIGURE})${SCALE})?`,
  "gi",
);
/** "50,000 USD", "50 €". */
const BEHIND = new RegExp(
  `\\b(${FIGURE})${SCALE}(?:${DASH}(${FIGURE})${SCALE})?\\s?(${CODE}|[$€£¥])(?!\\w)`,
  "gi",
);
const PERCENT = new RegExp(`(?<![\\w.])(-)?(${FIGURE})\\s?%?(?:${DASH}(${FIGURE}))?\\s?%`, "g");

export function sayMoney(text: string): string {
  return text
    .replace(
      BEFORE,
      (_, sign, low, lowScale, high, highScale) =>
        sayRange(unitOf(sign), [low, lowScale], [high, highScale]),
    )
    .replace(
      BEHIND,
      (_, low, lowScale, high, highScale, sign) =>
        sayRange(unitOf(sign), [low, lowScale], [high, highScale]),
    )
    .replace(
      PERCENT,
      (_, minus, low, high) =>
        `${minus ? "minus " : ""}${sayFigure(low)}${high ? ` to ${sayFigure(high)}` : ""} percent`,
    );
}

function unitOf(sign: string): Unit {
  return UNITS[sign.replace(/\s/g, "").toUpperCase()] ?? DOLLAR;
}

type Figure = readonly [figure: string | undefined, scale: string | undefined];

function sayRange(unit: Unit, low: Figure, high: Figure): string {
  if (high[0] === undefined) return saySum(unit, low[0]!, low[1]);
  const same = low[1] === undefined && high[1] !== undefined; // "50-100k": both are thousands
  const first = same || low[1] === high[1] ? sayFigure(low[0]!) : scaled(low[0]!, low[1]);
  return `${first} to ${saySum(unit, high[0], high[1])}`;
}

function saySum(unit: Unit, figure: string, scale: string | undefined): string {
  if (scale !== undefined) return `${scaled(figure, scale)} ${unit.many}`;
  const [whole, cents] = figure.split(".");
  if (cents === undefined || /^0+$/.test(cents)) {
    return `${sayFigure(whole!)} ${isOne(whole!) ? unit.one : unit.many}`;
  }
  if (cents.length !== 2) return `${sayFigure(figure)} ${unit.many}`;
  const name = isOne(whole!) ? unit.one : unit.many;
  const small = `${inWords(Number(cents))} ${unit.cents}`;
  return Number(whole) === 0 ? small : `${sayFigure(whole!)} ${name} and ${small}`;
}

function scaled(figure: string, scale: string | undefined): string {
  return scale === undefined ? sayFigure(figure) : sayScaled(figure, scale);
}
