/** What a call has to come to, by what the caller wanted and said: no look at what Parley made of it. */
import { FIELDS, type Goals, type Sum, type Time, type Topic, type Wish } from "./goals.ts";
import type { Caller } from "./caller.ts";

export interface Expected {
  readonly status: string;
  readonly missing: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
}

export function expectedOf(caller: Caller, goals: Goals, callerNumber: string | null): Expected {
  const missing = FIELDS.filter((topic) => !caller.said.has(topic));
  const fields: Record<string, unknown> = {};
  for (const topic of FIELDS) {
    const wish = caller.said.get(topic);
    fields[topic] = wish === undefined ? null : stored(topic, wish);
  }
  return {
    status: statusOf(caller, missing),
    missing,
    fields: { ...fields, ...callOf(caller, goals, callerNumber) },
  };
}

function statusOf(caller: Caller, missing: readonly string[]): string {
  if (caller.askedForPerson) return "human_requested";
  if (caller.refused) return "not_interested";
  return missing.length === 0 ? "qualified" : "incomplete";
}

/** In the form of the database. */
export function stored(topic: Topic, wish: Wish[Topic]): unknown {
  switch (topic) {
    case "investmentType":
      return (wish as Wish["investmentType"]).toSorted();
    case "amount": {
      const { low, high, currency } = wish as Sum;
      return { minMinor: cents(low), maxMinor: cents(high), currency };
    }
    case "riskTolerance":
      return wish;
    case "timeline": {
      const { low, high } = wish as Time;
      const reach = high ?? low!;
      const horizon = reach <= 12 ? "short" : reach <= 60 ? "medium" : "long";
      return { minMonths: low, maxMonths: high, horizon };
    }
  }
}

function cents(value: number | null): number | null {
  return value === null ? null : value * 100;
}

/** Monday, May 4 2026, in New York. */
function callOf({ callback }: Caller, goals: Goals, callerNumber: string | null) {
  if (!callback.offered) return { callback: null, phone: null };
  const { wanted, when } = goals.callback;
  if (!wanted) return { callback: { wanted: false, at: null, consent: false }, phone: null };
  const at = callback.timeAsked && when
    ? `2026-05-0${4 + when.days}T${String(when.hour).padStart(2, "0")}:00:00-04:00`
    : null;
  const number = callback.number;
  const isOwn = number !== null && callerNumber?.endsWith(number);
  const phone = number && { e164: `+1${number}`, source: isOwn ? "caller_id" : "spoken" };
  return { callback: { wanted: true, at, consent: true }, phone };
}
