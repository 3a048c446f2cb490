/** What a recogniser that works by grammar needs to know of a language besides its tables. */
import { pronunciations, shortForms, spokenWords } from "./en/grammar.data.ts";

/** All of it in the patterns of `pattern.ts`. */
export interface SpokenWords {
  /** Said before anything, and meaning nothing. */
  readonly soft: readonly string[];
  readonly closing: readonly string[];
  /** Said before a value that takes the place of another. */
  readonly correction: readonly string[];
  /** Before a wish that is no answer: "i want to" speak to a person. */
  readonly willing: readonly string[];
  /** Before a choice: "i would like", "i am interested in". */
  readonly wish: readonly string[];
  /** Before a choice that says what the caller is: "i am". */
  readonly being: readonly string[];
  /** Before an amount: "i have". */
  readonly having: readonly string[];
  /** Before a length of time: "i need it". */
  readonly wanting: readonly string[];
  readonly and: string;
  /** Which of the slang multipliers are spoken. */
  readonly slang: readonly string[];
  readonly days: readonly string[];
  readonly dayParts: readonly string[];
  /** Around the hour of a clock. */
  readonly before: string;
  readonly halves: string;
  readonly minutes: string;
  readonly after: string;
  /** Lengths of time that aren't a number and a unit. */
  readonly halfYears: readonly string[];
  /** Words that are written only, or so short and rare that they would be heard in any noise. */
  readonly unspoken: ReadonlySet<string>;
}

/** How words are said, in the phones of the recogniser's dictionary. */
export interface Pronunciations {
  /** Words that the dictionary lacks. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
  /** Further ways to say words that it has. */
  readonly besides: Readonly<Record<string, readonly string[]>>;
}

/** English, whatever the tag, until there is another language. */
export function spokenWordsOf(_languageTag: string): SpokenWords {
  return spokenWords;
}

export function pronunciationsOf(_languageTag: string): Pronunciations {
  return { missing: pronunciations, besides: shortForms };
}
