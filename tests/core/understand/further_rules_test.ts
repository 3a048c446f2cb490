/** A table for each rule that the list of callers brought. */
import assert from "node:assert/strict";
import { money, months, NOW_MS, testValues } from "./asking.ts";
import { noteOf } from "./noting.ts";

const amount = { type: "field", key: "amount" } as const;
const timeline = { type: "field", key: "timeline" } as const;
const risk = { type: "field", key: "riskTolerance" } as const;
const types = { type: "field", key: "investmentType" } as const;
const when = { type: "callback_time" } as const;

/** Ages: from the one that the caller has to the one of the goal. */
testValues("timeline", timeline, [
  ["i'm forty now and want to retire at sixty", months(240, 240, "long")],
  ["I'm 58, so until I'm 65", months(84, 84, "long")],
  ["until i'm sixty five", null],
  ["I'm 50", null],
  ["i am 40 and i have 20 years", months(240, 240, "long")],
]);

/** Parts of a unit, and two units in one span. */
testValues("timeline", timeline, [
  ["a year and six months", months(18, 18, "medium")],
  ["at least two years and three months", months(27, null, "medium")],
  ["quarter of a year", months(3, 3, "short")],
  ["a full year", months(12, 12, "short")],
]);

/** A second guess widens the first; a year alone is one. */
testValues("timeline", timeline, [
  ["maybe three years maybe four", months(36, 48, "medium")],
  ["eight years, maybe ten", months(96, 120, "long")],
  ["by the year 2040", months(0, 168, "long")],
  ["twenty thirty five", months(108, 108, "long")],
  ["too years", months(24, 24, "medium")],
  ["tree years", months(36, 36, "medium")],
]);

/** Sums that stand beside others. */
testValues("amount", amount, [
  ["not fifty thousand fifteen thousand", money(15_000)],
  ["thirty thousand now and another twenty thousand next year", money(50_000)],
  ["eighty but i could go up to a hundred thousand", money(80_000, 100_000)],
  ["ten grant", money(10_000)],
  ["fiddy thousand", money(50_000)],
  ["a four oh one k", null],
]);

/** Corrections of what is being confirmed. */
testValues("amount", { type: "confirm", key: "amount", value: money(50_000) }, [
  ["euros not dollars", money(50_000, 50_000, "EUR")],
  ["yen", { minMinor: 50_000, maxMinor: 50_000, currency: "JPY" }],
  ["no it's fifteen thousand", money(15_000)],
  ["dollars", null],
]);

/** Of one choice the one that is wanted. */
testValues("riskTolerance", risk, [
  ["moderate, not aggressive", "moderate"],
  ["more moderate than aggressive", "moderate"],
  ["conservative, no, aggressive", "aggressive"],
  ["not aggressive", "conservative"],
  ["number two", "moderate"],
  ["number two please", "moderate"],
  ["my number one concern", null],
  ["somewhere between conservative and moderate", null],
]);
testValues("investmentType", types, [
  ["bitcoin, etfs", ["crypto", "funds"]],
  ["no houses please just a startup", ["other"]],
  ["i sold my house and want to buy stocks", ["stocks"]],
]);

/** Zones that are named with the hour, and days behind it. */
const called = (at: string) => ({ wanted: true, at, consent: true });
testValues("callback", when, [
  ["thursday two p m pacific", called("2026-05-07T14:00:00-07:00")],
  ["tomorrow at nine am EST", called("2026-05-05T09:00:00-04:00")],
  ["at three pm berlin time, on friday", called("2026-05-08T15:00:00+02:00")],
  ["tuesday next week at seven oh five in the evening", called("2026-05-12T19:05:00-04:00")],
  ["tomorrow at fifteen hundred hours", called("2026-05-05T15:00:00-04:00")],
  ["monday at nine no tuesday at nine", called("2026-05-05T09:00:00-04:00")],
], { nowMs: NOW_MS });

/** Digits in other clothes. */
testValues("phone", { type: "phone" }, [
  ["0049 30 901820", { e164: "+4930901820", source: "spoken" }],
  ["three one two five five five o one nine nine, no sorry, o one eight eight", {
    e164: "+13125550188",
    source: "spoken",
  }],
  ["eight hundred five five five nineteen hundred", { e164: "+18005551900", source: "spoken" }],
]);
testValues("email", { type: "nothing" }, [
  ["r patel forty two at yahoo dot co dot uk", "rpatel42@yahoo.co.uk"],
  ["j as in john smith at hotmail dot com", "jsmith@hotmail.com"],
]);

Deno.test("a yes is none in a question, and a no stays one behind a courtesy", () => {
  const table: readonly (readonly [said: string, says: unknown])[] = [
    ["is that right", undefined],
    ["okay so no", "no"],
    ["no sir please", "no"],
    ["yes please", "yes"],
  ];
  for (const [said, says] of table) {
    assert.equal(noteOf(said, "confirm_amount", { agentSaid: "" }).noted["says"], says, said);
  }
});
