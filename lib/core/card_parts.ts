/** Card numbers that come in parts, a part in each of several turns. */
import { CODE_MASK, isCard, READINGS } from "./card_numbers.ts";
import type { TurnId } from "./ids.ts";
import { type DigitPiece, digitPieces, type DigitReading } from "./spoken_digits.ts";
import { languageOf } from "./understand/language.ts";

/** Digits from which on a beginning may be one: fewer tell nothing. */
const BEGIN_DIGITS = 4;
const CARD_DIGITS_MAX = 19;
/** No network's numbers begin with 0, 1 or 7, nor with 20, as years do. */
const BEGIN = /^(2[2-7]|[345689])/;
const ROUND = /^\d{1,5}00$/;
const GROUPED = /^\d{1,3}(,\d{3})+$/;
/** Groups on a card are of four digits, and may be round. */
const GROUP_DIGITS = 4;

/** Digits of one turn, and where they stand in its text. */
export interface CardPart {
  readonly turn: TurnId;
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

/** What came one after the other, by each way of reading digits. */
export type CardParts = readonly (readonly CardPart[])[];

export const noCardParts: CardParts = READINGS.map(() => []);

/** One turn. `digitsMin`: a part has so many; who types presses them one by one. */
export interface TurnOfDigits {
  readonly text: string;
  readonly turn: TurnId;
  /** BCP 47. */
  readonly language: string;
  readonly digitsMin: number;
}

/** All parts of the number that this turn completes, its own last; null where it completes none. */
export function cardCompleted(parts: CardParts, said: TurnOfDigits): readonly CardPart[] | null {
  for (const [at, before] of parts.entries()) {
    const [first] = partsIn(said, READINGS[at]!, before.length > 0);
    if (first === undefined) continue;
    const chain = [...before, first];
    for (let from = 0; from < before.length; from++) {
      if (isCard(digitsOf(chain.slice(from)))) return chain.slice(from);
    }
  }
  return null;
}

/** With what this turn adds: it goes on where it has one part, and begins anew where it has more. */
export function withParts(before: CardParts, said: TurnOfDigits): CardParts {
  return before.map((chain, at) => {
    const found = partsIn(said, READINGS[at]!, chain.length > 0);
    if (found.length === 0) return chain;
    return found.length === 1 ? latest([...chain, ...found]) : found.slice(-1);
  });
}

/** A number may have begun: another turn may complete it. */
export function mayBeCard(parts: CardParts): boolean {
  return parts.some((chain) =>
    chain.some(({ digits }, from) =>
      BEGIN.test(digits) && digitsOf(chain.slice(from)).length >= BEGIN_DIGITS
    )
  );
}

/** A turn's text without those parts that stand in it. */
export function withoutParts(text: string, turn: TurnId, parts: readonly CardPart[]): string {
  return parts.filter((part) => part.turn === turn).reduceRight(
    (masked, { start, end }) => `${masked.slice(0, start)}${CODE_MASK}${masked.slice(end)}`,
    text,
  );
}

/** Some of these words are digits of these parts. */
export function isOfParts(words: string, parts: readonly CardPart[], languageTag: string): boolean {
  const card = digitsOf(parts);
  return READINGS.some((reading) => {
    const digits = digitsIn(digitPieces(words, languageOf(languageTag), reading).flat());
    return digits !== "" && card.includes(digits);
  });
}

/** `goesOn`: a part came before. */
function partsIn(said: TurnOfDigits, reading: DigitReading, goesOn: boolean): readonly CardPart[] {
  const { text, turn, language, digitsMin } = said;
  return digitPieces(text, languageOf(language), reading).flatMap((run) => {
    const [start, end, digits] = [run[0]!.start, run.at(-1)!.end, digitsIn(run)];
    const isGroup = goesOn && run.every((piece) => piece.digits.length === GROUP_DIGITS);
    const isOther = isDateOrMoney(start, end, text) || (isSums(run, text) && !isGroup);
    return digits.length < digitsMin || isOther ? [] : [{ turn, start, end, digits }];
  });
}

function isDateOrMoney(start: number, end: number, text: string): boolean {
  return text.slice(start, end).includes("/") || /\p{Sc}\s?$/u.test(text.slice(0, start));
}

/** "50000", "between 2500 and 3000", "42,350": sums, and hardly ever a part of a number. */
function isSums(run: readonly DigitPiece[], text: string): boolean {
  return run.every(({ digits }) => ROUND.test(digits)) ||
    GROUPED.test(text.slice(run[0]!.start, run.at(-1)!.end));
}

/** As many of the last as a number can have digits. */
function latest(chain: readonly CardPart[]): readonly CardPart[] {
  const from = chain.findIndex((_, at) => digitsOf(chain.slice(at)).length <= CARD_DIGITS_MAX);
  return from < 0 ? [] : chain.slice(from);
}

function digitsOf(parts: readonly CardPart[]): string {
  return parts.map(({ digits }) => digits).join("");
}

function digitsIn(pieces: readonly DigitPiece[]): string {
  return pieces.map(({ digits }) => digits).join("");
}
