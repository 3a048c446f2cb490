/** E-mail addresses, web sites and telephone numbers, as somebody can write them down. */
import { sayAddress } from "../understand/say.ts";
import { digitsInWords, inWords } from "../understand/say_numbers.ts";

const EMAIL = /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g;
/** Longer paths are not dictated: the site is. */
const SITE =
  /\b(?:https?:\/\/)?(?:www\.)?((?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|io|ai|info|biz|us|eu|uk|de|co|example))(?:\/\S*?)?(?=[.,!?;:)]*(?:\s|$))/gi;
/** A plus and a country, or groups that only telephone numbers have. */
const PHONE =
  /(?<![\w.,$€£])(?:\+\d[\d\s().-]{6,18}\d|(?:1[-.\s])?\(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}|\d{3}-\d{4})(?![\w-])/g;

export function sayAddresses(text: string): string {
  return text.replace(EMAIL, sayAddress)
    .replace(SITE, (_, site: string) => sayAddress(site))
    .replace(PHONE, sayPhone);
}

/** "1-800" is "one eight hundred"; all else one by one, in the groups in which it is written. */
function sayPhone(written: string): string {
  const groups = written.match(/\d+/g)!;
  const said = groups.map((group) =>
    /^[1-9]00$/.test(group) ? inWords(Number(group)) : digitsInWords(group)
  );
  return `${written.startsWith("+") ? "plus " : ""}${said.join(", ")}`;
}
