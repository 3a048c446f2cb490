/** Payment cards that a caller names unasked: never written down, and never shown to a model. */
import { type Language, languageOf } from "./understand/language.ts";
import { type DigitPiece, digitPieces, type DigitReading } from "./spoken_digits.ts";

/** What stands in the place of a card's number, and of the code on its back. */
export const CARD_MASK = "[card number]";
export const CODE_MASK = "[card digits]";

/** ISO/IEC 7812: begins of the numbers that each network gives out, and how long they are. */
const NETWORKS: readonly { readonly begin: RegExp; readonly lengths: readonly number[] }[] = [
  { begin: /^4/, lengths: [13, 16, 19] },
  { begin: /^(5[1-5]|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720))/, lengths: [16] },
  { begin: /^3[47]/, lengths: [15] },
  { begin: /^(6011|64[4-9]|65|62|81)/, lengths: [16, 17, 18, 19] },
  { begin: /^35(2[89]|[3-8]\d)/, lengths: [16, 17, 18, 19] },
  { begin: /^3(0[0-5]|095|[689])/, lengths: [14, 15, 16, 17, 18, 19] },
  { begin: /^(50|5[6-9]|6[0137-9]|9792|220[0-4])/, lengths: [13, 14, 15, 16, 17, 18, 19] },
];
const CARD_DIGITS_MIN = 13;
const CARD_DIGITS_MAX = 19;
/** ITU-T E.164: a number with a plus is a telephone's as long as it can be one. */
const PHONE_DIGITS_MAX = 15;
/** Between the cue and the code: "is", "on the back it says". */
const CUE_GAP_CHARS = 40;
/** Between the code and the cue: "that would be the", "is my". */
const GAP_BEFORE_CHARS = 24;
const CODE_DIGITS = { min: 3, max: 4 } as const;

/** What is heard as digits may have been said in more than one way: a card in any of them is one. */
export const READINGS: readonly DigitReading[] = [
  { joinsTens: true, mishears: false },
  { joinsTens: false, mishears: false },
  { joinsTens: true, mishears: true },
  { joinsTens: false, mishears: true },
];

/** The text without card numbers, and without the codes that go with them. */
export function withoutCards(text: string, languageTag: string): string {
  const language = languageOf(languageTag);
  return maskCodes(maskNumbers(text, language), language);
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function maskNumbers(text: string, language: Language): string {
  for (const reading of READINGS) {
    for (const run of digitPieces(text, language, reading)) {
      const place = cardIn(run, text, language);
      if (place === null) continue;
      const rest = maskNumbers(text.slice(place.end), language);
      return `${text.slice(0, place.start)}${CARD_MASK}${rest}`;
    }
  }
  return text;
}

/** Where the first card of a run of digits stands; null where none does. */
function cardIn(run: readonly DigitPiece[], text: string, language: Language): Place | null {
  const digits = run.map((piece) => piece.digits).join("");
  if (digits.length <= PHONE_DIGITS_MAX && isCountryNamed(run[0]!, text, language)) return null;
  for (let from = 0; from + CARD_DIGITS_MIN <= digits.length; from++) {
    for (let length = CARD_DIGITS_MAX; length >= CARD_DIGITS_MIN; length--) {
      const to = from + length;
      if (to > digits.length || !isCard(digits.slice(from, to))) continue;
      return { start: pieceWith(run, from).start, end: pieceWith(run, to - 1).end };
    }
  }
  return null;
}

function isCountryNamed({ start }: DigitPiece, text: string, { digitWords }: Language): boolean {
  return digitWords.plus.test(text.slice(0, start));
}

function pieceWith(run: readonly DigitPiece[], digit: number): DigitPiece {
  let seen = 0;
  return run.find((piece) => (seen += piece.digits.length) > digit)!;
}

export function isCard(digits: string): boolean {
  const network = NETWORKS.some(({ begin, lengths }) =>
    lengths.includes(digits.length) && begin.test(digits)
  );
  return network && hasLuhnSum(digits);
}

/** ISO/IEC 7812-1, annex B. */
function hasLuhnSum(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function maskCodes(text: string, language: Language): string {
  const places: Place[] = [];
  const runs = digitPieces(text, language, READINGS[0]!).filter(isCode);
  const cues = [...text.matchAll(language.digitWords.codeCue)];
  for (const [at, cue] of cues.entries()) {
    const [from, to] = [cue.index, cue.index + cue[0].length];
    const before = Math.min(to + CUE_GAP_CHARS, cues[at + 1]?.index ?? Infinity);
    const run = runs.find(([first]) => first!.start >= to && first!.start <= before) ??
      runs.findLast((run) => isSaidBefore(text.slice(run.at(-1)!.end, from), run.at(-1)!, from));
    if (run !== undefined) places.push({ start: run[0]!.start, end: run.at(-1)!.end });
  }
  return places.toSorted((a, b) => a.start - b.start).reduceRight(
    (masked, { start, end }) => `${masked.slice(0, start)}${CODE_MASK}${masked.slice(end)}`,
    text,
  );
}

/** A turn's text without the code that the turn before has announced: "the security code is …". */
export function withoutCodeAfter(before: string, text: string, languageTag: string): string {
  const language = languageOf(languageTag);
  if (!isCodeToCome(before, language)) return text;
  const [run] = digitPieces(text, language, READINGS[0]!);
  if (run === undefined || !isCode(run) || run[0]!.start > CUE_GAP_CHARS) return text;
  return `${text.slice(0, run[0]!.start)}${CODE_MASK}${text.slice(run.at(-1)!.end)}`;
}

function isCodeToCome(before: string, { digitWords }: Language): boolean {
  return [...before.matchAll(digitWords.codeCue)].some(({ index, 0: cue }) =>
    digitWords.codeFollows.test(before.slice(index + cue.length))
  );
}

function isCode(run: readonly DigitPiece[]): boolean {
  const length = run.reduce((sum, { digits }) => sum + digits.length, 0);
  return length >= CODE_DIGITS.min && length <= CODE_DIGITS.max;
}

/** "One two three is the CVV": in one breath with what it is. */
function isSaidBefore(gap: string, { end }: DigitPiece, cueAt: number): boolean {
  return end <= cueAt && gap.length <= GAP_BEFORE_CHARS && !/[.?!;]|\d/.test(gap);
}
