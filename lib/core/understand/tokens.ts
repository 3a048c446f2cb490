/** A caller's turn as a row of plain words: lower case, contractions written out, numbers read. */
import type { Language } from "./language.ts";

export interface Token {
  /** Lower case, as the tables write it; digits without grouping signs. */
  readonly word: string;
  /** Where it stands in the turn; words of one contraction share their place. */
  readonly start: number;
  readonly end: number;
  /** The break before it: 0 none, 1 a comma or dash, 2 the end of a sentence. */
  readonly pause: 0 | 1 | 2;
  /** What stands between the word before and this one where that is one sign or nothing: "-", "". */
  readonly glue: string;
  /** The value of written digits, else null. */
  readonly number: number | null;
  /** True for the last word of a sentence that ends with "?". */
  readonly asks: boolean;
}

const WORD = /\p{L}/u;
const SIGNS = "$€£¥₹₩₺₪%+@#_&";
const PAUSE_SIGNS = ",;:()–—…";

/** Characters of one number with its grouping signs; "1.1.1.1…" is none, however long. */
const NUMBER_CHARS_MAX = 24;

/** Cuts a text into tokens; linear in its length. */
export function tokenize(text: string, language: Language): Token[] {
  return new Tokenizer(text, language).run();
}

/** The words of a phrase in a table, in the form in which a turn's tokens have them. */
export function plainWords(phrase: string, language: Language): readonly string[] {
  return new Tokenizer(phrase, language).all().map(({ word }) => word);
}

type Draft = { -readonly [Key in keyof Token]: Token[Key] };

class Tokenizer {
  readonly #text: string;
  readonly #language: Language;
  readonly #tokens: Draft[] = [];
  #at = 0;
  #gapFrom = 0;

  constructor(text: string, language: Language) {
    this.#text = text;
    this.#language = language;
  }

  /** The tokens of a turn, without hesitation. */
  run(): Token[] {
    this.all();
    const tokens = this.#tokens.filter((_, at) => !this.#isHesitation(at));
    hearNumbers(tokens, this.#language);
    return tokens;
  }

  all(): Token[] {
    const { length } = this.#text;
    while (this.#at < length) {
      const code = this.#text.charCodeAt(this.#at);
      if (isDigit(code)) this.#number();
      else if (isLetter(code, this.#text, this.#at)) this.#letters();
      else if (SIGNS.includes(this.#text[this.#at]!)) this.#sign();
      else this.#at++;
    }
    this.#markQuestion(length);
    return this.#tokens;
  }

  /** "Um" and "uh" say nothing; their break goes to the next word. */
  #isHesitation(at: number): boolean {
    const [before, token, next] = [this.#tokens[at - 1], this.#tokens[at]!, this.#tokens[at + 1]];
    const { sounds, afterSounds, beforeSounds } = this.#language.words;
    if (!sounds.has(token.word)) return false;
    if (next && afterSounds.has(next.word)) return false;
    if (before && beforeSounds.has(before.word)) return false;
    if (next) next.pause = token.pause === 2 ? 2 : next.pause === 2 ? 2 : least(token, next);
    return true;
  }

  #number(): void {
    const start = this.#at;
    let end = digitsEnd(this.#text, start);
    while (end - start < NUMBER_CHARS_MAX && isGrouping(this.#text, end)) {
      end = digitsEnd(this.#text, end + 1);
    }
    const raw = this.#text.slice(start, end);
    let value = readDigits(raw);
    if (value === null) {
      end = digitsEnd(this.#text, start);
      value = Number(this.#text.slice(start, end));
    }
    const plain = this.#text.slice(start, end);
    const word = /^\d+$/.test(plain) ? plain : String(value);
    this.#push(word, start, end, value);
  }

  #letters(): void {
    const { text } = this;
    const start = this.#at;
    let end = wordEnd(text, start);
    const acronymEnd = end === start + 1 ? acronymUntil(text, start) : start;
    if (acronymEnd > end) {
      end = acronymEnd;
      this.#push(text.slice(start, end).replaceAll(".", "").toLowerCase(), start, end, null);
      return;
    }
    const word = text.slice(start, end).toLowerCase().replaceAll("’", "'");
    this.#written(word, start, end);
  }

  get text(): string {
    return this.#text;
  }

  /** One written word may stand for several: "don't", "fiftyish". */
  #written(word: string, start: number, end: number): void {
    const { contractions, endings, respelled, numbers } = this.#language;
    const whole = own(contractions, word) ?? own(respelled, word);
    if (whole !== undefined) return this.#pushAll(whole, start, end);
    const cut = word.lastIndexOf("'");
    if (cut > 0) {
      const from = word.endsWith("n't") ? word.length - 3 : cut;
      const ending = own(endings, word.slice(from));
      if (ending !== undefined) {
        return this.#pushAll(`${word.slice(0, from)} ${ending}`, start, end);
      }
    }
    const stem = word.endsWith("ish") ? word.slice(0, -3) : "";
    const isNumber = stem !== "" &&
      (Object.hasOwn(numbers.tens, stem) || Object.hasOwn(numbers.small, stem) ||
        Object.hasOwn(numbers.scales, stem));
    if (isNumber) return this.#pushAll(`${stem} ish`, start, end);
    this.#push(word, start, end, null);
  }

  #pushAll(words: string, start: number, end: number): void {
    for (const word of words.trim().split(" ")) {
      this.#push(word, start, end, null);
      this.#gapFrom = -1;
    }
    this.#gapFrom = end;
  }

  #sign(): void {
    const sign = this.#text[this.#at]!;
    this.#push(sign === "&" ? "and" : sign, this.#at, this.#at + 1, null);
  }

  #push(word: string, start: number, end: number, number: number | null): void {
    const inside = this.#gapFrom === -1;
    const gap = inside ? " " : this.#text.slice(this.#gapFrom, start);
    const first = this.#tokens.length === 0;
    const pause = first ? 2 : inside ? 0 : pauseOf(gap);
    if (pause === 2 && !first) this.#markQuestion(start);
    const glue = gap.length <= 1 && gap !== " " ? gap : " ";
    this.#tokens.push({ word, start, end, pause, glue, number, asks: false });
    this.#at = end;
    this.#gapFrom = end;
  }

  /** Marks the word before `until` when a question mark follows it. */
  #markQuestion(until: number): void {
    const last = this.#tokens.at(-1);
    if (last) last.asks = this.#text.slice(last.end, until).includes("?");
  }
}

function least(a: Draft, b: Draft): 0 | 1 | 2 {
  return a.pause < b.pause ? a.pause : b.pause;
}

/** "To hundred thousand" at the start of a clause is two hundred thousand, "ten grant" ten grand. */
function hearNumbers(tokens: readonly Draft[], language: Language): void {
  const { soundAlikes, scaleAlikes, numbers, timeUnits, words } = language;
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1];
    const scale = own(scaleAlikes, token.word);
    if (scale !== undefined && before && token.pause === 0 && isNumber(before, language)) {
      token.word = scale;
    }
    const meant = own(soundAlikes, token.word);
    const next = tokens[at + 1];
    if (meant === undefined || !next || next.pause > 0) continue;
    const opens = token.pause > 0 || words.leads.has(before!.word);
    const counts = Object.hasOwn(numbers.scales, next.word) ||
      (Object.hasOwn(timeUnits, next.word) && !language.prepositions.has(token.word));
    if (opens && counts) token.word = meant;
  }
}

function isNumber({ word, number }: Draft, { numbers }: Language): boolean {
  return number !== null || Object.hasOwn(numbers.small, word) ||
    Object.hasOwn(numbers.tens, word) || Object.hasOwn(numbers.scales, word);
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number, text: string, at: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return WORD.test(text[at]!);
}

function digitsEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
}

