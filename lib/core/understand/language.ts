/** What a language needs to bring so that answers in it are understood: tables, no code. */
import type { Intent } from "./heard.ts";
import type { WordLists } from "./word_lists.ts";
import { english } from "./en/english.data.ts";

/** Patterns (see `pattern.ts`) that mean the same. */
export type Phrases = readonly string[];

/** Words and signs that stand for a currency, and how it is spoken. */
export interface CurrencyWords {
  /** ISO 4217. */
  readonly code: string;
  readonly one: string;
  readonly many: string;
  readonly phrases: Phrases;
  /** Written signs: "$", "US$". */
  readonly signs: readonly string[];
}

export interface NumberWords {
  /** "zero" to "nineteen". */
  readonly small: Readonly<Record<string, number>>;
  /** "twenty" to "ninety". */
  readonly tens: Readonly<Record<string, number>>;
  /** Multipliers: "hundred", "thousand", "lakh". */
  readonly scales: Readonly<Record<string, number>>;
  /** Multipliers that are slang and mean nothing without a number before them: "grand", "k". */
  readonly slangScales: Readonly<Record<string, number>>;
  /** Spoken digits besides `small`: "oh". */
  readonly digits: Readonly<Record<string, string>>;
  /** "half" 0.5, "quarter" 0.25. */
  readonly fractions: Readonly<Record<string, number>>;
  /** "couple" 2, "few" 3, "dozen" 12. */
  readonly vague: Readonly<Record<string, number>>;
  readonly ordinals: Readonly<Record<string, number>>;
  /** "double" 2, "triple" 3: how often the next digit is said. */
  readonly repeats: Readonly<Record<string, number>>;
  readonly one: readonly string[];
  readonly and: readonly string[];
  readonly point: readonly string[];
  readonly of: readonly string[];
  /** Between a number and its multiplier, where it is not quite that: "thirty odd thousand". */
  readonly loose: readonly string[];
}

export interface CalendarWords {
  readonly months: Readonly<Record<string, number>>;
  /** Where in the year: 1 is the beginning of January, 7.5 the middle of July. */
  readonly seasons: Readonly<Record<string, number>>;
  /** Parts of a period, as shares of it: "end" 1, "early" 0.15. */
  readonly edges: Readonly<Record<string, number>>;
  /** How many periods from the present one: "this" 0, "next" 1. */
  readonly steps: Readonly<Record<string, number>>;
  /** In months: "year" 12. */
  readonly periods: Readonly<Record<string, number>>;
  /** "The" year, "the" summer. */
  readonly definite: ReadonlySet<string>;
  /** "This coming fall": the next one that comes. */
  readonly coming: ReadonlySet<string>;
  /** Names of months that are other words, too: "may". */
  readonly doubtfulMonths: ReadonlySet<string>;
  /** Sunday first. */
  readonly weekdays: readonly string[];
  /** The hour that is meant where only a part of the day is named. */
  readonly dayParts: Readonly<Record<string, number>>;
  /** Other words that name a day: "today". */
  readonly days: readonly string[];
  /** IANA names by the word that callers use; one of `timeZoneEnds` follows: "eastern time". */
  readonly timeZones: Readonly<Record<string, string>>;
  /** Zones that are also named alone behind an hour: "two pacific". */
  readonly bareZones: ReadonlySet<string>;
  /** IANA names by abbreviation. "EST" in summer is what clocks show in New York. */
  readonly shortZones: Readonly<Record<string, string>>;
  /** Words for the halves of the day: "pm". */
  readonly halves: ReadonlySet<string>;
  readonly timeZoneEnds: readonly string[];
  /** What may stand between: "standard". */
  readonly timeZoneKinds: readonly string[];
}

/** What e-mail addresses are made of when they are spoken. */
export interface AddressWords {
  readonly at: ReadonlySet<string>;
  /** "Underscore" → "_". */
  readonly signs: Readonly<Record<string, string>>;
  /** Hosts that are named without what stands behind them. */
  readonly hosts: ReadonlySet<string>;
  /** Half a top level: "co", of "co dot uk". */
  readonly halfTops: ReadonlySet<string>;
}

/** How many months a unit of time is. */
export type TimeUnits = Readonly<Record<string, number>>;

