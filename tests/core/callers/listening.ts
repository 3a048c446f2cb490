/** How a made-up caller understands the agent's sentences: by their words alone. */
import type { Sum, Time, Topic } from "./goals.ts";

/** What the caller takes the agent to have said, sentence by sentence. */
export type Remark =
  | { readonly type: "question"; readonly topic: Topic }
  /** "I heard fifty thousand dollars. Is that right?" */
  | { readonly type: "confirm"; readonly topic: Topic; readonly value: unknown }
  | { readonly type: "noted"; readonly topic: Topic; readonly value: unknown }
  | { readonly type: "offer" | "offer_time" | "ask_number" | "goodbye" | "prompt" }
  | { readonly type: "confirm_number"; readonly digits: string };

const QUESTIONS: readonly (readonly [RegExp, Topic])[] = [
  [/like to invest in\?|which kinds of investment/i, "investmentType"],
  [/how much money|roughly what sum/i, "amount"],
  [/how do you feel/i, "riskTolerance"],
  [/by when would you|over what time/i, "timeline"],
];
const CONFIRMS: readonly (readonly [RegExp, Topic])[] = [
  [/so you are thinking of (.+?)\. is that right/i, "investmentType"],
  [/i heard (.+?)\. is that right/i, "amount"],
  [/so i put you down as (.+?)\. is that right/i, "riskTolerance"],
  [/so your time frame is (.+?)\. is that right/i, "timeline"],
];

export function listen(said: readonly string[]): Remark[] {
  return said.flatMap((sentence) => remarkIn(sentence) ?? []);
}

function remarkIn(sentence: string): Remark | null {
  for (const [pattern, topic] of CONFIRMS) {
    const value = pattern.exec(sentence)?.[1];
    if (value !== undefined) return { type: "confirm", topic, value: valueOf(topic, value) };
  }
  const noted = /i have noted (.+?)\.$/i.exec(sentence)?.[1];
  if (noted !== undefined) return { type: "noted", ...notedOf(noted) };
  const number = /shall we call you on (.+?)\?/i.exec(sentence)?.[1];
  if (number !== undefined) return { type: "confirm_number", digits: digitsOf(number) };
  if (/could call you back/i.test(sentence)) return { type: "offer" };
  if (/when would suit you/i.test(sentence)) return { type: "offer_time" };
  if (/which number may we call/i.test(sentence)) return { type: "ask_number" };
  if (/still there/i.test(sentence)) return { type: "prompt" };
  if (/goodbye/i.test(sentence)) return { type: "goodbye" };
  const asked = QUESTIONS.find(([pattern]) => pattern.test(sentence));
  return asked ? { type: "question", topic: asked[1] } : null;
}

/** What a value is of can be told by its words. */
function notedOf(words: string): { topic: Topic; value: unknown } {
  const topic = /dollar|euro|pound/.test(words)
    ? "amount"
    : /conservative|moderate|aggressive/.test(words)
    ? "riskTolerance"
    : /year|month|term/.test(words)
    ? "timeline"
    : "investmentType";
  return { topic, value: valueOf(topic, words) };
}

function valueOf(topic: Topic, words: string): unknown {
  switch (topic) {
    case "investmentType":
      return words.split(/, | and /).map((name) => TYPES[name] ?? name).toSorted();
    case "amount":
      return sumOf(words);
    case "riskTolerance":
      return words;
    case "timeline":
      return timeOf(words);
  }
}

const TYPES: Readonly<Record<string, string>> = {
  "real estate": "real_estate",
  "a retirement account": "retirement",
  "something else": "other",
};
const CURRENCIES: Readonly<Record<string, Sum["currency"]>> = {
  dollar: "USD",
  euro: "EUR",
  pound: "GBP",
};

/** "Between twenty and thirty thousand dollars"; null where the words hold no sum. */
export function sumOf(words: string): Sum | null {
  const unit = /(dollar|euro|pound)s?\b/.exec(words);
  if (!unit) return null;
  const currency = CURRENCIES[unit[1]!]!;
  const plain = words.slice(0, unit.index).trim();
  const range = /^between (.+) and (.+)$/.exec(plain);
  if (range) {
    const high = numberOf(range[2]!);
    return { low: sharing(numberOf(range[1]!), range[1]!, range[2]!), high, currency };
  }
  const value = numberOf(plain.replace(/^(at least|up to) /, ""));
  if (plain.startsWith("at least ")) return { low: value, high: null, currency };
  if (plain.startsWith("up to ")) return { low: null, high: value, currency };
  return { low: value, high: value, currency };
}

/** "Between twenty and thirty thousand": the scale at the end counts for both, where that is less. */
function sharing(low: number, words: string, others: string): number {
  const scale = SCALES.find(([size, name]) => size >= 1_000 && others.endsWith(name))?.[0] ?? 1;
  const isOwn = SCALES.some(([size, name]) => size >= 1_000 && words.includes(name));
  return !isOwn && low * scale < numberOf(others) ? low * scale : low;
}

/** "Two to three years", "within eighteen months", "at least five years", "long term". */
function timeOf(words: string): Time | string {
  const unit = /(year|month)s?$/.exec(words);
  if (!unit) return words;
  const months = unit[1] === "year" ? 12 : 1;
  const plain = words.slice(0, unit.index).trim();
  const [, from, to] = /^(.+) to (.+)$/.exec(plain) ?? [];
  if (from && to) return { low: numberOf(from) * months, high: numberOf(to) * months };
  const value = numberOf(plain.replace(/^(at least|within) /, "")) * months;
  if (plain.startsWith("at least ")) return { low: value, high: null };
  if (plain.startsWith("within ")) return { low: 0, high: value };
  return { low: value, high: value };
}

const SMALL: Readonly<Record<string, number>> = Object.fromEntries(
  ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen " +
    "sixteen seventeen eighteen nineteen").split(" ").map((word, value) => [word, value]),
);
const TENS: Readonly<Record<string, number>> = Object.fromEntries(
  "twenty thirty forty fifty sixty seventy eighty ninety".split(" ")
    .map((word, index) => [word, (index + 2) * 10]),
);
const SCALES = [[1e9, "billion"], [1e6, "million"], [1e3, "thousand"], [100, "hundred"]] as const;

/** "One hundred twenty-five thousand" → 125000. */
export function numberOf(words: string): number {
  let total = 0;
  let part = 0;
  for (const word of words.split(/[\s-]+/)) {
    const scale = SCALES.find(([, name]) => name === word)?.[0];
    if (scale === 100) part *= 100;
    else if (scale !== undefined) {
      total += part * scale;
      part = 0;
    } else part += SMALL[word] ?? TENS[word] ?? NaN;
  }
  return total + part;
}

function digitsOf(words: string): string {
  return words.split(/[\s,]+/).map((word) => SMALL[word] ?? "").join("");
}
