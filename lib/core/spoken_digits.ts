/** Digits of a text in the order in which they are said, written or in words, with their places. */
import type { Language } from "./understand/language.ts";
import { type NumberTable, numberTableOf, type NumberWord } from "./understand/number_table.ts";

/** "4111", "four", "double one", "forty two", "four thousand one hundred eleven". */
export interface DigitPiece {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

export interface DigitReading {
  /** "Forty two" is 42, else 40 and 2. */
  readonly joinsTens: boolean;
  /** "For" between two digits is 4, else it parts them. */
  readonly mishears: boolean;
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What stands between the word before and this one. */
  readonly gap: string;
}

const WORD = /\d+|[\p{L}'’]+/gu;
const SINGLE: DigitReading = { joinsTens: false, mishears: false };
/** A money sign parts two numbers; these only group digits. */
const GROUPING = /^[\s\-–—.,;:/_()…]*$/u;

/** Runs of pieces that nothing but fillers and grouping signs part. */
export function digitPieces(
  text: string,
  language: Language,
  reading: DigitReading,
): readonly (readonly DigitPiece[])[] {
  const words = wordsOf(text);
  const table = numberTableOf(language);
  const { fillers, misheard } = language.digitWords;
  const runs: DigitPiece[][] = [[]];
  for (let at = 0; at < words.length;) {
    const { start, text: word, gap } = words[at]!;
    if (!GROUPING.test(gap)) runs.push([]);
    const run = runs.at(-1)!;
    const piece = pieceAt(words, at, table, reading) ??
      (reading.mishears ? misheardAt(words, at, table, misheard) : null);
    if (piece !== null) {
      run.push({ start, end: words[piece.to - 1]!.end, digits: piece.digits });
    } else if (!fillers.has(word)) runs.push([]);
    at = piece?.to ?? at + 1;
  }
  return runs.filter((run) => run.length > 0);
}

function wordsOf(text: string): Word[] {
  let end = 0;
  return [...text.matchAll(WORD)].map((match) => {
    const gap = text.slice(end, match.index);
    end = match.index + match[0].length;
    return { start: match.index, end, text: match[0].toLowerCase(), gap };
  });
}

interface Read {
  readonly digits: string;
  /** Words up to here belong to it. */
  readonly to: number;
}

function pieceAt(
  words: readonly Word[],
  at: number,
  table: NumberTable,
  reading: DigitReading,
): Read | null {
  const text = words[at]?.text ?? "";
  if (/^\d+$/.test(text)) return { digits: text, to: at + 1 };
  const word = table.get(text);
  if (word?.kind === "digit") return { digits: String(word.value), to: at + 1 };
  if (word?.kind === "repeat") return repeated(words, at, table, word);
  if (word?.kind !== "small" && word?.kind !== "tens") return null;
  return inThousands(words, at, table) ?? underHundred(words, at, table, reading.joinsTens);
}

/** A digit follows, too. */
function misheardAt(
  words: readonly Word[],
  at: number,
  table: NumberTable,
  misheard: Language["digitWords"]["misheard"],
): Read | null {
  const { text } = words[at]!;
  if (!Object.hasOwn(misheard, text)) return null;
  const isInside = pieceAt(words, at + 1, table, SINGLE) !== null ||
    Object.hasOwn(misheard, words[at + 1]?.text ?? "");
  return isInside ? { digits: misheard[text]!, to: at + 1 } : null;
}

/** "Double one". */
function repeated(
  words: readonly Word[],
  at: number,
  table: NumberTable,
  { value }: NumberWord,
): Read | null {
  const next = pieceAt(words, at + 1, table, SINGLE);
  return next?.digits.length === 1 ? { ...next, digits: next.digits.repeat(value) } : null;
}

/** "Four thousand one hundred (and) eleven" is 4111, "two hundred five" 205. */
function inThousands(words: readonly Word[], at: number, table: NumberTable): Read | null {
  const first = underHundred(words, at, table, true);
  const scale = table.get(words[first.to]?.text ?? "");
  const isScale = scale?.kind === "hundred" || (scale?.kind === "scale" && scale.value === 1_000);
  if (!isScale) return null;
  const to = first.to + 1;
  const isAnd = table.get(words[to]?.text ?? "")?.kind === "and";
  const restAt = isAnd ? to + 1 : to;
  const whole = Number(first.digits) * scale.value;
  const rest = restUnder(words, restAt, table, scale.value);
  return rest === null
    ? { digits: String(whole), to }
    : { digits: String(whole + Number(rest.digits)), to: rest.to };
}

function restUnder(
  words: readonly Word[],
  at: number,
  table: NumberTable,
  limit: number,
): Read | null {
  const kind = table.get(words[at]?.text ?? "")?.kind;
  if (kind !== "small" && kind !== "tens") return null;
  const rest = inThousands(words, at, table) ?? underHundred(words, at, table, true);
  return Number(rest.digits) < limit ? rest : null;
}

function underHundred(
  words: readonly Word[],
  at: number,
  table: NumberTable,
  joins: boolean,
): Read {
  const { kind, value } = table.get(words[at]!.text)!;
  const after = words[at + 1];
  const next = after && /^[ -]$/.test(after.gap) ? table.get(after.text) : undefined; // "20, 5"
  const isUnit = next?.kind === "small" && next.value > 0 && next.value < 10;
  return kind === "tens" && joins && isUnit
    ? { digits: String(value + next.value), to: at + 2 }
    : { digits: String(value), to: at + 1 };
}
