import assert from "node:assert/strict";
import type { Campaign } from "../../lib/core/campaign.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { isWhole, readKeypad } from "../../lib/core/keypad.ts";
import type { Asked, Heard } from "../../lib/core/understand/heard.ts";
import { clinicAppointment } from "../stories/clinic_campaign.data.ts";
import { START_MS } from "./story.ts";

const types: Asked = { type: "field", key: "investmentType" };
const amount: Asked = { type: "field", key: "amount" };
const risk: Asked = { type: "field", key: "riskTolerance" };
const timeline: Asked = { type: "field", key: "timeline" };
const callback: Asked = { type: "callback" };
const phone: Asked = { type: "phone" };
const nothing: Asked = { type: "nothing" };

function read(digits: string, asked: Asked, campaign: Campaign = investmentLead): Heard {
  const context = { campaign, asked, agentSaid: "", nowMs: START_MS, timeZone: "UTC" };
  return readKeypad(digits, { ...context, callbackAt: null, callbackOpen: false });
}

Deno.test("isWhole() waits for no digit that can't come", () => {
  const whole: [string, Asked][] = [
    ...[["0", nothing], ["0", types], ["0", risk], ["0", callback]] as [string, Asked][],
    ...[["2", risk], ["1", callback], ["50000#", amount], ["13#", types]] as [string, Asked][],
  ];
  for (const [digits, asked] of whole) {
    assert.ok(isWhole(digits, asked, investmentLead), `${digits} for ${JSON.stringify(asked)}`);
  }
});

Deno.test("isWhole() waits for the rest of a number, and for more choices", () => {
  const open: [string, Asked][] = [
    ...[["0", amount], ["0", phone], ["0", timeline], ["05", phone]] as [string, Asked][],
    ...[["1", types], ["10", types], ["5", amount], ["5", nothing]] as [string, Asked][],
  ];
  for (const [digits, asked] of open) {
    assert.ok(!isWhole(digits, asked, investmentLead), `${digits} for ${JSON.stringify(asked)}`);
  }
});

Deno.test("readKeypad() takes 0 alone for a person, whatever was asked", () => {
  for (const asked of [types, amount, risk, timeline, callback, phone, nothing]) {
    for (const digits of ["0", "0#", "*0"]) {
      assert.deepEqual(read(digits, asked).intents, ["person"], JSON.stringify(asked));
    }
  }
  assert.deepEqual(read("0", { type: "field", key: "when" }, clinicAppointment).intents, [
    "person",
  ]);
});

Deno.test("readKeypad() takes digits for answers", () => {
  const value = (digits: string, asked: Asked) => read(digits, asked).answers[0]?.value;
  assert.deepEqual(value("13#", types), ["stocks", "funds"]);
  assert.equal(value("2", risk), "moderate");
  const sum = { minMinor: 2_500_000, maxMinor: 2_500_000, currency: "USD" };
  assert.deepEqual(value("25000#", amount), sum);
  assert.deepEqual(value("025000#", amount), sum);
  assert.deepEqual(value("10#", timeline), { minMonths: 120, maxMonths: 120, horizon: "long" });
  assert.deepEqual(value("2025550123#", phone), { e164: "+12025550123", source: "keypad" });
  assert.deepEqual([read("1", callback).yesNo, read("2", callback).yesNo], ["yes", "no"]);
});

Deno.test("readKeypad() takes what answers nothing for nothing", () => {
  for (const [digits, asked] of [["#", amount], ["4", risk], ["3", callback], ["5", nothing]]) {
    const { intents, yesNo, answers } = read(digits as string, asked as Asked);
    assert.deepEqual([intents, yesNo, answers], [[], null, []], `${digits}`);
  }
});
