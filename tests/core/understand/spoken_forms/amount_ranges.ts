/** Sums of money: open ends, ranges, and what is said with fewer words than is meant. */
import { carried, CURRENCIES, drawValue, noted, sayOne, spoken } from "./amounts.ts";
import { around, type Draw, fill, type SpokenForm } from "./form.ts";
import { decimalInWords, inWords, leftOut, wording } from "./numbers.ts";

const FLOORS = (
  "at least X|over X|more than X|minimum X|X or more|X and up|no less than X|not less than X|" +
  "upwards of X|north of X|X minimum|X at least|a minimum of X|X at the very least|X plus|above X"
).split("|");
const CEILINGS = (
  "up to X|at most X|no more than X|not more than X|maximum X|X max|X tops|X at the most|" +
  "under X|below X|less than X|X or less|X at most|a maximum of X|X maximum|not over X|" +
  "anything up to X|no higher than X"
).split("|");

export function openEnded(draw: Draw): SpokenForm {
  const value = drawValue(draw);
  const floor = draw.chance(0.5);
  const { said, currency } = sayOne(draw, value);
  const ways = floor ? FLOORS : CEILINGS;
  return {
    kind: floor ? "amount: at least" : "amount: at most",
    asked: "amount",
    said: around(draw, fill(draw.one(ways), { X: said })),
    noted: {
      amount: noted(
        floor ? { low: value, high: null, currency } : { low: null, high: value, currency },
      ),
    },
  };
}

const RANGES = (
  "between L and H|from L to H|L to H|somewhere between L and H|anywhere from L to H|L up to H|" +
  "anything between L and H|anywhere between L and H|in the range of L to H|maybe L to H"
).split("|");
const SCALES = [[1_000, ["thousand", "k", "grand"]], [100_000, ["hundred thousand"]], [
  1_000_000,
  ["million"],
]] as const;

/** "Between twenty and thirty thousand": the scale once; or both in full. */
export function range(draw: Draw): SpokenForm {
  const [scale, names] = draw.one(SCALES);
  const low = scale === 1_000 ? draw.one([5, 10, 15, 20, 25, 40, 50, 75]) : draw.between(1, 6);
  const high = low + (scale === 1_000 ? draw.one([5, 10, 15, 20]) : draw.between(1, 3));
  const { code, names: money } = draw.one(CURRENCIES.slice(0, 4));
  const named = draw.chance(0.5);
  const ends = draw.chance(0.65)
    ? sharedScale(draw, low, high, draw.one(names))
    : [spoken(draw, low * scale), spoken(draw, high * scale)] as const;
  const said = fill(draw.one(RANGES), { L: ends[0], H: ends[1] });
  return {
    kind: "amount: range",
    asked: "amount",
    said: around(draw, named ? `${said} ${draw.one(money)}` : said),
    noted: {
      amount: noted({ low: low * scale, high: high * scale, currency: named ? code : "USD" }),
    },
  };
}

function sharedScale(
  draw: Draw,
  low: number,
  high: number,
  name: string,
): readonly [string, string] {
  const words = draw.chance(0.6) || name === "hundred thousand";
  const say = (value: number) => words ? inWords(value, wording(draw)) : String(value);
  return [say(low), `${say(high)}${!words && name === "k" ? "k" : ` ${name}`}`];
}

/** "$20,000 - $30,000", "20-30k", "two or three hundred thousand". */
export function tightRange(draw: Draw): SpokenForm {
  const low = draw.between(1, 8);
  const high = low + 1;
  const tens = low * 10;
  const plain = { and: false, hyphen: false, article: false };
  const words = (value: number) => inWords(value, plain);
  const [said, scale] = draw.one(
    [
      [`${words(low)} or ${words(high)} hundred thousand`, 100_000],
      [`${words(low)} to ${words(high)} million`, 1_000_000],
      [`${tens}-${high * 10}k`, 10_000],
      [`$${tens},000 - $${high * 10},000`, 10_000],
      [`$${tens}k to $${high * 10}k`, 10_000],
      [`${words(tens)}, ${words(high * 10)} thousand`, 10_000],
      [`${words(tens)} or ${words(high * 10)} grand`, 10_000],
    ] as const,
  );
  return {
    kind: "amount: range",
    asked: "amount",
    said: around(draw, said),
    noted: { amount: noted({ low: low * scale, high: high * scale, currency: "USD" }) },
  };
}

/** "Five lakh rupees", "two crore": the Indian way. */
export function indian(draw: Draw): SpokenForm {
  const [scale, names] = draw.one(
    [[1e5, ["lakh", "lakhs", "lac"]], [1e7, ["crore", "crores"]]] as const,
  );
  const count = draw.chance(0.7) ? draw.between(1, 50) : draw.between(1, 9) + 0.5;
  const half = count % 1 !== 0;
  const figures = draw.chance(0.4);
  const number = figures ? String(count) : half
    ? draw.one([
      decimalInWords(String(count)),
      `${decimalInWords(String(Math.floor(count)))} and a half`,
    ])
    : decimalInWords(String(count));
  const rupees = draw.chance(0.6);
  return {
    kind: "amount: lakh and crore",
    asked: "amount",
    said: around(draw, carried(draw, `${number} ${draw.one(names)}${rupees ? " rupees" : ""}`)),
    noted: {
      amount: noted({ low: count * scale, high: count * scale, currency: rupees ? "INR" : "USD" }),
    },
  };
}

/** "Two fifty", "fifty": to the question for an amount, thousands are meant. */
export function bare(draw: Draw): SpokenForm {
  const thousands = draw.one([
    15,
    20,
    25,
    30,
    40,
    50,
    60,
    75,
    80,
    120,
    150,
    175,
    250,
    350,
    450,
    650,
  ]);
  const said = thousands < 100 ? inWords(thousands, wording(draw)) : leftOut(thousands);
  return {
    kind: "amount: bare",
    asked: "amount",
    said: around(draw, fill(draw.one(["X", "X", "about X", "maybe X", "i'd say X"]), { X: said })),
    noted: { amount: noted({ low: thousands * 1e3, high: thousands * 1e3, currency: "USD" }) },
    hedged: true,
  };
}
