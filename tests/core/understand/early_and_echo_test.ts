/** An answer counts whatever was asked; the agent's own words, come back from the line, never do. */
import assert from "node:assert/strict";
import { type Field } from "../../../lib/core/campaign.ts";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import { spokenForm } from "../../../lib/core/spoken/spoken_form.ts";
import type { Asked } from "../../../lib/core/understand/heard.ts";
import { sayValue } from "../../../lib/core/understand/say.ts";
import { seededRandom, seedOfThisRun } from "../../random.ts";
import { hear, money, months } from "./asking.ts";
import { ASKED, noteOf } from "./noting.ts";
import { several } from "./spoken_forms/answers.ts";
import { Draw, type SpokenForm } from "./spoken_forms/form.ts";
import { drawForms } from "./spoken_forms/draw_forms.ts";

const FORMS = 2_000;

/** What the agent says, and what it asks with it. */
const questions: readonly (readonly [said: string, asked: Asked])[] = [
  ...investmentLead.fields.flatMap((field) =>
    [field.question, field.reask].map((said) =>
      [said, { type: "field", key: field.key } as Asked] as const
    )
  ),
  ...investmentLead.fields.map((field) => [confirmOf(field), confirms(field)] as const),
  [investmentLead.lines.askCallback, { type: "callback" }],
  [investmentLead.lines.askCallbackTime, { type: "callback_time" }],
  [investmentLead.lines.askPhone, { type: "phone" }],
];

function valueOf({ key }: Field) {
  switch (key) {
    case "amount":
      return money(50_000);
    case "timeline":
      return months(0, 24, "medium");
    case "riskTolerance":
      return "moderate";
    default:
      return ["stocks", "bonds"];
  }
}

function confirms(field: Field): Asked {
  return { type: "confirm", key: field.key, value: valueOf(field) };
}

function confirmOf(field: Field): string {
  return field.confirm.replace("{value}", sayValue(valueOf(field), field, investmentLead));
}

/** As a recogniser writes down what came back: in small letters, without signs. */
function asHeard(text: string): string {
  return spokenForm(text, investmentLead).toLowerCase().replace(/[^a-z' ]+/g, " ").trim();
}

for (const [said, asked] of questions) {
  Deno.test(`the echo of ${JSON.stringify(said)} is no answer`, () => {
    for (const echo of [said, asHeard(said), ...sentencesOf(said), ...endsOf(asHeard(said))]) {
      const { answers, yesNo } = hear(echo, asked, { agentSaid: said });
      assert.deepEqual(answers, [], echo);
      assert.equal(yesNo, null, echo);
    }
  });

  Deno.test(`what is said behind the echo of ${JSON.stringify(said)} is an answer`, () => {
    const seed = seedOfThisRun();
    const code = codeOf(asked);
    if (code === null) return;
    const forms = drawForms(seededRandom(seed), FORMS).filter((form) => form.asked === code);
    assert.ok(forms.length > 0);
    const failed = forms.filter((form) => !isNoted(`${said} ${form.said}`, form, said));
    assert.ok(
      failed.length <= forms.length * 0.02,
      `PARLEY_SEED=${seed}: ${failed.length} of ${forms.length}, such as "${failed[0]?.said}"`,
    );
  });
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.?!])\s+/);
}

/** The line cuts the beginning off: the last words, as long as they are more than an answer. */
function endsOf(text: string): string[] {
  const words = text.split(/\s+/);
  return words.map((_, at) => words.slice(at).join(" ")).filter((end) => end.split(" ").length > 4);
}

function codeOf(asked: Asked): SpokenForm["asked"] | null {
  const same = Object.entries(ASKED).find(([, other]) =>
    JSON.stringify(other) === JSON.stringify(asked)
  );
  return same ? same[0] as SpokenForm["asked"] : null;
}

function isNoted(text: string, form: SpokenForm, agentSaid: string): boolean {
  try {
    assert.deepEqual(noteOf(text, form.asked, { agentSaid }).noted, form.noted);
    return true;
  } catch {
    return false;
  }
}

const EVERY_QUESTION = ["type", "amount", "risk", "timeline", "nothing"] as const;

Deno.test("answers that are given before they are asked for all count", () => {
  const seed = seedOfThisRun();
  const draw = new Draw(seededRandom(seed));
  let failed = 0;
  for (let at = 0; at < FORMS; at++) {
    const form = several(draw);
    for (const asked of EVERY_QUESTION) {
      const { noted } = noteOf(form.said, asked);
      const all = Object.entries(form.noted).every(([key, value]) =>
        JSON.stringify(noted[key]) === JSON.stringify(value)
      );
      if (!all) failed++;
    }
  }
  const allowed = FORMS * EVERY_QUESTION.length * 0.005;
  assert.ok(failed <= allowed, `PARLEY_SEED=${seed}: ${failed} turns lost an answer`);
});
