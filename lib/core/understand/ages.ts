/** Spans of time between two ages: "I'm forty and want to retire at sixty". */
import type { TimeFound } from "./calendar.ts";
import { numberTableOf } from "./number_table.ts";
import { readNumber } from "./numbers.ts";
import type { Reading, Span } from "./reading.ts";

/** Ages at which people invest. */
const AGE_MIN = 16;
const AGE_MAX = 110;

type Age = Span & { readonly years: number };

/** The time from the age that the caller has to the one that he names for the goal. */
export function betweenAges(reading: Reading): TimeFound | null {
  if (!reading.has("age_then")) return null;
  const then = agesBehind(reading, "age_then").at(-1);
  const now = agesBehind(reading, "age_now").find((age) => !then || !overlaps(age, then));
  if (!now || !then || then.years <= now.years) return null;
  const months = Math.round((then.years - now.years) * 12);
  const from = Math.min(now.from, then.from);
  const to = Math.max(now.to, then.to);
  return { from, to, minMonths: months, maxMonths: months, approximate: false };
}

function agesBehind(reading: Reading, kind: "age_now" | "age_then"): Age[] {
  return reading.all(kind).flatMap((mark) => {
    const age = ageAt(reading, mark.to);
    return age ? [{ ...age, from: mark.from }] : [];
  });
}

/** A number that counts nothing but years of life. */
function ageAt(reading: Reading, at: number): Age | null {
  if (!reading.tokens[at] || reading.pause(at) > 0) return null;
  const options = { and: false, taken: reading.taken };
  const number = readNumber(reading.tokens, at, numberTableOf(reading.language), options);
  if (!number || number.scaled || number.value < AGE_MIN || number.value > AGE_MAX) return null;
  const counts = reading.startingAt("currency", number.to) ?? reading.startingAt("rate", number.to);
  return counts ? null : { from: at, to: number.to, years: number.value };
}

function overlaps(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}
