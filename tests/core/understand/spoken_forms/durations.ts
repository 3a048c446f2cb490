/** Spans of time and years: single ones, ranges, open ends. */
import { around, type Draw, fill, misheard, type SpokenForm } from "./form.ts";
import { decimalInWords, inWords, wording, yearInWords } from "./numbers.ts";

/** The year in which the talk takes place. */
const THIS_YEAR = 2026;

export function noted(minMonths: number | null, maxMonths: number | null) {
  const until = maxMonths ?? minMonths ?? 0;
  const horizon = until <= 12 ? "short" : until <= 60 ? "medium" : "long";
  return { minMonths, maxMonths, horizon };
}

function drawMonths(draw: Draw): number {
  return draw.chance(0.35) ? draw.between(1, 36) : draw.between(1, 30) * 12;
}

export function say(draw: Draw, months: number): string {
  const ways = months % 12 === 0 ? [] : inUnits(draw, months, "month");
  if (months % 12 === 0) ways.push(...inUnits(draw, months / 12, "year"));
  if (months > 12 && months % 12 === 6) {
    const years = Math.floor(months / 12);
    const words = inWords(years, wording(draw));
    if (years === 1) ways.push("a year and a half", "one and a half years", "one year and a half");
    else ways.push(`${words} and a half years`, `${decimalInWords(`${years}.5`)} years`);
    ways.push(`${years}.5 years`);
  }
  return draw.one([...ways, ...(NAMED[months] ?? [])]);
}

function inUnits(draw: Draw, count: number, unit: string): string[] {
  const name = count === 1 ? unit : `${unit}s`;
  const ways = [`${inWords(count, wording(draw))} ${name}`, `${count} ${name}`];
  if (count === 1) ways.push(`a ${unit}`, `a single ${unit}`);
  if (unit === "year" && count > 1) ways.push(`${count} yrs`);
  return ways;
}

const NAMED: Readonly<Record<number, readonly string[]>> = {
  3: ["a quarter of a year", "a quarter"],
  6: ["half a year", "six months", "a half year"],
  9: ["three quarters of a year"],
  12: ["a year", "twelve months", "a full year"],
  18: ["eighteen months", "a year and six months"],
  24: ["a couple of years", "a couple years", "twenty four months"],
  36: ["three years", "36 months"],
  120: ["a decade", "ten years", "one decade"],
  240: ["two decades", "twenty years"],
  360: ["three decades", "thirty years"],
};

const CARRIERS = (
  "X|X|X|X|in X|for X|i'd say X|it's X|let's say X|i need it back in X|i can leave it for X|" +
  "for the next X|in X i think|i want to keep it for X|X from now|i'd like it back in X|" +
  "i won't touch it for X|my goal is X|we're thinking X|in X time"
).split("|");

export function single(draw: Draw): SpokenForm {
  const months = drawMonths(draw);
  const said = say(draw, months);
  const heard = draw.chance(0.12) ? misheard(draw, said) : said;
  return {
    kind: "timeline: one",
    asked: "timeline",
    said: around(draw, fill(draw.one(CARRIERS), { X: heard })),
    noted: { timeline: noted(months, months) },
  };
}

const HEDGES = (
  "about X|around X|roughly X|maybe X|X or so|X give or take|i guess X|probably X|perhaps X|" +
  "in about X|X i think|in maybe X|something like X|approximately X|X probably|more or less X"
).split("|");

export function hedged(draw: Draw): SpokenForm {
  const months = drawMonths(draw);
  return {
    kind: "timeline: hedged",
    asked: "timeline",
    said: around(draw, fill(draw.one(HEDGES), { X: say(draw, months) })),
    noted: { timeline: noted(months, months) },
    hedged: true,
  };
}

const WITHIN = ("within X|within the next X|in less than X|under X|in under X|less than X|" +
  "inside of X|in the next X|over the next X").split("|");
const CEILINGS =
  "up to X|at most X|no more than X|X max|X at the most|no longer than X|X tops|not more than X"
    .split("|");
const FLOORS = ("at least X|more than X|over X|X or more|X plus|no less than X|X or longer|" +
  "not less than X|a minimum of X|longer than X|X minimum|X and more").split("|");

export function openEnded(draw: Draw): SpokenForm {
  const months = drawMonths(draw);
  const [kind, ways, value] = draw.one(
    [
      ["within", WITHIN, noted(0, months)],
      ["at most", CEILINGS, noted(null, months)],
      ["at least", FLOORS, noted(months, null)],
    ] as const,
  );
  const said = say(draw, months);
  return {
    kind: `timeline: ${kind}`,
    asked: "timeline",
    said: around(draw, fill(draw.one(ways), { X: said })),
    noted: { timeline: value },
  };
}

const RANGES =
  "between L and H|L to H|from L to H|somewhere between L and H|L or H|in L to H|L maybe H"
    .split("|");

export function range(draw: Draw): SpokenForm {
  const unit = draw.one([1, 12]);
  const low = draw.between(2, 15);
  const high = low + draw.between(1, 10);
  const figures = draw.chance(0.3);
  const words = (value: number) => figures ? String(value) : inWords(value, wording(draw));
  const name = unit === 12 ? "years" : "months";
  const both = draw.chance(0.2) ? ` ${name}` : "";
  const way = figures && draw.chance(0.3) ? "L-H" : draw.one(RANGES);
  const said = fill(way, { L: words(low) + both, H: `${words(high)} ${name}` });
  return {
    kind: "timeline: range",
    asked: "timeline",
    said: around(draw, said),
    noted: { timeline: noted(low * unit, high * unit) },
  };
}

export function untilYear(draw: Draw): SpokenForm {
  const year = draw.between(THIS_YEAR + 2, THIS_YEAR + 35);
  const months = (year - THIS_YEAR) * 12;
  const said = draw.chance(0.6) ? String(year) : yearInWords(year);
  const way = draw.one(
    [
      ["in X", months],
      ["in the year X", months],
      ["when i retire in X", months],
      ["i retire in X", months],
      ["by X", 0],
      ["by the year X", 0],
      ["before X", 0],
    ] as const,
  );
  return {
    kind: "timeline: year",
    asked: "timeline",
    said: around(draw, fill(way[0], { X: said })),
    noted: { timeline: noted(way[1], months) },
  };
}

const HORIZONS = {
  short: ("short term|as soon as possible|asap|the sooner the better|right away|soon|" +
    "i need it soon|pretty soon|in the short term|very short term|quickly").split("|"),
  medium: "medium term|mid term|in the medium term|a medium term".split("|"),
  long: ("long term|for the long haul|in the long run|i'm in no hurry|no rush|very long term|" +
    "it's a long term thing|long run|there is no rush|i can wait|the long term").split("|"),
} as const;

export function horizon(draw: Draw): SpokenForm {
  const length = draw.one(["short", "medium", "long"] as const);
  return {
    kind: "timeline: words",
    asked: "timeline",
    said: around(draw, draw.one(HORIZONS[length])),
    noted: { timeline: { minMonths: null, maxMonths: null, horizon: length } },
  };
}
