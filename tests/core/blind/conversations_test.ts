/** Whole calls in wording that the rules were not written for, held against a person's notes. */
import assert from "node:assert/strict";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import { rehearse } from "../../../lib/core/conversation/rehearsal.ts";
import { SILENCE_MS } from "../../../lib/core/conversation/speaking.ts";
import type { CallId } from "../../../lib/core/ids.ts";
import type { Amount, Callback, Duration, Value } from "../../../lib/core/lead.ts";
import { conversations } from "./conversations.data.ts";

const NOW_MS = Date.parse("2026-11-30T15:00:00Z");
const setting = {
  campaign: investmentLead,
  timeZone: "America/New_York",
  silenceMs: SILENCE_MS,
};
/**
 * Of 300 values 255 were right when this was run first (85.0 %), and 38 of the 60 calls as a whole.
 * What was mended then is general: callers who speak for somebody else, a bound that outlives the
 * correction of its sum, "thousand" as a turn of its own, some synonyms. The notes stand as they
 * were written: where they and the rules differ about "by", "until" and "a few", either may be right.
 */
const RIGHT_MIN = 281;

Deno.test("calls in a wording of their own are noted as a person would note them", () => {
  const wrong = conversations.flatMap(([lines, note]) => {
    const [got, wanted] = [noted(lines), sorted(note.split(" | "))];
    return wanted.flatMap((value, at) =>
      value === got[at] ? [] : [`${lines.join(" / ")}: ${got[at] || "nothing"}, not ${value}`]
    );
  });
  const values = conversations.length * 5;
  assert.ok(values - wrong.length >= RIGHT_MIN, `${values - wrong.length}:\n${wrong.join("\n")}`);
});

function noted(lines: readonly string[]): string[] {
  const call = {
    call: "11111111-1111-4111-8111-111111111111" as CallId,
    callerNumber: null,
    startedAtMs: NOW_MS,
    earsDown: false,
  };
  const { answers } = rehearse(setting, call, lines).state.known;
  const value = <Kind extends Value>(key: string) => answers[key]?.value as Kind | undefined;
  const callback = value<Callback>("callback");
  return sorted([
    (value<readonly string[]>("investmentType") ?? []).join("+"),
    amountText(value("amount")),
    value<string>("riskTolerance") ?? "",
    durationText(value("timeline")),
    callback ? (callback.wanted ? "yes" : "no") : "",
  ]);
}

/** Types in one order. */
function sorted([types, ...others]: readonly string[]): string[] {
  return [types!.split("+").toSorted().join("+"), ...others];
}

function amountText(amount: Amount | undefined): string {
  if (!amount) return "";
  const { minMinor, maxMinor, currency } = amount;
  const sum = (minor: number | null) => minor === null ? null : minor / 100;
  const text = rangeText(sum(minMinor), sum(maxMinor));
  return currency === "USD" ? text : `${text} ${currency}`;
}

function durationText(duration: Duration | undefined): string {
  if (!duration) return "";
  const { minMonths, maxMonths, horizon } = duration;
  return minMonths === null && maxMonths === null ? horizon : rangeText(minMonths, maxMonths);
}

function rangeText(low: number | null, high: number | null): string {
  return low === high ? `${low}` : `${low ?? ""}-${high ?? ""}`;
}
