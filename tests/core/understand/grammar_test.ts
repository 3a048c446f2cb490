import assert from "node:assert/strict";
import type { Campaign } from "../../../lib/core/campaign.ts";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import { speechGrammar } from "../../../lib/core/understand/grammar.ts";
import type { Asked } from "../../../lib/core/understand/heard.ts";
import { clinicAppointment } from "../../stories/clinic_campaign.data.ts";

/** Each way costs the recogniser time: the largest question stays well under half a second. */
const WORDS_MAX = 1_000;
const CHARACTERS_MAX = 40_000;

const everyWord = () => true;

function questionsOf(campaign: Campaign): Asked[] {
  const fields = campaign.fields.map(({ key }): Asked => ({ type: "field", key }));
  return [
    ...fields,
    { type: "callback" },
    { type: "callback_time" },
    { type: "phone" },
    { type: "nothing" },
  ];
}

function rulesIn(jsgf: string): Map<string, string> {
  const rules = jsgf.matchAll(/^(?:public )?<(\w+)> = (.*);$/gm);
  return new Map([...rules].map(([, name, body]) => [name!, body!]));
}

Deno.test("speechGrammar() defines every rule that it names, and lists every word", () => {
  for (const campaign of [investmentLead, clinicAppointment]) {
    for (const asked of questionsOf(campaign)) {
      const { jsgf, words } = speechGrammar(campaign, asked, everyWord);
      const rules = rulesIn(jsgf);
      const bodies = [...rules.values()].join(" ");
      const named = [...bodies.matchAll(/<(\w+)>/g)].map(([, name]) => name!);
      const missing = named.filter((name) => !rules.has(name) && name !== "VOID");
      assert.deepEqual(missing, [], JSON.stringify(asked));
      const spoken = bodies.replace(/<\w+>/g, "").match(/[\p{L}']+/gu) ?? [];
      assert.deepEqual([...new Set(spoken)].sort(), [...words], JSON.stringify(asked));
      assert.equal(jsgf.match(/^public /gm)?.length, 1);
    }
  }
});

Deno.test("speechGrammar() stays small for every question", () => {
  for (const campaign of [investmentLead, clinicAppointment]) {
    for (const asked of questionsOf(campaign)) {
      const { jsgf, words } = speechGrammar(campaign, asked, everyWord);
      assert.ok(words.length <= WORDS_MAX, `${JSON.stringify(asked)}: ${words.length} words`);
      assert.ok(jsgf.length <= CHARACTERS_MAX, `${JSON.stringify(asked)}: ${jsgf.length}`);
    }
  }
});

Deno.test("speechGrammar() offers answers to the question, and wishes with any question", () => {
  const risk = speechGrammar(investmentLead, { type: "field", key: "riskTolerance" }, everyWord);
  const amount = speechGrammar(investmentLead, { type: "field", key: "amount" }, everyWord);
  const reason = speechGrammar(clinicAppointment, { type: "field", key: "reason" }, everyWord);
  assert.ok(risk.words.includes("conservative") && !amount.words.includes("conservative"));
  assert.ok(amount.words.includes("dollars") && amount.words.includes("million"));
  assert.ok(reason.words.includes("vaccination") && !reason.words.includes("dollars"));
  for (const { words } of [risk, amount, reason]) {
    for (const word of ["robot", "person", "yes", "no", "interested"]) {
      assert.ok(words.includes(word));
    }
  }
});

Deno.test("speechGrammar() leaves out ways that hold a word which can't be recognised", () => {
  const asked: Asked = { type: "field", key: "investmentType" };
  const { jsgf, words } = speechGrammar(investmentLead, asked, (word) => word !== "bitcoin");
  assert.ok(!words.includes("bitcoin") && words.includes("ethereum"));
  assert.ok(!/\bbitcoin\b/.test(jsgf));
});
