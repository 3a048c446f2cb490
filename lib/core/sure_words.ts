/** How sure ears are of single words: an answer is as sure as the least sure word that bears it. */
import { bareWords } from "./understand/bare_words.ts";

/** One word, as the ears wrote it, and how sure they are of it, 0 to 1. */
export interface SureWord {
  readonly text: string;
  readonly confidence: number;
}

/** Of a turn; longer ones say nothing new of their later words. */
export const SURE_WORDS_MAX = 400;

/** `otherwise`: of a quote with words of which nothing is known. */
export function leastSure(
  quote: string,
  words: readonly SureWord[],
  otherwise: number,
): number {
  if (words.length === 0) return otherwise;
  const known = new Map<string, number>();
  for (const { text, confidence } of words) {
    for (const word of bareWords(text)) {
      known.set(word, Math.min(known.get(word) ?? 1, confidence));
    }
  }
  const sure = bareWords(quote).map((word) => known.get(word) ?? otherwise);
  return sure.length === 0 ? otherwise : Math.min(...sure);
}

/** Words of a turn and those that come after them, within the limit. */
export function sureWords(
  before: readonly SureWord[],
  after: readonly SureWord[],
): readonly SureWord[] {
  return [...before, ...after].slice(0, SURE_WORDS_MAX);
}
