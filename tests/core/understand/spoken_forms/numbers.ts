/** Whole numbers in English words. */
import type { Draw } from "./form.ts";

const ONES =
  ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen " +
    "fifteen sixteen seventeen eighteen nineteen").split(" ");
const TENS = ". . twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const POWERS = [[1e9, "billion"], [1e6, "million"], [1e3, "thousand"]] as const;

export interface Wording {
  /** "a hundred and ten" or "a hundred ten". */
  readonly and: boolean;
  /** "twenty-five" or "twenty five". */
  readonly hyphen: boolean;
  /** "a hundred" or "one hundred". */
  readonly article: boolean;
}

export function wording(draw: Draw): Wording {
  return { and: draw.chance(0.5), hyphen: draw.chance(0.3), article: draw.chance(0.4) };
}

export function inWords(value: number, how: Wording): string {
  const said = spell(value, how);
  const opensWithOne = /^one (hundred|thousand|million)\b/.test(said);
  return how.article && opensWithOne ? said.replace("one", "a") : said;
}

function spell(value: number, how: Wording): string {
  for (const [power, name] of POWERS) {
    if (value < power) continue;
    const rest = value % power;
    const head = `${spell(Math.floor(value / power), how)} ${name}`;
    if (rest === 0) return head;
    return `${head}${how.and && rest < 100 ? " and" : ""} ${spell(rest, how)}`;
  }
  return underThousand(value, how);
}

function underThousand(value: number, { and, hyphen }: Wording): string {
  const hundreds = Math.floor(value / 100);
  const rest = value % 100;
  const tail = rest < 20
    ? ONES[rest]!
    : TENS[Math.floor(rest / 10)]! + (rest % 10 ? (hyphen ? "-" : " ") + ONES[rest % 10] : "");
  if (hundreds === 0) return tail;
  if (rest === 0) return `${ONES[hundreds]} hundred`;
  return `${ONES[hundreds]} hundred${and ? " and" : ""} ${tail}`;
}

/** "One point two five". */
export function decimalInWords(written: string): string {
  const [whole, part = ""] = written.split(".");
  const head = spell(Number(whole), { and: false, hyphen: false, article: false });
  return part === "" ? head : `${head} point ${[...part].map((digit) => ONES[+digit]).join(" ")}`;
}

/** "Five zero zero", or with "oh". */
export function digitWords(digits: string, zero = "zero"): string[] {
  return [...digits].map((digit) => digit === "0" ? zero : ONES[+digit]!);
}

/** "Two fifty", "one twenty five": 110 to 999, no round hundreds; the hundred is left out. */
export function leftOut(value: number): string {
  const rest = value % 100;
  const plain = { and: false, hyphen: false, article: false };
  return `${ONES[Math.floor(value / 100)]} ${underThousand(rest, plain)}`;
}

export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

const ORDINALS =
  (". first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth " +
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth")
    .split(" ");

/** 1 to 31. */
export function ordinal(value: number): string {
  if (value <= 20) return ORDINALS[value]!;
  if (value === 30) return "thirtieth";
  return `${value > 30 ? "thirty" : "twenty"} ${ORDINALS[value % 10]}`;
}

export function ordinalFigure(value: number): string {
  const end = value % 100 > 10 && value % 100 < 14 ? "th" : ["th", "st", "nd", "rd"][value % 10];
  return `${value}${end ?? "th"}`;
}

/** 2030: "twenty thirty"; 2031: "twenty thirty one". */
export function yearInWords(year: number): string {
  const plain = { and: false, hyphen: false, article: false };
  return `twenty ${underThousand(year % 100, plain)}`;
}