/** Marks that change what the words beside them mean. The lexicon finds them all in one pass. */
export type MarkKind =
  | "hedge"
  | "approx_before"
  | "approx_after"
  | "at_least_before"
  | "at_least_after"
  | "at_most_before"
  | "at_most_after"
  | "within"
  | "throughout"
  | "between"
  | "range"
  | "from_now"
  | "negation"
  | "neutral"
  | "other_person"
  | "on_behalf"
  | "hypothetical"
  | "turned_down"
  | "wish"
  | "correction"
  | "exchange"
  | "addition"
  | "question"
  | "quoting"
  | "question_weak"
  | "filler"
  | "aside"
  | "investable"
  | "other_money"
  | "rate"
  | "not_money"
  | "past"
  | "age_now"
  | "age_then"
  | "name_cue"
  | "name_weak_cue"
  | "name_after"
  | "phone_cue"
  | "email_cue"
  | "call_wish"
  | "call_refusal"
  | "any_time"
  | "nobody";

/** Words around digits that are read out one after the other. */
export interface DigitWords {
  /** Said between groups of digits, and meaning nothing. */
  readonly fillers: ReadonlySet<string>;
  /** Words that recognisers write for digits, and the digit. */
  readonly misheard: Readonly<Record<string, string>>;
  /** Of the words before a telephone number: a country comes. */
  readonly plus: RegExp;
  /** "CVV", "security code": the digits after them are never kept, not even sealed. Global. */
  readonly codeCue: RegExp;
  /** Of the words behind the last such cue: "is", and the code comes with the next turn. */
  readonly codeFollows: RegExp;
}

export interface IntentWords {
  /** Understood wherever they stand in a turn. */
  readonly anywhere: Phrases;
  /** Understood only when they are all that was said. */
  readonly alone: Phrases;
}

export interface AnswerWords {
  /** Understood at the start of a clause, whatever follows. */
  readonly leading: Phrases;
  /** Understood when the clause holds nothing else. */
  readonly alone: Phrases;
}

/** Words at the end of what was said so far that promise more. */
export interface OpenEnds {
  /** Whatever stands before them, be it a yes: "and", "um". */
  readonly joins: ReadonlySet<string>;
  /** Unless they are a yes or a no: "a lot of", but "it is". */
  readonly always: ReadonlySet<string>;
  /** Unless the caller asks: "what is this about". */
  readonly unlessAsked: ReadonlySet<string>;
  /** Unless they follow an answer: "stocks, I think". */
  readonly unlessAnswered: ReadonlySet<string>;
  /** First words of a question. */
  readonly askedWith: ReadonlySet<string>;
}

export interface Language {
  /** BCP 47 primary tag. */
  readonly tag: string;
  readonly numbers: NumberWords;
  readonly currencies: readonly CurrencyWords[];
  readonly timeUnits: TimeUnits;
  readonly calendar: CalendarWords;
  readonly addresses: AddressWords;
  readonly marks: Readonly<Record<MarkKind, Phrases>>;
  readonly intents: Readonly<Record<Intent, IntentWords>>;
  readonly yes: AnswerWords;
  readonly no: AnswerWords;
  readonly openEnds: OpenEnds;
  readonly digitWords: DigitWords;
  /** A turn that has something for most rules in it: played before the first call. */
  readonly typicalTurn: string;
  /** What answering machines and other bots say, matched against lower-case words. */
  readonly machines: readonly RegExp[];
  /** A listener's words and sounds that tell a speaker to go on: "mhm". */
  readonly backChannels: ReadonlySet<string>;
  /** A whole word to the words it stands for: "don't" → "do not". */
  readonly contractions: Readonly<Record<string, string>>;
  /** The end of a word to what it stands for: "n't" → "not". */
  readonly endings: Readonly<Record<string, string>>;
  /** Usual slips of writers and of speech recognition, by word. */
  readonly respelled: Readonly<Record<string, string>>;
  /** Number words that recognisers write as others: "to hundred thousand". */
  readonly soundAlikes: Readonly<Record<string, string>>;
  /** Multipliers behind a number that recognisers write as others: "ten grant". */
  readonly scaleAlikes: Readonly<Record<string, string>>;
  /** Sound-alikes that stand before a unit of time with a meaning of their own: "for years". */
  readonly prepositions: ReadonlySet<string>;
  /** Words that deny by themselves: "no", "not". */
  readonly plainNegations: ReadonlySet<string>;
  readonly words: WordLists;
  /** First names, lower case, so that "this is anna" is a name without its capital. */
  readonly firstNames: ReadonlySet<string>;
  /** Words that are no name even with a capital. */
  readonly noNames: ReadonlySet<string>;
  /** Words inside names: "van", "de". */
  readonly nameParticles: ReadonlySet<string>;
}

const languages: readonly Language[] = [english];

/** The tables for a BCP 47 tag; English where a language has none yet. */
export function languageOf(tag: string): Language {
  const primary = tag.split("-")[0]!.toLowerCase();
  return languages.find((language) => language.tag === primary) ?? english;
}
