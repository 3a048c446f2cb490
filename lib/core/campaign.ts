/** What an agent is for: typed data that names the questions, their wording and their order. */

/** One choice of a choice field. Its `phrases` are patterns; see `understand/pattern.ts`. */
export interface Option {
  readonly id: string;
  /** How the agent names it: "real estate". */
  readonly say: string;
  readonly phrases: readonly string[];
  /** Phrases that mean it only as an answer to the field's own question: "low", "a little". */
  readonly barePhrases?: readonly string[];
}

/** What a complete answer to a field looks like. */
export type FieldKind =
  | { readonly type: "choice"; readonly multiple: boolean; readonly options: readonly Option[] }
  | {
    readonly type: "amount";
    /** What callers leave out: 1000 where "fifty" means fifty thousand. Taken with low confidence. */
    readonly bareScale?: number;
  }
  | {
    readonly type: "duration";
    readonly horizonPhrases: HorizonPhrases;
    /** Understood only as an answer to the field's own question: "soon", "long". */
    readonly bareHorizonPhrases?: HorizonPhrases;
  }
  | { readonly type: "yes_no" }
  | { readonly type: "when" };

/** Words without a number that still name a horizon: "long term". */
export type HorizonPhrases = Readonly<Record<"short" | "medium" | "long", readonly string[]>>;

export interface Field {
  /** The key under which the answer stands in the lead. */
  readonly key: string;
  readonly kind: FieldKind;
  readonly question: string;
  /** Said when the first question brought no answer. */
  readonly reask: string;
  /** A yes/no question; `{value}` is replaced by the value as it is spoken. */
  readonly confirm: string;
  /** The value is said back in passing as soon as it is heard (amounts). */
  readonly readBack: boolean;
}

/** What the agent says at fixed moments; the wording is the campaign's, the moments are the core's. */
export interface Lines {
  readonly greeting: string;
  /** Says that an AI speaks. Heard to its end before anything else. */
  readonly disclosure: string;
  readonly askCallback: string;
  readonly askCallbackTime: string;
  /** `{value}`: the number, digit by digit. */
  readonly confirmPhone: string;
  readonly askPhone: string;
  /** Said before the question is put again when nothing was understood. */
  readonly notUnderstood: string;
  readonly stillThere: string;
  /** Said by turns when the answer takes its time: "Let me see." */
  readonly letMeSee: string;
  readonly oneMoment: string;
  readonly iAmAnAi: string;
  /** Where no person is to be had: a callback is offered next. */
  readonly personAsked: string;
  /** Heard to its end before the call goes to a person. */
  readonly puttingThrough: string;
  /** To a caller who comes back because no person took the call; a callback is offered next. */
  readonly nobodyFree: string;
  readonly notInterested: string;
  /** After an answer: "Thank you." */
  readonly accepted: string;
  /** After "I don't know" and refusals. */
  readonly noProblem: string;
  /** After "hold on". */
  readonly takeYourTime: string;
  /** `{value}` said back in passing: "I have noted {value}." */
  readonly readBack: string;
  readonly noAdvice: string;
  /** Spoken only once the lead is on disk. */
  readonly saved: string;
  readonly notSaved: string;
  readonly goodbye: string;
  readonly silentGoodbye: string;
  readonly tooLong: string;
  readonly apology: string;
}

/** What to press, where words can't be heard. */
export interface Keypad {
  /** `{option}` and `{digit}`: "For {option}, press {digit}." */
  readonly choice: string;
  /** "Press 1 for yes, 2 for no." */
  readonly yesNo: string;
  /** "Enter the number on your keypad, then press the pound key." */
  readonly number: string;
  readonly years: string;
  /** Said where a person is to be had: "For a person, press 0." */
  readonly person: string;
}

/** What may be known of a lead, for its score. Amounts are in the campaign's currency. */
export type Condition =
  | { readonly field: string; readonly is: "answered" | "in_doubt" | "yes" | "no" }
  | { readonly field: string; readonly is: "one_of"; readonly options: readonly string[] }
  | { readonly field: string; readonly is: "at_least" | "below"; readonly minor: number }
  | {
    readonly field: string;
    readonly is: "within_months" | "beyond_months";
    readonly months: number;
  }
  | { readonly is: "callback_agreed" | "person_asked" | "not_interested" };

export interface ScoreRule {
  /** All of them hold. */
  readonly when: readonly Condition[];
  readonly points: number;
  /** A sentence for people; `{value}` is the value of the first field, as it is spoken. */
  readonly why: string;
}

/** In which order people look at leads; see `Score`. */
export interface Scoring {
  readonly rules: readonly ScoreRule[];
  /** One that holds takes all points. */
  readonly disqualifiers: readonly Omit<ScoreRule, "points">[];
}

export interface Campaign {
  readonly id: string;
  readonly version: number;
  /** What the campaign is about, for the brain's prompt: "a first talk about investing". */
  readonly name: string;
  /** BCP 47. */
  readonly language: string;
  /** ISO 3166: where a telephone number without a country code is from. */
  readonly country: string;
  /** ISO 4217; taken where the caller names none. */
  readonly currency: string;
  /** All of them are required for a qualified lead, and asked in this order. */
  readonly fields: readonly Field[];
  readonly lines: Lines;
  readonly keypad: Keypad;
  readonly scoring: Scoring;
}

export function fieldOf(campaign: Campaign, key: string): Field | undefined {
  return campaign.fields.find((field) => field.key === key);
}
