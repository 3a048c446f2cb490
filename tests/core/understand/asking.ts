/** Turns as the tests put them to the understanding: the question before them, and a fixed Monday. */
import assert from "node:assert/strict";
import { fieldOf } from "../../../lib/core/campaign.ts";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import type { Amount, Duration, Horizon } from "../../../lib/core/lead.ts";
import type { Asked, Context, FoundAnswer, Heard } from "../../../lib/core/understand/heard.ts";
import { understand } from "../../../lib/core/understand/understand.ts";

/** A Monday, ten in the morning in New York. */
export const NOW_MS = Date.parse("2026-05-04T14:00:00Z");

export function contextOf(asked: Asked, more: Partial<Context> = {}): Context {
  const agentSaid = asked.type === "field" ? fieldOf(investmentLead, asked.key)!.question : "";
  return {
    campaign: investmentLead,
    asked,
    agentSaid,
    nowMs: NOW_MS,
    timeZone: "America/New_York",
    ...more,
  };
}

export function hear(text: string, asked: Asked, more: Partial<Context> = {}): Heard {
  return understand(text, contextOf(asked, more));
}

export function found(heard: Heard, key: string): FoundAnswer | undefined {
  return heard.answers.find((answer) => answer.key === key);
}

/** One test for each sentence: what `key` gets from it, and that the quote is verbatim. */
export function testValues(
  key: string,
  asked: Asked,
  table: readonly (readonly [sentence: string, value: unknown])[],
  more: Partial<Context> = {},
): void {
  for (const [text, value] of table) {
    const question = "key" in asked ? `${asked.type} ${asked.key}` : asked.type;
    Deno.test(`${key} (asked: ${question}): ${JSON.stringify(text)}`, () => {
      const answer = found(hear(text, asked, more), key);
      assert.deepEqual(answer?.value ?? null, value);
      if (answer) assert.ok(text.includes(answer.quote), `"${answer.quote}" was not said`);
    });
  }
}

export function money(min: number | null, max: number | null = min, currency = "USD"): Amount {
  const minor = currency === "JPY" ? 1 : 100;
  return {
    minMinor: min === null ? null : Math.round(min * minor),
    maxMinor: max === null ? null : Math.round(max * minor),
    currency,
  };
}

export function months(
  minMonths: number | null,
  maxMonths: number | null,
  horizon: Horizon,
): Duration {
  return { minMonths, maxMonths, horizon };
}
