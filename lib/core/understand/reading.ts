/** One caller turn, cut into words, with every known phrase found in it. */
import type { Context } from "./heard.ts";
import { withoutEcho } from "./echo.ts";
import type { Language } from "./language.ts";
import { type Found, type Lexicon, lexiconOf, type Meaning } from "./lexicon.ts";
import { type Token, tokenize } from "./tokens.ts";

type Kind = Meaning["kind"];

/** A phrase whose meaning is of one kind. */
export type FoundOf<Wanted extends Kind> = Found & {
  readonly meaning: Extract<Meaning, { kind: Wanted }>;
};

/** Where an answer stands: tokens `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Phrases whose inner words have no meaning of their own: the "not" in "not sure". */
const WHOLE: ReadonlySet<Kind> = new Set<Kind>([
  "hedge",
  "approx_before",
  "approx_after",
  "at_least_before",
  "at_least_after",
  "at_most_before",
  "at_most_after",
  "within",
  "correction",
  "wish",
  "neutral",
  "aside",
  "question_weak",
  "intent",
  "yes",
  "option",
  "call_wish",
  "call_refusal",
  "negation",
  "horizon",
]);

export class Reading {
  readonly text: string;
  readonly context: Context;
  readonly lexicon: Lexicon;
  readonly tokens: readonly Token[];
  /** Tokens that belong to an answer that was found: a phone number's digits are no amount. */
  readonly taken: Uint8Array;
  readonly #found = new Map<Kind, Found[]>();
  /** By kind and token: the phrases that start there, and the longest one that ends there. */
  readonly #starts = new Map<Kind, Map<number, Found[]>>();
  readonly #ends = new Map<Kind, Map<number, Found>>();
  /** By token: how long the longest whole phrase over it is. */
  readonly #covered: Uint8Array;

  constructor(text: string, context: Context) {
    this.text = text;
    this.context = context;
    this.lexicon = lexiconOf(context.campaign);
    const { tokens, found } = withoutEcho(text, context.agentSaid, this.lexicon);
    this.tokens = tokens;
    this.taken = new Uint8Array(tokens.length);
    this.#covered = new Uint8Array(tokens.length);
    for (const phrase of found) this.#partsOf(phrase).forEach((part) => this.#file(part));
  }

  get language(): Language {
    return this.lexicon.language;
  }

  all<Wanted extends Kind>(kind: Wanted): readonly FoundOf<Wanted>[] {
    return (this.#found.get(kind) ?? []) as unknown as readonly FoundOf<Wanted>[];
  }

  has(kind: Kind): boolean {
    return this.#found.has(kind);
  }

  /** The longest phrase of a kind that ends just before a token. */
  endingAt<Wanted extends Kind>(kind: Wanted, to: number): FoundOf<Wanted> | undefined {
    return this.#ends.get(kind)?.get(to) as FoundOf<Wanted> | undefined;
  }

  /** The phrase of a kind that starts at a token. */
  startingAt<Wanted extends Kind>(kind: Wanted, from: number): FoundOf<Wanted> | undefined {
    return this.allStartingAt(kind, from)[0];
  }

  /** Every phrase of a kind that starts at a token: one of each slot. */
  allStartingAt<Wanted extends Kind>(kind: Wanted, from: number): readonly FoundOf<Wanted>[] {
    return (this.#starts.get(kind)?.get(from) ?? []) as unknown as readonly FoundOf<Wanted>[];
  }

  /** True where a longer phrase holds this one, so that its words mean nothing alone. */
  isInner({ from, to }: Span): boolean {
    for (let at = from; at < to; at++) if (this.#covered[at]! > to - from) return true;
    return false;
  }

  /** The options of a field that the agent named last, in its order. */
  optionsInAgentLine(field: string): readonly string[] {
    const tokens = tokenize(this.context.agentSaid, this.language);
    const options = this.lexicon.find(tokens)
      .map(({ meaning }) => meaning)
      .filter((meaning) => meaning.kind === "option" && meaning.field === field && !meaning.bare)
      .map((meaning) => (meaning as { option: string }).option);
    return [...new Set(options)];
  }

  word(at: number): string {
    return this.tokens[at]?.word ?? "";
  }

  /** The break before a token; the end of the turn counts as the end of a sentence. */
  pause(at: number): number {
    return this.tokens[at]?.pause ?? 2;
  }

  /** The caller's own words, verbatim. */
  quote({ from, to }: Span): string {
    return this.text.slice(this.tokens[from]!.start, this.tokens[to - 1]!.end);
  }

  take({ from, to }: Span): void {
    this.taken.fill(1, from, to);
  }

  isTaken({ from, to }: Span): boolean {
    for (let at = from; at < to; at++) if (this.taken[at]) return true;
    return false;
  }

  /** The first token of the sentence in which a token stands. */
  sentenceStart(at: number): number {
    let start = Math.min(at, this.tokens.length - 1);
    while (start > 0 && this.pause(start) < 2) start--;
    return Math.max(start, 0);
  }

  sentenceEnd(at: number): number {
    let end = at + 1;
    while (end < this.tokens.length && this.pause(end) < 2) end++;
    return end;
  }

  #file(phrase: Found): void {
    const { kind } = phrase.meaning;
    push(this.#found, kind, phrase);
    push(mapOf(this.#starts, kind), phrase.from, phrase);
    const ends = mapOf(this.#ends, kind);
    if (!ends.has(phrase.to)) ends.set(phrase.to, phrase); // filed by start: the longest is first
    if (!WHOLE.has(kind) || !this.#countsAsWhole(phrase.meaning)) return;
    const length = Math.min(phrase.to - phrase.from, 255);
    for (let at = phrase.from; at < phrase.to; at++) {
      if (this.#covered[at]! < length) this.#covered[at] = length;
    }
  }

  /** What of a phrase counts: "bitcoin, ETFs" are two, and "no" may answer what stands before it. */
  #partsOf(phrase: Found): readonly Found[] {
    const { meaning, from, to } = phrase;
    if (meaning.kind !== "option") return [phrase];
    let at = from + 1;
    while (at < to && this.pause(at) === 0) at++;
    if (at >= to) return [phrase];
    if (at === from + 1 && this.language.plainNegations.has(this.word(from))) return [];
    const heads = this.lexicon.find(this.tokens.slice(from, at)).filter((head) =>
      head.from === 0 && head.to === at - from && head.slot === phrase.slot
    );
    return heads.length === 0 ? [phrase] : heads.map((head) => ({ ...head, from, to: at }));
  }

  /** Phrases that mean something only as the whole turn, or only as an answer, hold no other. */
  #countsAsWhole(meaning: Meaning): boolean {
    if (meaning.kind === "intent") return !meaning.alone && meaning.intent !== "not_interested";
    if (meaning.kind === "yes") return !meaning.alone;
    if (meaning.kind !== "option" && meaning.kind !== "horizon") return true;
    return !meaning.bare || isAbout(this.context, meaning.field);
  }
}

function push<Key>(lists: Map<Key, Found[]>, key: Key, phrase: Found): void {
  const list = lists.get(key);
  if (list) list.push(phrase);
  else lists.set(key, [phrase]);
}

function mapOf<Value>(maps: Map<Kind, Map<number, Value>>, kind: Kind): Map<number, Value> {
  let map = maps.get(kind);
  if (!map) maps.set(kind, map = new Map());
  return map;
}

/** True where the agent's last question was about this field. */
export function isAbout({ asked }: Context, field: string): boolean {
  return (asked.type === "field" || asked.type === "confirm") && asked.key === field;
}
