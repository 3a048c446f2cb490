/** Callers who speak for somebody else, and sums that are set right in one breath. */
import assert from "node:assert/strict";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import type { Amount } from "../../../lib/core/lead.ts";
import type { Asked, Context } from "../../../lib/core/understand/heard.ts";
import { understand } from "../../../lib/core/understand/understand.ts";

function heard(text: string, asked: Asked, more: Partial<Context> = {}) {
  const context = { campaign: investmentLead, asked, agentSaid: "", nowMs: 0, timeZone: "UTC" };
  return understand(text, { ...context, ...more });
}

const type: Asked = { type: "field", key: "investmentType" };
const amount: Asked = { type: "field", key: "amount" };

Deno.test("what somebody wants counts where the call is for them", () => {
  for (
    const [text, wanted] of [
      ["it's for my mother, she wants government bonds", ["bonds"]],
      ["I'm calling on behalf of my boss, he is after gold", ["commodities"]],
      ["my husband likes crypto, I'm just making the call for him", ["crypto"]],
      ["my brother asked me to ring, he wants stocks", ["stocks"]],
      ["my wife wants crypto", undefined],
      ["my neighbour told me to buy stocks, he has some", undefined],
    ] as const
  ) {
    const { answers, forOther } = heard(text, type);
    assert.deepEqual(answers.find(({ key }) => key === type.key)?.value, wanted, text);
    assert.equal(forOther === true, wanted !== undefined, text);
  }
});

Deno.test("it is remembered that the call is for somebody else", () => {
  assert.deepEqual(heard("she has eighty thousand", amount).answers, []);
  const [answer] = heard("she has eighty thousand", amount, { forOther: true }).answers;
  assert.equal((answer!.value as Amount).minMinor, 8_000_000);
});

Deno.test("a bound outlives the correction of its sum in one breath", () => {
  for (
    const [text, minMinor, maxMinor] of [
      ["no more than twenty, no wait, thirty thousand", null, 3_000_000],
      ["at least forty, sorry, fifty thousand", 5_000_000, null],
      ["at least, no, at most fifty thousand", null, 5_000_000],
      ["twenty, no, thirty thousand", 3_000_000, 3_000_000],
      ["up to twenty thousand, no, between thirty and forty thousand", 3_000_000, 4_000_000],
      ["between ten and, let me think, fifteen thousand", 1_000_000, 1_500_000],
    ] as const
  ) {
    const value: unknown = heard(text, amount).answers.find(({ key }) => key === "amount")?.value;
    assert.deepEqual(value, { minMinor, maxMinor, currency: "USD" }, text);
  }
});

Deno.test("a scale that comes as a turn of its own belongs to the sum before", () => {
  const value: Amount = { minMinor: 5_000_000, maxMinor: 5_000_000, currency: "USD" };
  const asked: Asked = { type: "confirm", key: "amount", value };
  const read = (text: string) => heard(text, asked).answers.find(({ key }) => key === "amount");
  for (
    const text of ["thousand", "thousand dollars, I mean", "um, thousand"]
  ) {
    assert.deepEqual(read(text)?.value, value, text);
  }
  assert.equal((read("two thousand")!.value as Amount).minMinor, 200_000);
});
