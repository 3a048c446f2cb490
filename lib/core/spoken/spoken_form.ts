/** Text as it is written, made into text as it is said: every voice then says it the same, and right. */
import { sayAddresses } from "./addresses.ts";
import { sayDates } from "./dates.ts";
import { sayMoney } from "./money.ts";
import { sayNumbers } from "./numbers.ts";
import { sayShortForms } from "./short_forms.ts";

export interface SpokenForm {
  /** BCP 47. */
  readonly language: string;
  /** ISO 3166: whether 3/5 is in March or in May. */
  readonly country: string;
}

/** Says the month before the day in figures. */
const MONTH_FIRST = new Set(["US", "PH", "PW", "FM", "MH"]);
/** Nothing in it needs to be said otherwise than it is written. */
const PLAIN = /^[^\d@&%$€£¥/#+=~<>°]*$/;

/** What is made to be said already stays as it is. */
export function spokenForm(text: string, { language, country }: SpokenForm): string {
  if (!/^en\b/i.test(language)) return text; // only English is known so far
  const short = sayShortForms(sayAddresses(text));
  if (PLAIN.test(short)) return short.trim();
  const said = sayMoney(sayDates(short, MONTH_FIRST.has(country)));
  return sayNumbers(said)
    .replace(/(?<=\p{L}) ?\/ ?(?=\p{L})/gu, " or ")
    .replaceAll("/", " ")
    .replace(/ {2,}/g, " ").replace(/ ([.,!?;:])/g, "$1").trim();
}
