/** What a made-up caller wants, in the caller's own terms: made first, and put into words later. */

export type Random = () => number;

export const FIELDS = ["investmentType", "amount", "riskTolerance", "timeline"] as const;
export type Topic = typeof FIELDS[number];

/** Whole units of a currency; null is an open end. */
export interface Sum {
  readonly low: number | null;
  readonly high: number | null;
  readonly currency: "USD" | "EUR" | "GBP";
}

/** Whole months. */
export interface Time {
  readonly low: number | null;
  readonly high: number | null;
}

export interface Wish {
  readonly investmentType: readonly string[];
  readonly amount: Sum;
  readonly riskTolerance: string;
  readonly timeline: Time;
}

export interface CallBack {
  readonly wanted: boolean;
  /** Days from today (a Monday), and the hour of the day; null: no time is named. */
  readonly when: { readonly days: number; readonly hour: number } | null;
  /** Ten digits; null: the number that the call comes from. */
  readonly number: string | null;
}

/** How a caller behaves. Turns are counted by the caller's own. */
export interface Habits {
  /** Topics that come with the first answer. */
  readonly volunteers: readonly Topic[];
  /** Answered with "I don't know", each time. */
  readonly declines: Topic | null;
  /** Said otherwise first, and set right by themselves later. */
  readonly changes: Topic | null;
  /** Something else that is said before the answer to this topic's question. */
  readonly aside: { readonly at: Topic; readonly kind: "robot" | "repeat" | "wait" } | null;
  readonly leaves: { readonly at: Topic; readonly how: "hangs_up" | "not_interested" } | null;
  readonly wantsPersonAt: Topic | null;
}

export interface Goals {
  readonly wish: Wish;
  /** What is said at first by somebody who changes their mind. */
  readonly firstWish: Wish;
  readonly callback: CallBack;
  readonly habits: Habits;
}

export function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)]!;
}

const TYPES = "stocks bonds funds real_estate crypto retirement commodities cash other".split(" ");
const RISKS = ["conservative", "moderate", "aggressive"];
const CALM: Habits = {
  volunteers: [],
  declines: null,
  changes: null,
  aside: null,
  leaves: null,
  wantsPersonAt: null,
};

export function makeGoals(random: Random): Goals {
  const habits = makeHabits(random);
  const made = makeWish(random);
  // Once a call is talked about, months may be those until the call: corrections come in years.
  const wish = habits.changes === "timeline" ? { ...made, timeline: { low: 72, high: 72 } } : made;
  const other = makeWish(random);
  const firstWish = habits.changes ? { ...wish, [habits.changes]: other[habits.changes] } : wish;
  return { wish, firstWish, callback: makeCallback(random), habits };
}

function makeWish(random: Random): Wish {
  return {
    investmentType: makeTypes(random),
    amount: makeSum(random),
    riskTolerance: pick(random, RISKS),
    timeline: makeTime(random),
  };
}

function makeTypes(random: Random): string[] {
  const count = random() < 0.6 ? 1 : random() < 0.7 ? 2 : 3;
  const types = new Set<string>();
  while (types.size < count) types.add(pick(random, TYPES));
  return [...types].toSorted((a, b) => Number(b === "funds") - Number(a === "funds"));
}

function makeSum(random: Random): Sum {
  const currency = random() < 0.85 ? "USD" : pick(random, ["EUR", "GBP"] as const);
  const value = roundSum(random);
  const kind = random();
  if (kind < 0.76) return { low: value, high: value, currency };
  if (kind < 0.84) return { low: value, high: null, currency };
  if (kind < 0.92) return { low: null, high: value, currency };
  return { low: value, high: value * pick(random, [2, 3]), currency };
}

/** 500 to 5 million, as people round: tens and teens of thousands sound alike. */
function roundSum(random: Random): number {
  const kind = random();
  if (kind < 0.1) return pick(random, [500, 800, 1_000, 1_500, 2_500, 5_000]);
  if (kind < 0.35) return pick(random, [13, 14, 15, 16, 17, 18, 19]) * 1_000;
  if (kind < 0.65) return pick(random, [20, 30, 40, 50, 60, 70, 80, 90]) * 1_000;
  if (kind < 0.75) return pick(random, [25, 35, 45, 75, 85, 110, 120]) * 1_000;
  if (kind < 0.93) return pick(random, [1, 2, 3, 4, 5, 7, 8]) * 100_000;
  return pick(random, [1, 2, 3, 5]) * 1_000_000;
}

function makeTime(random: Random): Time {
  const value = random() < 0.3
    ? pick(random, [3, 6, 9, 15, 18, 30])
    : pick(random, [1, 2, 3, 4, 5, 7, 8, 10, 15, 20]) * 12;
  const kind = random();
  if (kind < 0.65) return { low: value, high: value };
  if (kind < 0.85) return { low: 0, high: value };
  if (kind < 0.93 || value % 12 !== 0) return { low: value, high: null };
  return { low: value, high: value + 12 };
}

function makeCallback(random: Random): CallBack {
  const wanted = random() < 0.5;
  const when = random() < 0.7
    ? { days: pick(random, [1, 2, 3, 4]), hour: pick(random, [9, 10, 11, 14, 15, 16]) }
    : null;
  const digits = Array.from({ length: 2 }, () => Math.floor(random() * 10)).join("");
  const number = random() < 0.3 ? `20255501${digits}` : null;
  return { wanted, when, number };
}

function makeHabits(random: Random): Habits {
  const at = pick(random, FIELDS);
  const kind = random();
  if (kind < 0.5) return CALM;
  if (kind < 0.65) {
    return { ...CALM, volunteers: FIELDS.filter(() => random() < 0.6) };
  }
  if (kind < 0.75) return { ...CALM, changes: at };
  if (kind < 0.8) return { ...CALM, declines: at };
  if (kind < 0.9) {
    return { ...CALM, aside: { at, kind: pick(random, ["robot", "repeat", "wait"] as const) } };
  }
  if (kind < 0.94) return { ...CALM, leaves: { at, how: "hangs_up" } };
  if (kind < 0.97) return { ...CALM, leaves: { at, how: "not_interested" } };
  return { ...CALM, wantsPersonAt: at };
}
