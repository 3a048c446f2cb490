/** A voice that says known phrases from memory: rendered once, kept over restarts. */
import type { Account, FellBack, Voice } from "../call/ports.ts";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { joinedSamples } from "../audio/joined.ts";

/** Where rendered phrases are kept: files on a machine, nothing at the edge. */
export interface PhraseShelf {
  /** Null where there is none, or none that can be read. */
  get(key: string): Promise<Int16Array | null>;
  /** May fail: the phrase is then rendered again after a restart. */
  put(key: string, pcm: Int16Array): Promise<void>;
}

/** Phrases in memory; a campaign has some forty. */
const PHRASES_MAX = 500;
/** A phrase that is longer is not kept, and what does not end is given up. 60 s, as for any utterance. */
const PHRASE_SAMPLES_MAX = 60 * SAMPLE_RATE_HZ;
/** Phrases rendered at once while starting: a cloud voice takes about a second for each. */
const RENDERED_AT_ONCE = 4;
/** How much of a phrase is handed over at once, so that a flush finds little on its way. 200 ms. */
const CHUNK_SAMPLES = 1_600;

export class PhraseCache implements Voice {
  readonly name: string;
  readonly #voice: Voice;
  readonly #shelf: PhraseShelf;
  /** Rendered, or being rendered: whoever asks meanwhile waits for the same one. */
  readonly #phrases = new Map<string, Promise<Int16Array>>();

  constructor(voice: Voice, shelf: PhraseShelf) {
    this.name = voice.name;
    this.#voice = voice;
    this.#shelf = shelf;
  }

  /** Only the usual pace is kept: what is said slowly is made anew each time. */
  get slow(): Voice | undefined {
    return this.#voice.slow;
  }

  /** Renders what is not there yet, the first ones first; rejects when the voice can't. */
  async prepare(texts: Iterable<string>, signal: AbortSignal, account?: Account): Promise<void> {
    const coming = [...new Set(texts)].slice(0, PHRASES_MAX);
    const work = async () => {
      for (let text = coming.shift(); text !== undefined; text = coming.shift()) {
        if (signal.aborted) return;
        await this.#prepared(text, signal, account);
      }
    };
    try {
      await Promise.all(Array.from({ length: RENDERED_AT_ONCE }, work));
    } catch (error) {
      coming.length = 0; // the others stop too
      if (!signal.aborted) throw error;
    }
  }

  async *speak(
    text: string,
    signal: AbortSignal,
    tell?: (told: FellBack) => void,
    account?: Account,
  ): AsyncGenerator<Int16Array> {
    const pcm = await this.#phrases.get(text)?.catch(() => null);
    if (!pcm) return yield* this.#voice.speak(text, signal, tell, account);
    for (let from = 0; from < pcm.length && !signal.aborted; from += CHUNK_SAMPLES) {
      yield pcm.subarray(from, from + CHUNK_SAMPLES);
    }
  }

  #prepared(text: string, signal: AbortSignal, account?: Account): Promise<Int16Array> {
    const known = this.#phrases.get(text);
    if (known) return known;
    const pcm = this.#fetchOrRender(text, signal, account);
    if (this.#phrases.size < PHRASES_MAX) {
      this.#phrases.set(text, pcm);
      pcm.catch(() => this.#phrases.delete(text)); // to be tried again
    }
    return pcm;
  }

  async #fetchOrRender(
    text: string,
    signal: AbortSignal,
    account?: Account,
  ): Promise<Int16Array> {
    const key = await keyOf(this.name, text);
    const kept = await this.#shelf.get(key);
    if (kept !== null) return kept;
    if (account?.maySpend === false) {
      throw new Error("Cannot render a phrase: its cost is too much");
    }
    const pcm = await this.#render(text, signal, account);
    signal.throwIfAborted(); // half a phrase is none
    await this.#shelf.put(key, pcm).catch(() => {}); // rendered anew next time
    return pcm;
  }

  async #render(text: string, signal: AbortSignal, account?: Account): Promise<Int16Array> {
    const chunks: Int16Array[] = [];
    let samples = 0;
    for await (const chunk of this.#voice.speak(text, signal, undefined, account)) {
      chunks.push(chunk.slice());
      samples += chunk.length;
      if (samples > PHRASE_SAMPLES_MAX) {
        throw new Error(`Cannot render a phrase with ${this.name}: it is longer than 60 s`);
      }
    }
    return joinedSamples(chunks);
  }
}

/** The name of a voice holds its provider, model and voice; rate and level are the same everywhere. */
async function keyOf(voice: string, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(["pcm-8000 at -20 dBFS", voice, text]));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
