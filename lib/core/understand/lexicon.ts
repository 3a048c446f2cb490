/** Every phrase that a campaign and its language know, found in one pass over a turn's words. */
import type { Campaign } from "../campaign.ts";
import type { Horizon } from "../lead.ts";
import type { Intent } from "./heard.ts";
import { type Language, languageOf, type MarkKind, type Phrases } from "./language.ts";
import { parsePattern, type Pattern } from "./pattern.ts";
import { plainWords, type Token } from "./tokens.ts";

/** What a phrase means. `bare`: only as an answer to the field's own question. */
export type Meaning =
  | { readonly kind: MarkKind }
  | { readonly kind: "intent"; readonly intent: Intent; readonly alone: boolean }
  | { readonly kind: "yes"; readonly alone: boolean }
  | { readonly kind: "no"; readonly alone: boolean }
  | {
    readonly kind: "option";
    readonly field: string;
    readonly option: string;
    readonly bare: boolean;
  }
  | {
    readonly kind: "horizon";
    readonly field: string;
    readonly horizon: Horizon;
    readonly bare: boolean;
  }
  | { readonly kind: "currency"; readonly code: string };

/** A phrase in a turn: tokens `from` up to, not including, `to`. */
export interface Found {
  readonly meaning: Meaning;
  /** Of one slot, only the longest phrase at each start is found. */
  readonly slot: string;
  readonly from: number;
  readonly to: number;
}

/** States of the matcher kept before they are made anew: memory, not meaning, is bounded. */
const STATES_MAX = 20_000;

const lexicons = new WeakMap<Campaign, Lexicon>();

/** The lexicon of a campaign, made once. */
export function lexiconOf(campaign: Campaign): Lexicon {
  let lexicon = lexicons.get(campaign);
  if (!lexicon) {
    lexicon = new Lexicon(campaign, languageOf(campaign.language));
    lexicons.set(campaign, lexicon);
  }
  return lexicon;
}

/** One place in a pattern: the words that lead on from here, and what is complete here. */
interface Place {
  readonly id: number;
  readonly next: Map<string, Place[]>;
  readonly complete: Entry[];
}

interface Entry {
  readonly slot: string;
  readonly order: number;
  readonly meaning: Meaning;
}

/** Places that are possible at once; the next ones are worked out when first needed. */
interface State {
  readonly places: readonly Place[];
  readonly complete: readonly Entry[];
  readonly next: Map<string, State | null>;
}

export class Lexicon {
  readonly language: Language;
  readonly #start: Place;
  #begin: State;
  #states = new Map<string, State>();
  #places = 0;
  #orders = 0;

  constructor(campaign: Campaign, language: Language) {
    this.language = language;
    this.#start = this.#place();
    this.#addLanguage(language);
    this.#addCampaign(campaign);
    this.#begin = this.#stateOf([this.#start]);
  }

  /** All phrases in the tokens, by start; of one slot only the longest at each start. */
  find(tokens: readonly Token[]): Found[] {
    if (this.#states.size > STATES_MAX) {
      this.#states = new Map();
      this.#begin = this.#stateOf([this.#start]);
    }
    const found: Found[] = [];
    for (let from = 0; from < tokens.length; from++) this.#findAt(tokens, from, found);
    return found;
  }

