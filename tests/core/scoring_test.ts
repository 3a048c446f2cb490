import assert from "node:assert/strict";
import type { Campaign } from "../../lib/core/campaign.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { TurnId } from "../../lib/core/ids.ts";
import type { Amount, Finding, Value } from "../../lib/core/lead.ts";
import { nothingKnown, type Qualification } from "../../lib/core/qualification.ts";
import { scoreOf } from "../../lib/core/scoring.ts";

function finding(value: Value, confidence = 0.95): Finding {
  return { value, quote: "words", turn: 1 as TurnId, atMs: 0, confidence, by: "rules" };
}

function knowing(answers: Record<string, Finding>): Qualification {
  return { ...nothingKnown, answers };
}

function sum(minMinor: number | null, maxMinor: number | null, currency = "USD"): Amount {
  return { minMinor, maxMinor, currency };
}

function whys(known: Qualification, campaign: Campaign = investmentLead): string[] {
  return scoreOf(known, campaign).reasons.map(({ why }) => why);
}

Deno.test("scoreOf() says in sentences what each part of the score is for", () => {
  const known = knowing({
    investmentType: finding(["stocks", "bonds"]),
    amount: finding(sum(5_000_000, 5_000_000)),
    timeline: finding({ minMonths: 0, maxMonths: 12, horizon: "short" }),
  });
  const score = scoreOf(known, investmentLead);
  assert.deepEqual(score, {
    points: 60,
    reasons: [
      { points: 10, why: "Wants to invest in stocks and bonds." },
      { points: 10, why: "Named a sum: fifty thousand dollars." },
      { points: 10, why: "Has ten thousand dollars or more." },
      { points: 10, why: "Has fifty thousand dollars or more." },
      { points: 10, why: "Time frame: within one year." },
      { points: 10, why: "Wants to act within a year." },
    ],
    disqualifiers: [],
  });
});

Deno.test("scoreOf() counts an open end for what is sure, and no sum of another currency", () => {
  const big = "Has ten thousand dollars or more.";
  assert.ok(whys(knowing({ amount: finding(sum(2_000_000, null)) })).includes(big));
  assert.ok(!whys(knowing({ amount: finding(sum(null, 2_000_000)) })).includes(big));
  assert.ok(!whys(knowing({ amount: finding(sum(2_000_000, 2_000_000, "EUR")) })).includes(big));
});

Deno.test("scoreOf() takes points off for what was heard in doubt", () => {
  const { points, reasons } = scoreOf(
    knowing({ amount: finding(sum(1_500_000, 1_500_000), 0.5) }),
    investmentLead,
  );
  assert.equal(points, 5);
  assert.equal(
    reasons.at(-1)!.why,
    "The sum is in doubt: fifteen thousand dollars was heard, and not confirmed.",
  );
});

Deno.test("scoreOf() gives a lead with a disqualifier no points, and says which", () => {
  const small = scoreOf(knowing({ amount: finding(sum(20_000, 20_000)) }), investmentLead);
  assert.equal(small.points, 0);
  assert.deepEqual(small.disqualifiers, [
    "The sum is below five hundred dollars: two hundred dollars.",
  ]);
  const unwilling = scoreOf({ ...nothingKnown, notInterested: true }, investmentLead);
  assert.deepEqual(unwilling.disqualifiers, ["Said that they are not interested."]);
});

Deno.test("scoreOf() stays between 0 and 100 whatever a campaign gives", () => {
  const rules = (points: number) => [{ when: [], points, why: "Always." }];
  const campaign = (points: number) => ({
    ...investmentLead,
    scoring: { rules: rules(points), disqualifiers: [] },
  });
  assert.equal(scoreOf(nothingKnown, campaign(500)).points, 100);
  assert.equal(scoreOf(nothingKnown, campaign(-500)).points, 0);
});
