/** How a caller's words sound, from a lexicon: -1 (angry) to 1 (glad). Negation turns, emphasis adds. */
import { DAMPENERS, EMPHASIS, NEGATIONS, PHRASES, WORDS } from "./lexicon.data.ts";

/** Words before one that may turn or strengthen it: "not at all happy". */
const REACH = 3;
/** A negated word is weaker than its opposite: "not bad" is no praise. */
const NEGATED = -0.6;
const EMPHASISED = 1.4;
const DAMPENED = 0.6;
/** Shouting on paper, and "!!". */
const LOUD = 1.15;
/** The sum at which the scale bends: two strong words are near its end. */
const BEND = 3;

export interface Sentiment {
  readonly score: number;
  /** Words of the lexicon that were found. */
  readonly evidence: readonly string[];
}

export function sentimentOf(text: string): Sentiment {
  const { rest, sum: ofPhrases, evidence } = takePhrases(normal(text));
  const words = rest.split(" ").filter((word) => word !== "");
  let sum = ofPhrases;
  for (const [at, word] of words.entries()) {
    if (!Object.hasOwn(WORDS, word)) continue;
    sum += WORDS[word]! * weightOf(words.slice(Math.max(0, at - REACH), at));
    evidence.push(word);
  }
  const loud = /!!|\b[A-Z]{4,}\b/.test(text) ? LOUD : 1;
  return { score: bent(sum * loud), evidence };
}

/** The last turn weighs most: a caller who calms down is calm. Null where nothing was said. */
export function moodOf(scores: readonly number[]): number | null {
  if (scores.length === 0) return null;
  return rounded(scores.reduce((mood, score) => mood * 0.5 + score * 0.5, scores[0]!));
}

/** What a mean would hide: one turn in which the caller was angry. Null where nothing was said. */
export function lowestOf(scores: readonly number[]): number | null {
  return scores.length === 0 ? null : Math.min(...scores);
}

function normal(text: string): string {
  return text.toLowerCase().replaceAll("’", "'").replace(/[^\p{L}\p{N}' ]+/gu, " ")
    .replace(/\s+/g, " ").trim();
}

function takePhrases(text: string) {
  let rest = ` ${text} `;
  let sum = 0;
  const evidence: string[] = [];
  for (const [phrase, value] of PHRASES) {
    if (!rest.includes(` ${phrase} `)) continue;
    rest = rest.replace(` ${phrase} `, " ");
    sum += value;
    evidence.push(phrase);
  }
  return { rest, sum, evidence };
}

/** Of a word, by those before it; the nearest counts. */
function weightOf(before: readonly string[]): number {
  let weight = 1;
  for (const word of before) {
    if (NEGATIONS.has(word) || word.endsWith("n't")) weight *= NEGATED;
    else if (EMPHASIS.has(word)) weight *= EMPHASISED;
    else if (DAMPENERS.has(word)) weight *= DAMPENED;
  }
  return weight;
}

function bent(sum: number): number {
  return rounded(sum / (Math.abs(sum) + BEND));
}

export function rounded(score: number): number {
  return Math.round(score * 100) / 100;
}
