/** Words that a turn took before they were final: when their final comes, they are not said twice. */
import { bareWords } from "../understand/bare_words.ts";
import type { Completeness } from "../understand/complete.ts";
import type { Asked, Context } from "../understand/heard.ts";
import { meansSame } from "../understand/understand.ts";

export interface TakenWords {
  readonly words: string;
  readonly completeness: Completeness;
  /** What they were an answer to. */
  readonly asked: Asked;
  readonly atMs: number;
}

/** Interim words go on for so long; ears that had lost their line hear the final anew. */
const INTERIM_MS = 3_000;
const FINAL_MS = 20_000;

/** Words so far, without those that were taken. */
export function interimLeft(taken: TakenWords | null, words: string, atMs: number): string {
  if (taken === null || atMs > taken.atMs + INTERIM_MS) return words;
  const rest = restOf(words, taken);
  if (rest !== null) return rest;
  const isRevised = bareWords(words).length <= bareWords(taken.words).length;
  return isRevised ? "" : words; // the final says what it was
}

/** The same of a final; one that means something else than what was taken counts as a whole. */
export function finalLeft(taken: TakenWords | null, words: string, context: Context): string {
  if (taken === null || context.nowMs > taken.atMs + FINAL_MS) return words;
  const added = bareWords(words).length - bareWords(taken.words).length;
  const isSame = meansSame(words, taken.words, { ...context, asked: taken.asked });
  if (added <= 1 && isSame) return "";
  return restOf(words, taken) ?? words;
}

/** Null where the words don't begin with those taken. Half an answer is said whole: "fifty thousand". */
function restOf(words: string, { words: taken, completeness }: TakenWords): string | null {
  const begin = bareWords(taken);
  const all = words.split(" ");
  const found: string[] = [];
  let at = 0;
  while (at < all.length && found.length < begin.length) found.push(...bareWords(all[at++]!));
  if (found.join(" ") !== begin.join(" ")) return null;
  const isHalf = completeness === "unfinished" || completeness === "half";
  return isHalf && at < all.length ? words : all.slice(at).join(" ");
}
