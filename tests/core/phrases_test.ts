import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { fixedPhrases } from "../../lib/core/phrases.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "UTC", silenceMs: SILENCE_MS };

Deno.test("fixedPhrases() holds all that is said when neither ears, brain nor voice work", () => {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }, {
    type: "ears_failed",
  });
  const phrases = new Set(fixedPhrases(investmentLead));
  story.hearOut().wait(SILENCE_MS).hearOut();
  for (const digits of ["12#", "50000#", "2", "5#", "2"]) {
    story.tell(...[...digits].map((digit) => ({ type: "digit", digit }) as const));
    story.hearOut().wait(9_000).hearOut();
  }
  const said = story.saved(true).said();
  assert.ok(said.length > 15, "the call did not go on");
  const rendered = said.filter((text) => !phrases.has(text));
  assert.deepEqual(rendered, ["I have noted fifty thousand dollars."]); // left out without a voice
});
