/** Ears on a bad line: words that become others, get lost or come from nowhere. */
import { pick, type Random } from "./goals.ts";
import { ALIKE, ANY_WORDS } from "./word_errors.data.ts";
import type { Ears, HeardWords } from "./simulated_call.ts";

export const SUBSTITUTED = 0.12;
export const DELETED = 0.05;
export const INSERTED = 0.03;

/** How ears judge what they heard, on the port's scale: below 0.6 they doubt it. */
export type Judge = (hasErrors: boolean, random: Random) => number;

/**
 * They doubt what has an error, as an ear that reports its least sure word does, and one right
 * utterance of six besides.
 */
export const doubting: Judge = (hasErrors, random) =>
  hasErrors || random() < 0.15 ? 0.25 + random() * 0.34 : 0.7 + random() * 0.28;
/** They never doubt anything: nothing but the conversation itself can find an error. */
export const sure: Judge = () => 0.9;

export function badLine(judge: Judge): Ears {
  return (text, random): HeardWords => {
    const words = text.toLowerCase().replace(/[,.]/g, "").split(/\s+/);
    const heard = words.flatMap((word) => hear(word, random));
    return {
      text: heard.join(" "),
      confidence: judge(heard.join(" ") !== words.join(" "), random),
    };
  };
}

/** Every word as it was said. */
export const goodLine: Ears = (text) => ({ text, confidence: 0.97 });

function hear(word: string, random: Random): string[] {
  const inserted = random() < INSERTED ? [pick(random, ANY_WORDS)] : [];
  const fate = random();
  if (fate < DELETED) return inserted;
  if (fate < DELETED + SUBSTITUTED) return [...inserted, another(word, random)];
  return [...inserted, word];
}

/** What sounds alike where there is something; any word else. */
function another(word: string, random: Random): string {
  const alike = ALIKE[word];
  return alike ? pick(random, alike) : pick(random, ANY_WORDS);
}
