/** Where a text can be taken up again after some of it was said. */

/** A number is said digit by digit or in words: about four letters for each digit. */
const DIGIT_WEIGHT = 4;
/** Behind these a speaker draws breath. */
const CLAUSE_END = /[,;:.!?…–—]["'”’)\]]*\s+/g;
/** So far into a clause it counts as said: its last word is not worth hearing it all again. */
const SAID_SHARE = 0.85;

/** How long a text is in the mouth: letters and spaces one each, digits four. */
export function spokenWeight(text: string): number {
  let weight = 0;
  for (const sign of text) weight += /\d/.test(sign) ? DIGIT_WEIGHT : 1;
  return weight;
}

/**
 * What is left to say of `text` after about `saidWeight` of it: from the beginning of the clause that
 * was being said, so that not more than one clause is heard twice. "" where nothing is left.
 */
export function restAfter(text: string, saidWeight: number): string {
  const ends = [...text.matchAll(CLAUSE_END)].map((match) => match.index + match[0].length);
  let from = 0;
  for (const end of [...ends, text.length]) {
    const before = spokenWeight(text.slice(0, from));
    const said = saidWeight - before;
    if (said < spokenWeight(text.slice(from, end)) * SAID_SHARE) break;
    from = end;
  }
  return text.slice(from).trim();
}
