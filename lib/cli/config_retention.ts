/** How long each kind of data is kept. */
import type { RetentionDays, RetentionRules } from "../store/retention_kinds.ts";
import type { Values } from "./config_values.ts";

/** Ten years; also where law asks to keep records, it asks for less. */
const RANGE = { min: 1, max: 3_650, unit: "days" } as const;

export function retention(values: Values): RetentionRules {
  return { days: daysOf(values), plugins: values.choice("RETENTION_PLUGINS", ["keep", "delete"]) };
}

/** What was said and the lead hang on their call: they can go before it, and never stay longer. */
function daysOf(values: Values): RetentionDays {
  const calls = values.number("RETENTION_DAYS", RANGE);
  const shorter = (name: "RETENTION_TRANSCRIPT_DAYS" | "RETENTION_LEAD_DAYS") => {
    if (!values.isSet(name)) return calls;
    const days = values.number(name, RANGE);
    if (days > calls) values.wrong(name, `at most RETENTION_DAYS, which is ${calls}`);
    return days;
  };
  return {
    calls,
    transcripts: shorter("RETENTION_TRANSCRIPT_DAYS"),
    leads: shorter("RETENTION_LEAD_DAYS"),
  };
}
