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

/** Forms of one campaign that are kept at hand: its own lines come in every call. */
const KEPT_MAX = 512;
const kept = new WeakMap<SpokenForm, Map<string, string>>();

/** What is made to be said already stays as it is. */
export function spokenForm(text: string, by: SpokenForm): string {
  let forms = kept.get(by);
  if (!forms || forms.size >= KEPT_MAX) kept.set(by, forms = new Map());
  let form = forms.get(text);
  if (form === undefined) forms.set(text, form = said(text, by));
  return form;
}

function said(text: string, { language, country }: SpokenForm): string {
  if (!/^en\b/i.test(language)) return text; // only English is known so far
  const short = sayShortForms(sayAddresses(text));
  if (PLAIN.test(short)) return short.trim();
  const dated = sayDates(short, MONTH_FIRST.has(country));
  return sayNumbers(sayMoney(dated))
    .replace(/(?<=\p{L}) ?\/ ?(?=\p{L})/gu, " or ")
    .replaceAll("/", " ")
    .replace(/ {2,}/g, " ").replace(/ ([.,!?;:])/g, "$1").trim();
}
