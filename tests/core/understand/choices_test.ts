import assert from "node:assert/strict";
import { found, hear, testValues } from "./asking.ts";

const types = { type: "field", key: "investmentType" } as const;
const risk = { type: "field", key: "riskTolerance" } as const;

testValues("investmentType", types, [
  ["I was thinking stocks but my advisor said bonds so bonds", ["bonds"]],
  ["stocks", ["stocks"]],
  ["I'd like to invest in stocks", ["stocks"]],
  ["i would like to invest in stocks and bonds", ["stocks", "bonds"]],
  ["ETFs and index funds", ["funds"]],
  ["the s and p five hundred", ["funds"]],
  ["rental properties", ["real_estate"]],
  ["bitcoin", ["crypto"]],
  ["my 401k", ["retirement"]],
  ["gold", ["commodities"]],
  ["a savings account", ["cash"]],
  ["savings", ["cash"]],
  ["something else", ["other"]],
  ["bonds... no wait, stocks", ["stocks"]],
  ["I'd like bonds. Actually no. Let's do stocks.", ["stocks"]],
  ["not crypto, stocks", ["stocks"]],
  ["gold not silver", ["commodities"]],
  ["everything except crypto and gold, mostly index funds", ["funds"]],
  ["no stocks, no bonds, just cash", ["cash"]],
  ["i dont know maybe some crypto", ["crypto"]],
  ["I'll take bonds", ["bonds"]],
  ["the first one", ["stocks"]],
  ["well my wife wants crypto but I prefer gold and silver", ["commodities"]],
  ["my wife and I want bonds", ["bonds"]],
  ["my brother lost everything in crypto so none of that, stocks please", ["stocks"]],
  ["if I had a million I'd buy real estate but I only have 20 thousand so stocks", ["stocks"]],
  ["I used to have stocks, now I want bonds", ["bonds"]],
  ["I already have bonds, I'm looking for stocks now", ["stocks"]],
  ["I'm not interested in crypto but stocks are fine", ["stocks"]],
]);

/** Words of investing that choose nothing. */
testValues("investmentType", types, [
  ["not crypto", null],
  ["what about stocks?", null],
  ["are stocks safe?", null],
  ["do you offer real estate?", null],
  ["what do you mean by funds?", null],
  ["you said stocks, bonds, funds, what are funds?", null],
  ["I heard bitcoin is a scam", null],
  ["my neighbor made half a million with bitcoin", null],
  ["I lost 40 thousand in the stock market last year", null],
  ["I'm scared of crypto", null],
  ["I work for a real estate company", null],
  ["I run a small business", null],
  ["I want to buy a house in five years", null],
  ["I have fifty thousand in cash", null],
  ["it's in my savings account", null],
  ["I'd rather not share that", null],
  ["I'm having coffee", null],
  ["can we talk about something else", null],
  ["What would you like to invest in? Stocks, bonds, funds, real estate, crypto", null],
  ["", null],
  ["🙂", null],
]);

testValues("riskTolerance", risk, [
  ["conservative", "conservative"],
  ["low", "conservative"],
  ["no much risk", "conservative"],
  ["zero risk", "conservative"],
  ["as safe as possible", "conservative"],
  ["I'm not a gambler by any means", "conservative"],
  ["i do not want to lose anything", "conservative"],
  ["my risk tolerance is low", "conservative"],
  ["moderate", "moderate"],
  ["medium", "moderate"],
  ["somewhere in the middle", "moderate"],
  ["I'm okay with some ups and downs", "moderate"],
  ["I can stomach some ups and downs but nothing crazy", "moderate"],
  ["willing to take some risk", "moderate"],
  ["not too risky but not too safe either", "moderate"],
  ["aggressive", "aggressive"],
  ["high", "aggressive"],
  ["i like risk", "aggressive"],
  ["I can stomach big swings", "aggressive"],
  ["I don't mind risk", "aggressive"],
  ["as high as it gets", "aggressive"],
  ["aggressive... no, that's too much, moderate", "moderate"],
  ["not aggressive, moderate", "moderate"],
  ["my son is aggressive but I'm conservative", "conservative"],
  ["the middle one", "moderate"],
]);

/** No word of these may become a tolerance for risk. */
testValues("riskTolerance", risk, [
  ["no", null],
  ["no thank you", null],
  ["no wait, make that eighty thousand", null],
  ["yes", null],
  ["what does moderate mean?", null],
  ["conservative or moderate", null],
  ["I'd like to have it again in two years", null],
  ["somewhere between fifty and sixty thousand", null],
  ["let's say thirty thousand to be safe", null],
  ["I could lose everything", null],
  ["in the middle of next year", null],
  ["I'm not a risk taker but I'm not too conservative either", null],
]);

testValues("riskTolerance", { type: "field", key: "investmentType" }, [
  ["a mix of stocks and real estate", null],
  ["half in stocks half in bonds", null],
  ["fifty fifty stocks and bonds", null],
  ["the low cost funds", null],
  ["low risk bonds", "conservative"],
]);

Deno.test("a caller takes choices back, and exchanges one for another", () => {
  const scrapped = hear("actually scrap the bonds", { type: "callback" });
  assert.deepEqual(scrapped.takenBack?.map(({ options }) => options), [["bonds"]]);
  const exchanged = hear("can you change stocks to bonds", { type: "callback" });
  assert.deepEqual(exchanged.takenBack?.map(({ options }) => options), [["stocks"]]);
  assert.deepEqual(found(exchanged, "investmentType")?.value, ["bonds"]);
  const taken = hear("take the crypto out please", { type: "callback" });
  assert.deepEqual(taken.takenBack?.map(({ options }) => options), [["crypto"]]);
});

testValues("riskTolerance", risk, [
  ["aggressive no moderate", "moderate"],
  ["low no high", "aggressive"],
]);
