/** What the understanding notes of a turn, by key, so that it can be held against what was meant. */
import type { Amount, Callback, Duration } from "../../../lib/core/lead.ts";
import type { Asked, Context } from "../../../lib/core/understand/heard.ts";
import { hear, money } from "./asking.ts";
import type { AskedFor } from "./spoken_forms/form.ts";

export type Noted = Readonly<Record<string, unknown>>;

const KEYS: Readonly<Record<string, string>> = {
  investmentType: "type",
  riskTolerance: "risk",
};

export const ASKED: Readonly<Record<AskedFor, Asked>> = {
  type: { type: "field", key: "investmentType" },
  amount: { type: "field", key: "amount" },
  risk: { type: "field", key: "riskTolerance" },
  timeline: { type: "field", key: "timeline" },
  callback: { type: "callback" },
  callback_time: { type: "callback_time" },
  phone: { type: "phone" },
  confirm_amount: { type: "confirm", key: "amount", value: money(50_000) },
  nothing: { type: "nothing" },
};

/** Wishes that go with any answer, and so are nothing to note. */
const COURTESIES = ["greeting", "thanks"];

export interface Noting {
  readonly noted: Noted;
  /** The least of all answers. */
  readonly confidence: number;
}

export function noteOf(said: string, asked: AskedFor, more: Partial<Context> = {}): Noting {
  const { answers, intents, yesNo } = hear(said, ASKED[asked], { ...contextFor(asked), ...more });
  const noted: Record<string, unknown> = {};
  for (const { key, value } of answers) {
    noted[KEYS[key] ?? key] = Array.isArray(value) ? [...value].sort() : value;
  }
  const wish = intents.find((intent) => !COURTESIES.includes(intent));
  const says = answers.length > 0 ? null : asked === "confirm_amount" ? yesNo ?? wish : wish;
  if (says) noted["says"] = says;
  return { noted, confidence: Math.min(1, ...answers.map(({ confidence }) => confidence)) };
}

function contextFor(asked: AskedFor): Partial<Context> {
  return asked === "confirm_amount"
    ? { agentSaid: "I heard fifty thousand dollars. Is that right?" }
    : {};
}

/** The shorthand of `callers.data.ts` as values. */
export function readNote(note: Readonly<Record<string, string>>): Noted {
  return Object.fromEntries(
    Object.entries(note).map(([key, text]) => [key, readValue(key, text)]),
  );
}

function readValue(key: string, text: string): unknown {
  switch (key) {
    case "type":
      return text.split(" ").sort();
    case "amount":
      return readAmount(text);
    case "timeline":
      return readTimeline(text);
    case "phone":
      return { e164: text, source: "spoken" };
    case "callback":
      return readCallback(text);
    default:
      return text;
  }
}

/** "50000 USD", "20000..30000 EUR", "..50000 USD", "50000.. USD". */
function readAmount(text: string): Amount {
  const [span, currency] = text.split(" ");
  return money(...ends(span!), currency);
}

/** In months: "24", "0..24", "..48", "120..", or a horizon in words. */
function readTimeline(text: string): Duration {
  if (/^[a-z]+$/.test(text)) {
    return { minMonths: null, maxMonths: null, horizon: text as Duration["horizon"] };
  }
  const [minMonths, maxMonths] = ends(text);
  const until = maxMonths ?? minMonths ?? 0;
  return { minMonths, maxMonths, horizon: until <= 12 ? "short" : until <= 60 ? "medium" : "long" };
}

function ends(text: string): [number | null, number | null] {
  const [low, high] = text.split("..").map((end) => end === "" ? null : Number(end));
  return [low!, high === undefined ? low! : high];
}

function readCallback(text: string): Callback {
  if (text === "no") return { wanted: false, at: null, consent: false };
  return { wanted: true, at: text === "yes" ? null : text, consent: true };
}
