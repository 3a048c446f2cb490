/** Sums of money: how single ones are said. */
import { around, type Draw, fill, misheard, type SpokenForm } from "./form.ts";
import { decimalInWords, digitWords, grouped, inWords, leftOut, wording } from "./numbers.ts";

/** Major units. */
export interface Sum {
  readonly low: number | null;
  readonly high: number | null;
  readonly currency: string;
}

export function noted({ low, high, currency }: Sum) {
  const minor = currency === "JPY" ? 1 : 100;
  const at = (value: number | null) => value === null ? null : Math.round(value * minor);
  return { minMinor: at(low), maxMinor: at(high), currency };
}

/** What people have, more often round than not. */
export function drawValue(draw: Draw): number {
  switch (draw.int(8)) {
    case 0:
      return draw.between(1, 9) * 100_000;
    case 1:
      return draw.between(2, 40) * 250_000;
    case 2:
      return draw.between(11, 99) * 100;
    case 3:
      return draw.between(21, 399) * 500;
    case 4:
      return draw.between(11, 99) * 10_000;
    case 5:
      return draw.between(12, 60) * 100_000;
    default:
      return draw.between(2, 19) * 5_000;
  }
}

export interface Currency {
  readonly code: string;
  readonly names: readonly string[];
  readonly before: readonly string[];
  readonly behind: readonly string[];
}

export const CURRENCIES: readonly Currency[] = [
  { code: "USD", names: ["dollars", "bucks", "u s dollars"], before: ["$"], behind: [" USD"] },
  { code: "EUR", names: ["euros"], before: ["€", "EUR "], behind: ["€", " euros", " EUR"] },
  { code: "GBP", names: ["pounds", "pounds sterling"], before: ["£"], behind: [" GBP"] },
  { code: "CHF", names: ["swiss francs", "francs"], before: ["CHF "], behind: [" CHF"] },
  { code: "CAD", names: ["canadian dollars"], before: [], behind: [" CAD"] },
  { code: "AUD", names: ["australian dollars"], before: [], behind: [" AUD"] },
  { code: "INR", names: ["rupees"], before: ["₹"], behind: [" INR"] },
  { code: "JPY", names: ["yen"], before: ["¥"], behind: [" yen"] },
];

/** In words, without a currency. */
export function spoken(draw: Draw, value: number): string {
  const ways = [inWords(value, wording(draw)), ...waysOf(draw, value)];
  return draw.one(ways);
}

function waysOf(draw: Draw, value: number): string[] {
  const ways: string[] = [];
  const thousands = value / 1_000;
  if (Number.isInteger(thousands) && thousands < 1_000) {
    const said = inWords(thousands, { ...wording(draw), article: false });
    ways.push(`${said} grand`, `${said} k`, `${said} thou`, `${said} thousand`);
    if (thousands > 110 && thousands % 100 >= 10) {
      ways.push(`${leftOut(thousands)} thousand`, `${leftOut(thousands)} k`);
      ways.push(`${leftOut(thousands)} grand`);
    }
  }
  if (value < 10_000 && value % 100 === 0 && value % 1_000 !== 0) {
    ways.push(`${inWords(value / 100, wording(draw))} hundred`);
  }
  if (value < 100_000 && value % 1_000 === 500) {
    ways.push(`${inWords(Math.floor(thousands), wording(draw))} and a half thousand`);
    ways.push(`${decimalInWords(String(thousands))} grand`);
  }
  if (value >= 1e6 && value % 10_000 === 0) ways.push(...inMillions(value / 1e6));
  return [...ways, ...named(value), ...digitByDigit(draw, value)];
}

function inMillions(millions: number): string[] {
  const ways = [`${decimalInWords(String(millions))} million`];
  ways.push(`${decimalInWords(String(millions))} mil`);
  if (millions % 1 === 0.5) {
    const whole = decimalInWords(String(Math.floor(millions)));
    ways.push(`${whole} and a half million`, `${whole} million and a half`);
    ways.push(`${whole} million five hundred thousand`);
    if (millions === 1.5) ways.push("a million and a half", "a million five");
  }
  return ways;
}

