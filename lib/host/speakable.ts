/** Text as a person writes it, made into text that flite says right, sentence by sentence. */

/** Longer sentences are cut at a word: flite takes 16 ms a second of speech, and one at a time. */
const MAX_SENTENCE_CHARS = 240;
/** A full stop after these ends no sentence. */
const ABBREVIATION = /(?:^|[\s.])(?:[A-Za-z]|mr|mrs|ms|dr|st|vs|no|inc|ltd|approx)\.$/i;

/** What flite gets wrong, tried one by one: "AI" is "eye", "IRA" a name, "€" and "+" nothing. */
const SAID_AS: readonly (readonly [RegExp, string])[] = [
  [/\bREIT(s?)\b/g, "reet$1"],
  [/\be\.\s?g\.,?/gi, "for example"],
  [/\bi\.\s?e\.,?/gi, "that is"],
  [/\bUS\s?\$/g, "$"],
  [/€\s?(\d[\d.,]*\d|\d)(\s(?:thousand|million|billion))?/g, "$1$2 euros"],
  [/£\s?(\d[\d.,]*\d|\d)(\s(?:thousand|million|billion))?/g, "$1$2 pounds"],
  [/\bUSD\s?(\d[\d.,]*\d|\d)/g, "$1 dollars"],
  [/\bEUR\s?(\d[\d.,]*\d|\d)/g, "$1 euros"],
  [/&/g, " and "],
];
const SPELLED = /\b(?:AI|IRA|ID|VAT|API|EU|UK)\b/g;
/** E.164 numbers, and any run of digits too long to be an amount. */
const DIGITS_ONE_BY_ONE = /\+\d{6,}|\b\d{9,}\b/g;

/** The sentences of `text`, ready for flite; none where there is nothing to say. */
export function speakable(text: string): string[] {
  return sentences(plain(text)).filter((sentence) => /[a-z0-9]/i.test(sentence));
}

function plain(text: string): string {
  let said = text.normalize("NFKD")
    .replace(/[‘’‛]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/\s*[–—]\s*/g, ", ");
  for (const [written, spoken] of SAID_AS) said = said.replace(written, spoken);
  return said
    .replace(SPELLED, (letters) => [...letters].join(" "))
    .replace(DIGITS_ONE_BY_ONE, (digits) => [...digits.replace("+", "")].join(" "))
    .replace(/[^\x20-\x7e]+/g, (odd) => /\s/.test(odd) ? " " : "") // controls, accents, pictures
    .replace(/[<>[\]{}\\|_*~^`#]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function sentences(text: string): string[] {
  const found: string[] = [];
  let sentence = "";
  for (const part of text.split(/(?<=[.!?]["')]*)\s+/)) {
    sentence = sentence === "" ? part : `${sentence} ${part}`;
    if (ABBREVIATION.test(part)) continue;
    found.push(...pieces(sentence));
    sentence = "";
  }
  return [...found, ...pieces(sentence)];
}

/** Cuts what is too long, after a comma if there is one in the second half, else at a space. */
function pieces(sentence: string): string[] {
  const found: string[] = [];
  let rest = sentence;
  while (rest.length > MAX_SENTENCE_CHARS) {
    const head = rest.slice(0, MAX_SENTENCE_CHARS);
    const comma = head.lastIndexOf(", ") + 1;
    const space = head.lastIndexOf(" ");
    const at = comma > MAX_SENTENCE_CHARS / 2 ? comma : space > 0 ? space : MAX_SENTENCE_CHARS;
    found.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return rest === "" ? found : [...found, rest];
}