  #findAt(tokens: readonly Token[], from: number, found: Found[]): void {
    let state: State | null = this.#begin;
    const first = found.length;
    for (let at = from; at < tokens.length; at++) {
      if (at > from && tokens[at]!.pause === 2) return;
      state = this.#step(state, tokens[at]!.word);
      if (state === null) return;
      for (const entry of state.complete) put(found, first, entry, from, at + 1);
    }
  }

  #step(state: State, word: string): State | null {
    const known = state.next.get(word);
    if (known !== undefined) return known;
    const places: Place[] = [];
    for (const place of state.places) {
      for (const next of place.next.get(word) ?? []) if (!places.includes(next)) places.push(next);
    }
    const next = places.length === 0 ? null : this.#stateOf(places);
    if (next !== null) state.next.set(word, next);
    return next;
  }

  #stateOf(places: Place[]): State {
    places.sort((a, b) => a.id - b.id);
    const key = places.map(({ id }) => id).join(" ");
    const known = this.#states.get(key);
    if (known) return known;
    const complete = places.flatMap((place) => place.complete).sort((a, b) => a.order - b.order);
    const state: State = { places, complete, next: new Map() };
    this.#states.set(key, state);
    return state;
  }

  #place(): Place {
    return { id: this.#places++, next: new Map(), complete: [] };
  }

  #addLanguage({ marks, intents, yes, no, currencies }: Language): void {
    for (const [kind, phrases] of Object.entries(marks)) {
      this.#add(kind, { kind: kind as MarkKind }, phrases);
    }
    for (const [intent, { anywhere, alone }] of Object.entries(intents)) {
      const meaning = { kind: "intent", intent: intent as Intent } as const;
      this.#add(intent, { ...meaning, alone: false }, anywhere);
      this.#add(`${intent} alone`, { ...meaning, alone: true }, alone);
    }
    this.#add("yes", { kind: "yes", alone: false }, yes.leading);
    this.#add("yes alone", { kind: "yes", alone: true }, yes.alone);
    this.#add("no", { kind: "no", alone: false }, no.leading);
    this.#add("no alone", { kind: "no", alone: true }, no.alone);
    for (const { code, phrases, signs } of currencies) {
      this.#add("currency", { kind: "currency", code }, [...phrases, ...signs]);
    }
  }

  #addCampaign({ fields }: Campaign): void {
    for (const { key, kind } of fields) {
      if (kind.type === "choice") {
        for (const { id, say, phrases, barePhrases = [] } of kind.options) {
          const meaning = { kind: "option", field: key, option: id } as const;
          this.#add(
            `option ${key}`,
            { ...meaning, bare: false },
            barePhrases.includes(say) ? phrases : [...phrases, say],
          );
          this.#add(`bare ${key}`, { ...meaning, bare: true }, barePhrases);
        }
      }
      if (kind.type === "duration") {
        for (const bare of [false, true]) {
          const table = bare ? kind.bareHorizonPhrases ?? {} : kind.horizonPhrases;
          for (const [horizon, phrases] of Object.entries(table) as [Horizon, Phrases][]) {
            const meaning: Meaning = { kind: "horizon", field: key, horizon, bare };
            this.#add(`${bare ? "bare" : "horizon"} ${key}`, meaning, phrases);
          }
        }
      }
    }
  }

  #add(slot: string, meaning: Meaning, phrases: Phrases): void {
    for (const phrase of phrases) {
      const ends = this.#grow(parsePattern(phrase), [this.#start]);
      const entry: Entry = { slot, order: this.#orders++, meaning };
      for (const end of ends) if (end !== this.#start) end.complete.push(entry);
    }
  }

  /** Lays a pattern behind every place of `from`; the places where it ends. */
  #grow(pattern: Pattern, from: Place[]): Place[] {
    switch (pattern.type) {
      case "word":
        return plainWords(pattern.word, this.language).reduce(
          (places, word) => this.#lead(places, word),
          from,
        );
      case "sequence":
        return pattern.parts.reduce((places, part) => this.#grow(part, places), from);
      case "choice":
        return [...new Set(pattern.ways.flatMap((way) => this.#grow(way, from)))];
      case "optional":
        return [...new Set([...from, ...this.#grow(pattern.part, from)])];
    }
  }

  /** One new place that `word` leads to from all of `from`. */
  #lead(from: Place[], word: string): Place[] {
    const place = this.#place();
    for (const { next } of from) {
      const places = next.get(word);
      if (places) places.push(place);
      else next.set(word, [place]);
    }
    return [place];
  }
}

/** Keeps the longest phrase of a slot; phrases come shortest first, and early tables win a tie. */
function put(found: Found[], first: number, entry: Entry, from: number, to: number): void {
  const { slot, meaning } = entry;
  for (let at = first; at < found.length; at++) {
    if (found[at]!.slot !== slot) continue;
    if (found[at]!.to < to) found[at] = { meaning, slot, from, to };
    return;
  }
  found.push({ meaning, slot, from, to });
}
