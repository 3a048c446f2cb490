/** Figures in a text: how they are found, and said. */
import { digitsInWords, inWords } from "../understand/say_numbers.ts";

/** "50,000", "2.5", "007"; commas part thousands, a point parts decimals. */
export const FIGURE = "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?";
/** Between the two ends of a range: "5-10", "5 – 10", "5 to 10". */
export const DASH = "\\s?[-–—]\\s?";
/** What stands behind a figure, in small letters. */
export const SCALES: Readonly<Record<string, string>> = {
  k: "thousand",
  thousand: "thousand",
  m: "million",
  mm: "million",
  mn: "million",
  million: "million",
  b: "billion",
  bn: "billion",
  billion: "billion",
  trillion: "trillion",
};
/** More digits in a row than an amount has: they are read one by one. */
const LONGEST_AMOUNT = 8;
/** There are words up to trillions. */
const WORDED_DIGITS = 15;
/** So many one by one, and then a breath. */
const GROUP = 3;

/** As a quantity; digit by digit where it is a name or a code. */
export function sayFigure(figure: string): string {
  const plain = figure.replaceAll(",", "");
  const whole = plain.split(".")[0]!;
  const isCode = whole.length > 1 && whole.startsWith("0");
  if (isCode || (!figure.includes(",") && whole.length > LONGEST_AMOUNT)) return sayDigits(plain);
  if (whole.length > WORDED_DIGITS) return sayDigits(plain);
  const decimals = plain.split(".")[1];
  if (decimals === undefined) return inWords(Number(whole));
  return `${inWords(Number(whole))} point ${digitsInWords(decimals)}`;
}

const VALUES: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};

/** "2.5" and "M": "two point five million"; "8860" and "k" are eight million and more. */
export function sayScaled(figure: string, scale: string): string {
  const name = SCALES[scale.toLowerCase()]!;
  const count = Number(figure.replaceAll(",", ""));
  return count >= 1_000 && Number.isInteger(count)
    ? inWords(count * VALUES[name]!)
    : `${sayFigure(figure)} ${name}`;
}

/** One by one, three at a breath. */
function sayDigits(figures: string): string {
  const digits = figures.replace(/\D/g, "");
  const groups = digits.match(new RegExp(`\\d{1,${GROUP}}`, "g")) ?? [];
  const last = groups.at(-1);
  if (groups.length > 1 && last!.length === 1) groups.splice(-2, 2, groups.at(-2)! + last); // no lone one
  return groups.map(digitsInWords).join(", ");
}

/** One dollar, two dollars. */
export function isOne(figure: string): boolean {
  return Number(figure.replaceAll(",", "")) === 1;
}
