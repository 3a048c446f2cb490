/** What a campaign's agent says in every call, word for word: rendered before the first one. */
import type { Campaign } from "./campaign.ts";
import { keypadHint } from "./keypad.ts";
import { spokenForm } from "./spoken/spoken_form.ts";
import type { Asked } from "./understand/heard.ts";

/** Everything that holds no caller's value, also what is read out when no word can be heard. */
export function fixedPhrases(campaign: Campaign): readonly string[] {
  const { lines, fields, keypad } = campaign;
  const questions = fields.flatMap(({ question, reask }) => [question, reask]);
  const asked: Asked[] = fields.map(({ key }) => ({ type: "field", key }));
  const hints = [...asked, { type: "callback" } as const].map((each) => keypadHint(each, campaign));
  const all = [
    ...Object.values<string>({ ...lines }),
    ...questions,
    ...hints,
    keypad.yesNo,
    keypad.number,
    keypad.years,
    keypad.person,
  ].filter((text) => text !== "" && !text.includes("{"));
  return [...new Set(all.map((text) => spokenForm(text, campaign)))];
}
