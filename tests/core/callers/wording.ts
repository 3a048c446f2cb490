/** A made-up caller's wishes in the caller's words. Knows nothing of how Parley understands. */
import { pick, type Random, type Sum, type Time, type Topic, type Wish } from "./goals.ts";
import { CURRENCIES, NO, OPENINGS, RISKS, TYPES, YES } from "./wording.data.ts";

const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    .split(" ");
const TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** Below ten million, in whole hundreds above a thousand, or below a hundred. */
export function numberInWords(value: number): string {
  if (value < 20) return ONES[value]!;
  if (value < 100) {
    const rest = value % 10;
    return rest === 0 ? TENS[value / 10]! : `${TENS[Math.floor(value / 10)]} ${ONES[rest]}`;
  }
  for (
    const [size, name] of [[1_000_000, "million"], [1_000, "thousand"], [100, "hundred"]] as const
  ) {
    if (value < size) continue;
    const rest = value % size;
    const head = `${numberInWords(Math.floor(value / size))} ${name}`;
    return rest === 0 ? head : `${head} ${numberInWords(rest)}`;
  }
  return String(value);
}

/** What answers the question of a topic. `plain`: the second time, people are brief. */
export function answer(topic: Topic, wish: Wish, random: Random, plain = false): string {
  const core = coreOf(topic, wish, random);
  if (plain) return plainly(topic, wish) ?? core;
  const isExact = topic !== "amount" || wish.amount.low === wish.amount.high;
  const openings = OPENINGS[topic].filter((opening) => isExact || !/about|or so/.test(opening));
  return pick(random, openings).replace("*", core);
}

/** The agent's question names the words for it. */
function plainly(topic: Topic, wish: Wish): string | null {
  return topic === "riskTolerance" ? wish.riskTolerance : null;
}

function coreOf(topic: Topic, wish: Wish, random: Random): string {
  switch (topic) {
    case "investmentType":
      return list(wish.investmentType.map((type) => pick(random, TYPES[type]!)));
    case "amount":
      return sumInWords(wish.amount, random);
    case "riskTolerance":
      return pick(random, RISKS[wish.riskTolerance]!);
    case "timeline":
      return timeInWords(wish.timeline, random);
  }
}

/** All of it in one breath. */
export function together(topics: readonly Topic[], wish: Wish, random: Random): string {
  return topics.map((topic) => answer(topic, wish, random)).join(", and ");
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function sumInWords({ low, high, currency }: Sum, random: Random): string {
  const unit = pick(random, CURRENCIES[currency]!);
  const isGrand = [low, high].every((end) => end === null || (end < 100_000 && end % 1_000 === 0));
  if (currency === "USD" && isGrand && random() < 0.15) return grand(low, high);
  const words = numberInWords;
  if (high === null) return `${pick(random, ["at least", "more than"])} ${words(low!)} ${unit}`;
  if (low === null) return `${pick(random, ["up to", "no more than"])} ${words(high)} ${unit}`;
  if (low === high) return `${words(low)} ${unit}`;
  return `between ${words(low)} and ${words(high)} ${unit}`;
}

/** Only of the campaign's own currency. */
function grand(low: number | null, high: number | null): string {
  const words = (value: number) => numberInWords(value / 1_000);
  if (high === null) return `at least ${words(low!)} grand`;
  if (low === null) return `up to ${words(high)} grand`;
  return low === high ? `${words(low)} grand` : `between ${words(low)} and ${words(high)} grand`;
}

function timeInWords({ low, high }: Time, random: Random): string {
  if (high === null) return `at least ${span(low!)}`;
  if (low === 0) return `${pick(random, ["within", "within the next"])} ${span(high)}`;
  if (low === null) return `at most ${span(high)}`;
  if (low === high) return `${pick(random, ["", "in ", "about "])}${span(low)}`;
  return `${numberInWords(low / 12)} to ${span(high)}`;
}

function span(months: number): string {
  const [count, unit] = months % 12 === 0 ? [months / 12, "year"] : [months, "month"];
  return `${numberInWords(count)} ${unit}${count === 1 ? "" : "s"}`;
}

/** Said after something else was asked. */
export function changing(topic: Topic, wish: Wish, random: Random): string {
  const core = answer(topic, wish, random, true);
  return topic === "timeline"
    ? `actually, my time frame is ${core}`
    : `actually, make that ${core}`;
}

export function yes(random: Random): string {
  return pick(random, YES);
}

export function no(random: Random): string {
  return pick(random, NO);
}

/** "Tomorrow at three in the afternoon". Today is a Monday. */
export function timeOfDay({ days, hour }: { days: number; hour: number }): string {
  const day = ["today", "tomorrow", "on wednesday", "on thursday", "on friday"][days]!;
  const clock = `${numberInWords(hour > 12 ? hour - 12 : hour)} ${hour < 12 ? "a m" : "p m"}`;
  return `${day} at ${clock}`;
}

export function digitByDigit(digits: string): string {
  return [...digits].map((digit) => ONES[Number(digit)]).join(" ");
}
