/** Thousands of made-up callers, on good lines and on bad ones, and what becomes of their calls. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { isLong } from "../needs.ts";
import { seededRandom } from "../random.ts";
import { Figures } from "./callers/figures.ts";
import { makeGoals } from "./callers/goals.ts";
import { expectedOf } from "./callers/oracle.ts";
import { type Ears, simulate, type SimulatedCall } from "./callers/simulated_call.ts";
import { badLine, doubting, goodLine, sure } from "./callers/word_errors.ts";

const CALLS = isLong ? 5_000 : 600;
/** Shares of many calls are compared with limits: the same calls each time, unless PARLEY_SEED is set. */
const FIRST_SEED = Number(Deno.env.get("PARLEY_SEED") ?? 1);

function callOf(seed: number, ears: Ears) {
  const random = seededRandom(seed);
  const goals = makeGoals(random);
  return { goals, call: simulate(investmentLead, goals, ears, random) };
}

function verdictOf({ lead }: SimulatedCall) {
  const keys = ["investmentType", "amount", "riskTolerance", "timeline", "callback", "phone"];
  const values = keys.map((key) => {
    const value = lead.fields[key]?.value ?? null;
    return [key, key === "investmentType" ? (value as string[] | null)?.toSorted() ?? null : value];
  });
  return { status: lead.status, missing: lead.missing, fields: Object.fromEntries(values) };
}

function figuresOf(name: string, ears: Ears): Figures {
  const figures = new Figures();
  for (let number = 0; number < CALLS; number++) {
    figures.add(callOf(FIRST_SEED + number, ears).call);
  }
  console.error(figures.report(name));
  return figures;
}

Deno.test(`${CALLS} callers on a good line: each verdict is theirs, and each amount is read back`, () => {
  const figures = new Figures();
  for (let number = 0; number < CALLS; number++) {
    const seed = FIRST_SEED + number;
    const { goals, call } = callOf(seed, goodLine);
    const about = `PARLEY_SEED=${seed}\n${call.lines.join("\n")}`;
    assert.deepEqual(verdictOf(call), expectedOf(call.caller, goals, call.callerNumber), about);
    figures.add(call);
  }
  console.error(figures.report("good line"));
  assert.deepEqual([figures.unasked, figures.notReadBack], [0, 0], figures.examples.join("\n\n"));
});

Deno.test(`${CALLS} callers on a bad line: right values, few questions, nothing wrong unasked`, () => {
  const figures = figuresOf("bad line", badLine(doubting));
  const examples = `first seed ${FIRST_SEED}\n${figures.examples.join("\n\n")}`;
  assert.ok(figures.f1 >= 0.93, examples);
  assert.ok(figures.mostExtraQuestions <= 2, examples);
  assert.equal(figures.unasked, 0, examples);
  assert.equal(figures.notReadBack, 0, examples);
});

Deno.test(`${CALLS} callers whose ears doubt nothing: amounts are read back all the same`, () => {
  const figures = figuresOf("bad line, ears that doubt nothing", badLine(sure));
  assert.equal(figures.notReadBack, 0, figures.examples.join("\n\n"));
});
