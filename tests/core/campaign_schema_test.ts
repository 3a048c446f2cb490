import assert from "node:assert/strict";
import type { Campaign } from "../../lib/core/campaign.ts";
import { readCampaign } from "../../lib/core/campaign_schema.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { clinicAppointment } from "../stories/clinic_campaign.data.ts";

/** As it comes out of a file. */
function json(campaign: Campaign): Record<string, unknown> {
  return JSON.parse(JSON.stringify(campaign));
}

function refusal(change: Record<string, unknown>): string {
  try {
    readCampaign({ ...json(investmentLead), ...change });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It was taken");
}

Deno.test("readCampaign() gives back what JSON made of a campaign", () => {
  for (const campaign of [investmentLead, clinicAppointment]) {
    assert.deepEqual(readCampaign(json(campaign)), campaign);
  }
});

Deno.test("readCampaign() names the place of what is wrong, and all of it", () => {
  const lines = { ...investmentLead.lines, greeting: "", readBack: "Noted." };
  const message = refusal({ currency: "dollars", lines, more: true });
  assert.match(message, /^This is no campaign: /);
  for (
    const place of [/currency: must be/, /lines\.greeting/, /readBack: must hold \{value\}/, /more/]
  ) {
    assert.match(message, place);
  }
});

Deno.test("readCampaign() refuses fields that stand twice, or that every campaign has", () => {
  const [field] = investmentLead.fields;
  assert.match(refusal({ fields: [field, field] }), /the field investmentType stands twice/);
  assert.match(refusal({ fields: [{ ...field, key: "phone" }] }), /a field phone of its own/);
  assert.match(refusal({ fields: [] }), /fields/);
});

Deno.test("readCampaign() refuses phrases that can't be read, and says which", () => {
  const options = [{ id: "stocks", say: "stocks", phrases: ["(stocks|"] }];
  const field = { ...investmentLead.fields[0]!, kind: { type: "choice", multiple: true, options } };
  assert.match(refusal({ fields: [field] }), /"\(stocks\|" can't be read/);
});

Deno.test("readCampaign() refuses a score that speaks of what there is not", () => {
  const scoring = (when: unknown) => ({
    scoring: { rules: [{ when: [when], points: 10, why: "So." }], disqualifiers: [] },
  });
  assert.match(refusal(scoring({ field: "shoeSize", is: "answered" })), /a field shoeSize/);
  assert.match(
    refusal(scoring({ field: "amount", is: "within_months", months: 3 })),
    /for duration/,
  );
  const option = { field: "riskTolerance", is: "one_of", options: ["reckless"] };
  assert.match(refusal(scoring(option)), /an option reckless of riskTolerance/);
});