const NAMED: Readonly<Record<number, readonly string[]>> = {
  2_000: ["a couple thousand", "a couple of grand", "a couple of thousand"],
  200_000: ["a couple hundred thousand", "a couple of hundred thousand", "a couple hundred grand"],
  250_000: ["a quarter million", "a quarter of a million", "quarter of a million"],
  500_000: ["half a million", "half a mil", "half million", "one half million"],
  750_000: ["three quarters of a million", "three quarter million"],
  1_000_000: ["a million", "one million", "a mil"],
  2_000_000: ["a couple million", "a couple of million"],
};

function named(value: number): readonly string[] {
  return NAMED[value] ?? [];
}

function digitByDigit(draw: Draw, value: number): string[] {
  if (value < 10_000 || value > 999_999) return [];
  return [
    digitWords(String(value), draw.one(["zero", "zero", "oh"])).join(" "),
    ...(value % 10_000 === 0 && value < 100_000
      ? [`${digitWords(String(value / 1e3)).join(" ")} thousand`]
      : []),
  ];
}

/** In figures, without a currency. */
export function written(draw: Draw, value: number): string {
  const ways = [grouped(value), String(value)];
  const thousands = value / 1_000;
  if (thousands < 1_000 && thousands % 0.5 === 0) {
    ways.push(`${thousands}k`, `${thousands} k`, `${thousands}K`, `${thousands} grand`);
    ways.push(`${thousands} thousand`);
  }
  if (value >= 1e6 && value % 10_000 === 0) {
    ways.push(`${value / 1e6} million`, `${value / 1e6}M`, `${value / 1e6} mil`);
  }
  return draw.one(ways);
}

/** One sum with or without its currency. */
export function sayOne(draw: Draw, value: number): { said: string; currency: string } {
  if (draw.chance(0.45)) {
    return { said: draw.chance(0.7) ? spoken(draw, value) : written(draw, value), currency: "USD" };
  }
  const { code, names, before, behind } = draw.one(CURRENCIES);
  if (draw.chance(0.6)) {
    return { said: `${spoken(draw, value)} ${draw.one(names)}`, currency: code };
  }
  const figures = written(draw, value);
  if (before.length > 0 && draw.chance(0.5)) {
    return { said: `${draw.one(before)}${figures}`, currency: code };
  }
  return { said: `${figures}${draw.one([...behind, ` ${names[0]}`])}`, currency: code };
}

const CARRIERS = (
  "X|X|X|X|i have X|i've got X|i'd like to invest X|i could put in X|X to start with|let's say X|" +
  "it's X|it would be X|my budget is X|i'm thinking X|i want to put X in|i was thinking of X|" +
  "we have X to invest|I can spare X|X in total|probably not a lot X|i want to start with X|" +
  "that would be X|X altogether|we're looking at X|i can do X|X is what i have"
).split("|");

export function carried(draw: Draw, said: string): string {
  return fill(draw.one(CARRIERS), { X: said });
}

export function single(draw: Draw): SpokenForm {
  const value = drawValue(draw);
  const { said, currency } = sayOne(draw, value);
  const heard = draw.chance(0.12) ? misheard(draw, said) : said;
  const carrier = draw.one(CARRIERS);
  return {
    kind: "amount: one",
    asked: "amount",
    said: around(draw, fill(carrier, { X: heard })),
    noted: { amount: noted({ low: value, high: value, currency }) },
  };
}

const HEDGES = (
  "about X|around X|roughly X|approximately X|maybe X|i guess X|i think X|probably X|X or so|" +
  "X give or take|somewhere around X|in the ballpark of X|in the region of X|perhaps X|" +
  "more or less X|X i think|X i guess|X probably|close to X|something like X|X maybe|X approximately"
).split("|");

export function hedged(draw: Draw): SpokenForm {
  const value = drawValue(draw);
  const { said, currency } = sayOne(draw, value);
  return {
    kind: "amount: hedged",
    asked: "amount",
    said: around(draw, fill(draw.one(HEDGES), { X: said })),
    noted: { amount: noted({ low: value, high: value, currency }) },
    hedged: true,
  };
}
