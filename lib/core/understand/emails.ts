/** E-mail addresses, typed or spelled out: "anna dot k at gmail dot com". */
import { DOUBTFUL, PLAIN } from "./confidence.ts";
import type { FoundAnswer } from "./heard.ts";
import { numberTableOf } from "./number_table.ts";
import type { Reading, Span } from "./reading.ts";

const TYPED =
  /[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/u;
/** Words of one address as it is spoken. */
const WORDS_MAX = 24;

export function emailIn(reading: Reading): FoundAnswer | null {
  return typed(reading) ?? spoken(reading);
}

function typed(reading: Reading): FoundAnswer | null {
  if (!reading.text.includes("@")) return null;
  const found = TYPED.exec(reading.text);
  if (!found) return null;
  const quote = found[0].replace(/[.-]+$/, "");
  const end = found.index + quote.length;
  for (const [at, { start }] of reading.tokens.entries()) {
    if (start >= found.index && start < end) reading.taken[at] = 1;
  }
  return answer(quote.toLowerCase(), quote, PLAIN);
}

function answer(value: string, quote: string, confidence: number): FoundAnswer {
  return { key: "email", value, quote, confidence, correction: true };
}

function spoken(reading: Reading): FoundAnswer | null {
  for (let at = 1; at < reading.tokens.length; at++) {
    if (!reading.language.addresses.at.has(reading.word(at))) continue;
    const domain = domainAfter(reading, at + 1);
    const local = domain && localBefore(reading, at);
    if (!domain || !local) continue;
    const span = { from: local.from, to: domain.to };
    reading.take(span);
    const value = `${local.text}@${domain.text}`;
    return answer(value, reading.quote(span), local.sure ? PLAIN : DOUBTFUL);
  }
  return null;
}

interface Part extends Span {
  readonly text: string;
  /** False where words were run together on a guess. */
  readonly sure: boolean;
}

const TOP_LEVEL = /^(com|org|net|edu|gov|io|co|ai|app|dev|info|biz|me|tv|[a-z]{2})$/;

/** "Gmail dot com", "example dot co dot uk", "gmail.com". */
function domainAfter(reading: Reading, from: number): Part | null {
  let text = "";
  let complete = from;
  let host = "";
  for (let at = from; at < reading.tokens.length && at - from < WORDS_MAX; at++) {
    const token = reading.tokens[at]!;
    if (reading.tokens[at - 1]?.start === token.start) continue; // the second half of "im"
    if (at > from && token.pause === 2) break;
    if (isDot(reading, at) && text !== "" && !text.endsWith(".")) {
      text += ".";
      continue;
    }
    if (at > from && token.glue === "." && !text.endsWith(".")) text += ".";
    const sign = signOf(reading, token.word);
    if (sign !== undefined && sign !== ".") {
      text += sign;
      continue;
    }
    const afterDot = text.endsWith(".");
    if (complete > from && !afterDot && !text.endsWith("-")) break;
    if (
      !afterDot && text !== "" && !isLetterOrDigit(token.word) &&
      !isSplitHost(reading, text + token.word)
    ) {
      if (!text.endsWith("-")) break;
    }
    text += plain(reading, at);
    if (afterDot && TOP_LEVEL.test(token.word)) {
      complete = at + 1;
      host = text;
    }
  }
  return host === "" ? null : { from, to: complete, text: host, sure: true };
}

function isDot(reading: Reading, at: number): boolean {
  return reading.language.words.dots.has(reading.word(at));
}

function signOf({ language }: Reading, word: string): string | undefined {
  const { signs } = language.addresses;
  return Object.hasOwn(signs, word) ? signs[word] : undefined;
}

/** "G mail", "hot mail", "out look". */
function isSplitHost({ language }: Reading, word: string): boolean {
  return language.addresses.hosts.has(word);
}

/** "Anna at gmail": whoever says that is not done, and "co" is half a top level. */
export function isHalfHost({ language }: Reading, word: string): boolean {
  return language.addresses.hosts.has(word) || language.addresses.halfTops.has(word);
}

function isLetterOrDigit(word: string): boolean {
  return word.length === 1;
}

/** A word of an address: number words are digits in it. */
function plain(reading: Reading, at: number): string {
  const { word, number, start, end } = reading.tokens[at]!;
  if (number !== null) return reading.text.slice(start, end);
  const value = numberTableOf(reading.language).get(word);
  const isDigits = value?.kind === "small" || value?.kind === "tens" ||
    (value?.kind === "digit" && word !== "o");
  if (isDigits) return String(value!.value);
  const before = reading.tokens[at - 1]; // "im" is one word here, whatever it stands for
  if (before?.start === start) return "";
  return reading.text.slice(start, end).toLowerCase().replace(/['’]/g, "");
}

/** A sign inside an address; "at" and "plus" alone may be anything. */
function isJoin(reading: Reading, at: number): boolean {
  const word = reading.word(at);
  return signOf(reading, word) !== undefined && at > 0 && reading.pause(at) === 0;
}

/** From the "at" backwards: pieces joined by signs, or letters said one by one. */
function localBefore(reading: Reading, at: number): Part | null {
  const pieces: string[] = [];
  let sure = true;
  let from = at;
  for (let next = at - 1; next >= 0 && at - next < WORDS_MAX; next--) {
    const { pause, glue, start } = reading.tokens[next]!;
    const isHalf = reading.tokens[next - 1]?.start === start; // of "im", which are two words
    const isFirst = reading.tokens[next + 1]?.start === start;
    const word = isFirst ? plain(reading, next) : reading.word(next);
    const sign = signOf(reading, word);
    const inner = [isHalf ? next - 1 : next, isFirst ? next + 2 : next + 1, at] as const;
    if (sign === undefined && isNone(reading, word) && !isBesideSign(reading, ...inner)) break;
    if (sign === undefined && (word === "i" || word === "a") && !isSpelled(reading, next, at)) {
      break;
    }
    if (isHalf) continue;
    if (isLetterAsIn(reading, next)) { // "J as in John"
      next -= 3;
      pieces.unshift(reading.word(next));
      from = next;
      continue;
    }
    const joined = pieces.length === 0 || isJoint(reading, next);
    if (!joined && !(isLetterOrDigit(word) || isLetterOrDigit(pieces[0]!))) sure = false;
    if (isTensOf(reading, next, pieces[0])) {
      pieces[0] = String(Number(plain(reading, next)) + Number(pieces[0]));
      from = next;
      if (pause > 0) break;
      continue;
    }
    const dotted = next + 1 < at && reading.tokens[next + 1]!.glue === "." ? "." : "";
    pieces.unshift((sign ?? plain(reading, next)) + dotted);
    from = next;
    if (pause > 0 && glue !== ".") break;
  }
  const text = pieces.join("");
  return /^[\p{L}\p{N}][\p{L}\p{N}._+-]*$/u.test(text) ? { from, to: at, text, sure } : null;
}

/** A word that comes before an address. */
function isNone({ language }: Reading, word: string): boolean {
  return word.length > 1 && language.words.beforeAddress.has(word);
}

/** "No dash reply", "dash to": a word of an address, whatever it means elsewhere. */
function isBesideSign(reading: Reading, from: number, to: number, end: number): boolean {
  const leads = to < end && signOf(reading, reading.word(to)) !== undefined;
  return leads || (from > 0 && isJoin(reading, from - 1));
}

function isLetterAsIn(reading: Reading, at: number): boolean {
  return reading.word(at - 1) === "in" && reading.word(at - 2) === "as" &&
    reading.word(at - 3) === reading.word(at)[0];
}

function isJoint(reading: Reading, at: number): boolean {
  const next = reading.tokens[at + 1]!;
  return signOf(reading, reading.word(at)) !== undefined ||
    signOf(reading, next.word) !== undefined ||
    next.glue !== " " || isNumber(reading, at) || isNumber(reading, at + 1);
}

function isNumber(reading: Reading, at: number): boolean {
  const { word, number } = reading.tokens[at]!;
  return number !== null || numberTableOf(reading.language).has(word);
}

/** "Forty two" is 42. */
function isTensOf(reading: Reading, at: number, next: string | undefined): boolean {
  const tens = numberTableOf(reading.language).get(reading.word(at))?.kind === "tens";
  return tens && /^[1-9]$/.test(next ?? "") && reading.tokens[at + 1]!.number === null;
}

/** A single letter counts only beside a sign or another single letter. */
function isSpelled(reading: Reading, at: number, end: number): boolean {
  const next = reading.word(at + 1);
  const before = reading.word(at - 1);
  return at + 1 === end || signOf(reading, next) !== undefined || next.length === 1 ||
    (before.length === 1 && reading.word(at - 2).length === 1);
}
