/** What a person who takes a call over is told of it: short, and safe wherever a dialplan puts it. */
import type { Campaign } from "./campaign.ts";
import type { Qualification } from "./qualification.ts";
import { sayValue } from "./understand/say.ts";
import { leadOf } from "./verdict.ts";

/** Fits on a telephone's display or into a SIP header; Asterisk itself takes 4096 with all around it. */
export const NOTE_CHARS_MAX = 240;
/** Anything else may mean something to the dialplan: commas part arguments, quotes end them. */
const UNSAFE = /[^\p{L}\p{N} .:-]+/gu;

/** Answers to the campaign's own questions, and what is open; no name and no number. */
export function noteOf(known: Qualification, campaign: Campaign): string {
  const lead = leadOf(known, campaign);
  const answered = campaign.fields.flatMap((field) => {
    const evidence = lead.fields[field.key];
    return evidence ? [`${inWords(field.key)}: ${sayValue(evidence.value, field, campaign)}`] : [];
  });
  const open = lead.missing.map(inWords).join(" and ");
  const parts = open === "" ? answered : [...answered, `open: ${open}`];
  const note = parts.join(". ").replace(UNSAFE, " ").replace(/ +/g, " ").trim();
  return [...note].slice(0, NOTE_CHARS_MAX).join("");
}

/** "riskTolerance" → "risk tolerance" */
function inWords(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}
