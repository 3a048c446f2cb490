/** What a whole conversation of typed lines comes to, as a person would note it. */
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import { rehearse } from "../../../lib/core/conversation/rehearsal.ts";
import { SILENCE_MS } from "../../../lib/core/conversation/speaking.ts";
import type { CallId } from "../../../lib/core/ids.ts";
import type { Amount, Duration } from "../../../lib/core/lead.ts";
import type { Qualification } from "../../../lib/core/qualification.ts";
import { minorUnits } from "../../../lib/core/understand/currency.ts";

const setting = {
  campaign: investmentLead,
  timeZone: "America/New_York",
  silenceMs: SILENCE_MS,
};

/** The answers of a caller who types these lines, one after the other. */
export function answersTo(lines: readonly string[], startedAtMs: number): Qualification["answers"] {
  const call = {
    call: "11111111-1111-4111-8111-111111111111" as CallId,
    callerNumber: null,
    startedAtMs,
    earsDown: false,
  };
  return rehearse(setting, call, lines).state.known.answers;
}

/** "50000", "20000-30000 EUR", "-50000": what was named of it. */
export function amountNote(amount: Amount | undefined): string {
  if (!amount) return "";
  const { minMinor, maxMinor, currency } = amount;
  const sum = (minor: number | null) => minor === null ? null : minor / minorUnits(currency);
  const text = rangeText(sum(minMinor), sum(maxMinor));
  return currency === "USD" ? text : `${text} ${currency}`;
}

/** In months, or a horizon in words. */
export function durationNote(duration: Duration | undefined): string {
  if (!duration) return "";
  const { minMonths, maxMonths, horizon } = duration;
  return minMonths === null && maxMonths === null ? horizon : rangeText(minMonths, maxMonths);
}

function rangeText(low: number | null, high: number | null): string {
  return low === high ? `${low}` : `${low ?? ""}-${high ?? ""}`;
}
