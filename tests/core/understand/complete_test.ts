import assert from "node:assert/strict";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import { type Completeness, completenessOf } from "../../../lib/core/understand/complete.ts";
import type { Asked } from "../../../lib/core/understand/heard.ts";
import { START_MS } from "../story.ts";

function isComplete(asked: Asked, expected: Readonly<Partial<Record<Completeness, string[]>>>) {
  const context = {
    campaign: investmentLead,
    asked,
    agentSaid: "",
    nowMs: START_MS,
    timeZone: "America/New_York",
  };
  for (const [completeness, lines] of Object.entries(expected)) {
    for (const line of lines) assert.equal(completenessOf(line, context), completeness, line);
  }
}

Deno.test("completenessOf() takes a yes and a no for all, unless it goes on", () => {
  isComplete({ type: "callback" }, {
    complete: ["yes", "Yeah.", "no", "nope", "yes please", "no thank you", "that's right", "it is"],
    unfinished: ["yes and", "yeah but", "no um", "maybe"],
  });
});

Deno.test("completenessOf() waits for the rest of a number", () => {
  isComplete({ type: "field", key: "amount" }, {
    answered: ["fifty thousand", "fifty k", "two hundred grand", "$50,000", "half a million"],
    unfinished: ["fifty", "two hundred", "one point", "half a", "between", "a couple of", "about"],
  });
  isComplete({ type: "field", key: "timeline" }, {
    answered: ["two years", "a year and a half", "long term"],
    unfinished: ["two", "twenty", "a couple of", "within"],
  });
});

Deno.test("completenessOf() waits for all digits of a number, by the plan of the country", () => {
  isComplete({ type: "phone" }, {
    complete: ["two oh two five five five oh one two three", "202 555 0123", "+1 202 555 0123"],
    half: ["three", "it's three", "two oh two", "two oh two five five five oh one two"],
    unfinished: ["my number is"],
    answered: ["I'd rather not say"],
    open: ["I don't have one"],
  });
});

Deno.test("completenessOf() waits for an address to the end of its domain", () => {
  isComplete({ type: "nothing" }, {
    answered: ["john dot smith at example dot com"],
    half: ["anna at gmail", "j o h", "info at example dot co"],
    unfinished: ["my email is", "john dot smith at", "john at example dot"],
  });
});

Deno.test("completenessOf() ends a choice with a full one, and no sentence with a conjunction", () => {
  isComplete({ type: "field", key: "investmentType" }, {
    answered: ["stocks", "stocks and bonds", "I think some bonds", "real estate I guess"],
    unfinished: ["stocks and", "stocks or", "I was thinking about", "um", "maybe", "I think"],
    open: ["my aunt left me money"],
    sentence: ["My aunt left me money."],
  });
});
