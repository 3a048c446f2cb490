/** Grammar and dictionary files for PocketSphinx: one pair for each kind of question. */
import type { Campaign } from "../core/campaign.ts";
import { speechGrammar } from "../core/understand/grammar.ts";
import type { Asked } from "../core/understand/heard.ts";
import { pronunciationsOf } from "../core/understand/spoken_words.ts";
import type { Dictionary } from "./pocketsphinx_model.ts";

/** Pairs of files kept: a campaign has about eight. Past it the oldest is made again when needed. */
const PAIRS_MAX = 200;

export interface GrammarFiles {
  readonly jsgf: string;
  readonly dictionary: string;
}

export class GrammarShelf {
  readonly #folder: string;
  readonly #dictionary: Dictionary;
  readonly #pairs = new Map<string, Promise<GrammarFiles>>();
  #made = 0;

  constructor(folder: string, dictionary: Dictionary) {
    this.#folder = folder;
    this.#dictionary = dictionary;
  }

  /** The files for `asked`; made at the first time, in some milliseconds. */
  files(campaign: Campaign, asked: Asked): Promise<GrammarFiles> {
    const key = `${campaign.id} ${campaign.version} ${questionOf(asked)}`;
    const known = this.#pairs.get(key);
    if (known) return known;
    const files = this.#make(campaign, asked);
    this.#pairs.set(key, files);
    files.catch(() => this.#pairs.delete(key));
    const oldest = this.#pairs.keys().next().value;
    if (this.#pairs.size > PAIRS_MAX && oldest !== undefined) this.#pairs.delete(oldest);
    return files;
  }

  async #make(campaign: Campaign, asked: Asked): Promise<GrammarFiles> {
    const own = pronunciationsOf(campaign.language);
    const ways = (word: string) => [
      ...this.#dictionary.get(word) ?? [],
      ...waysIn(own.missing, word),
      ...waysIn(own.besides, word),
    ];
    const { jsgf, words } = speechGrammar(campaign, asked, (word) => ways(word).length > 0);
    const name = `${this.#folder}/question-${++this.#made}`;
    const files = { jsgf: `${name}.jsgf`, dictionary: `${name}.dict` };
    await Deno.writeTextFile(files.jsgf, jsgf);
    const entries = words.map((word) => entry(word, ways(word))).join("");
    await Deno.writeTextFile(files.dictionary, entries);
    return files;
  }
}

function waysIn(table: Readonly<Record<string, readonly string[]>>, word: string) {
  return Object.hasOwn(table, word) ? table[word]! : [];
}

/** Questions that have the same answers share a grammar. */
function questionOf(asked: Asked): string {
  switch (asked.type) {
    case "field":
    case "confirm":
      return `field ${asked.key}`;
    case "callback":
    case "callback_time":
      return "callback";
    case "phone":
    case "nothing":
      return asked.type;
  }
}

/** Lines of a dictionary: "the DH AH", "the(2) DH IY". */
function entry(word: string, ways: readonly string[]): string {
  return ways.map((phones, at) => `${word}${at === 0 ? "" : `(${at + 1})`} ${phones}\n`).join("");
}