/** A point or comma between two digits belongs to the number, and the Swiss "100'000". */
function isGrouping(text: string, at: number): boolean {
  const sign = text[at];
  if (sign === "'" || sign === "’") return digitsEnd(text, at + 1) === at + 4;
  return (sign === "." || sign === ",") && isDigit(text.charCodeAt(at + 1));
}

function wordEnd(text: string, from: number): number {
  let end = from;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (isLetter(code, text, end)) continue;
    const apostrophe = text[end] === "'" || text[end] === "’";
    if (!apostrophe || end === from) break;
    if (!isLetter(text.charCodeAt(end + 1), text, end + 1)) break;
  }
  return end;
}

/** "p.m.", "U.S.": single letters with points; the place after the last point. */
function acronymUntil(text: string, from: number): number {
  let end = from;
  let letters = 0;
  while (
    isLetter(text.charCodeAt(end), text, end) &&
    !(end + 1 < text.length && isLetter(text.charCodeAt(end + 1), text, end + 1))
  ) {
    letters++;
    if (text[end + 1] !== ".") return letters > 1 ? end + 1 : from;
    end += 2;
    if (end >= text.length) break;
  }
  if (letters < 2) return from;
  return isLetter(text.charCodeAt(end), text, end) ? from : end;
}

/** Reads digits with grouping signs: "50,000", "1.5", "50.000", "5,00,000"; null where it is none. */
function readDigits(raw: string): number | null {
  if (!/[.,'’]/.test(raw)) return Number(raw);
  if (/^\d{1,3}(['’]\d{3})+(\.\d{1,2})?$/.test(raw)) return Number(raw.replace(/['’]/g, ""));
  if (/^\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?$/.test(raw)) return Number(raw.replaceAll(",", ""));
  if (/^[1-9]\d{0,2}(\.\d{3})+(,\d{1,2})?$/.test(raw)) {
    return Number(raw.replaceAll(".", "").replace(",", "."));
  }
  if (/^\d+\.\d+$/.test(raw)) return Number(raw);
  if (/^\d+,\d{1,2}$/.test(raw)) return Number(raw.replace(",", "."));
  return null;
}

function pauseOf(gap: string): 0 | 1 | 2 {
  if (gap === " " || gap === "") return 0;
  let pause: 0 | 1 | 2 = 0;
  for (let at = 0; at < gap.length; at++) {
    const sign = gap[at]!;
    if (sign === "!" || sign === "?" || sign === "\n") return 2;
    if (sign === ".") {
      if (gap.length === 1) return 0; // "gmail.com"
      if (gap.includes("..")) pause = 1;
      else return 2;
    } else if (PAUSE_SIGNS.includes(sign) && !(sign === ":" && gap.length === 1)) pause = 1;
    else if (sign === "-" && gap.length > 1) pause = 1;
  }
  return pause;
}
