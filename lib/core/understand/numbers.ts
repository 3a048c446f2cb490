/** Numbers as they are spoken and written: from a row of tokens to a value. */
import { Cardinal } from "./cardinal.ts";
import type { NumberOptions, NumberRead } from "./number_read.ts";
import type { NumberTable, NumberWord } from "./number_table.ts";
import type { Token } from "./tokens.ts";

/** The number that starts at token `from`, or null. */
export function readNumber(
  tokens: readonly Token[],
  from: number,
  table: NumberTable,
  options: NumberOptions,
): NumberRead | null {
  const token = tokens[from];
  if (!token || options.taken[from]) return null;
  if (token.number === null && !table.has(token.word)) return null;
  const reader = new NumberReader(tokens, table, options);
  return reader.digitByDigit(from) ?? reader.fraction(from) ?? reader.vague(from) ??
    reader.cardinal(from);
}

const plain = {
  scales: [],
  scaled: false,
  hundred: false,
  vague: false,
  elliptical: false,
  digits: false,
} as const;

/** Digits of a number said digit by digit; more is no sum of money. */
const DIGITS_MAX = 12;

class NumberReader {
  readonly #tokens: readonly Token[];
  readonly #table: NumberTable;
  readonly #options: NumberOptions;

  constructor(tokens: readonly Token[], table: NumberTable, options: NumberOptions) {
    this.#tokens = tokens;
    this.#table = table;
    this.#options = options;
  }

  /** The kind of the word at a place that still belongs to the number. */
  #kindAt(at: number, first: boolean): NumberWord | null {
    const token = this.#tokens[at];
    if (!token || this.#options.taken[at] || (!first && token.pause > 0)) return null;
    return this.#table.get(token.word) ?? null;
  }

  /** "five zero zero zero", "5 0 0": at least three digits, or two with a zero behind. */
  digitByDigit(from: number): NumberRead | null {
    let said = "";
    let at = from;
    for (; said.length < DIGITS_MAX; at++) {
      const digit = this.#digitAt(at, at === from);
      if (digit === null) break;
      said += digit;
    }
    if (said.length < 3 && !(said.length === 2 && said[1] === "0")) return null;
    if (said[0] === "0" || this.#digitAt(at, false) !== null) return null;
    const next = this.#kindAt(at, false);
    const scaled = next?.kind === "scale" || next?.kind === "slang";
    const value = Number(said) * (scaled ? next.value : 1);
    const scales = scaled ? [next.value] : [];
    return { ...plain, from, to: scaled ? at + 1 : at, value, scales, scaled, digits: true };
  }

  #digitAt(at: number, first: boolean): string | null {
    const token = this.#tokens[at];
    if (!token || this.#options.taken[at] || (!first && token.pause > 0)) return null;
    if (token.number !== null) return /^\d$/.test(token.word) ? token.word : null;
    const word = this.#table.get(token.word);
    if (word?.kind === "digit") return String(word.value);
    return word?.kind === "small" && word.value < 10 ? String(word.value) : null;
  }

  /** "half a million", "three quarters of a million". */
  fraction(from: number): NumberRead | null {
    let at = from;
    let parts = 1;
    const first = this.#kindAt(at, true);
    if (first?.kind === "one" || (first?.kind === "small" && first.value < 4)) {
      parts = first.kind === "one" ? 1 : first.value;
      at++;
    }
    const part = this.#kindAt(at, at === from);
    if (part?.kind !== "fraction") return null;
    at++;
    if (this.#kindAt(at, false)?.kind === "of") at++;
    if (this.#kindAt(at, false)?.kind === "one") at++;
    const scale = this.#kindAt(at, false);
    const isScale = scale?.kind === "scale" || scale?.kind === "slang";
    if (!isScale || scale.value < 1_000) return null;
    const value = parts * part.value * scale.value;
    return { ...plain, from, to: at + 1, value, scales: [scale.value], scaled: true };
  }

  /** "a couple hundred thousand", "a few years". */
  vague(from: number): NumberRead | null {
    let at = from;
    if (this.#kindAt(at, true)?.kind === "one") at++;
    const vague = this.#kindAt(at, at === from);
    if (vague?.kind !== "vague") return null;
    at++;
    if (this.#kindAt(at, false)?.kind === "of") at++;
    let factor = 1;
    let scaled = false;
    for (let next = this.#kindAt(at, false); next; next = this.#kindAt(at, false)) {
      if (next.kind !== "hundred" && next.kind !== "scale" && next.kind !== "slang") break;
      factor *= next.value;
      scaled ||= next.kind !== "hundred";
      at++;
    }
    const scales = factor > 1 ? [factor, scaled && factor > 1_000 ? 1_000 : factor] : [];
    return { ...plain, from, to: at, value: vague.value * factor, scales, scaled, vague: true };
  }

  cardinal(from: number): NumberRead | null {
    return new Cardinal(this.#tokens, this.#table, this.#options, from).read();
  }
}
