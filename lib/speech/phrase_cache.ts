/** A voice that says known phrases from memory: rendered once, kept over restarts. */
import type { Voice } from "../call/ports.ts";

/** Where rendered phrases are kept: files on a machine, nothing at the edge. */
export interface PhraseShelf {
  /** Null where there is none, or none that can be read. */
  get(key: string): Promise<Int16Array | null>;
  /** May fail: the phrase is then rendered again after a restart. */
  put(key: string, pcm: Int16Array): Promise<void>;
}

/** Phrases in memory; a campaign has some forty. */
const PHRASES_MAX = 500;
/** How much of a phrase is handed over at once, so that a flush finds little on its way. 200 ms. */
const CHUNK_SAMPLES = 1_600;

export class PhraseCache implements Voice {
  readonly name: string;
  readonly #voice: Voice;
  readonly #shelf: PhraseShelf;
  readonly #phrases = new Map<string, Int16Array>();

  constructor(voice: Voice, shelf: PhraseShelf) {
    this.name = voice.name;
    this.#voice = voice;
    this.#shelf = shelf;
  }

  /** Renders what is not there yet, one after the other; rejects when the voice can't. */
  async prepare(texts: Iterable<string>, signal: AbortSignal): Promise<void> {
    for (const text of texts) {
      if (this.#phrases.has(text) || this.#phrases.size >= PHRASES_MAX) continue;
      const key = await keyOf(this.name, text);
      const kept = await this.#shelf.get(key);
      const pcm = kept ?? await this.#render(text, signal);
      if (signal.aborted) return;
      if (kept === null) await this.#shelf.put(key, pcm).catch(() => {}); // rendered anew next time
      this.#phrases.set(text, pcm);
    }
  }

  async *speak(text: string, signal: AbortSignal): AsyncGenerator<Int16Array> {
    const pcm = this.#phrases.get(text);
    if (pcm === undefined) return yield* this.#voice.speak(text, signal);
    for (let from = 0; from < pcm.length && !signal.aborted; from += CHUNK_SAMPLES) {
      yield pcm.subarray(from, from + CHUNK_SAMPLES);
    }
  }

  async #render(text: string, signal: AbortSignal): Promise<Int16Array> {
    const chunks: Int16Array[] = [];
    for await (const chunk of this.#voice.speak(text, signal)) chunks.push(chunk.slice());
    const pcm = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of chunks) {
      pcm.set(chunk, at);
      at += chunk.length;
    }
    return pcm;
  }
}

/** The name of a voice holds its provider, model and voice; the rate is 8000 Hz everywhere. */
async function keyOf(voice: string, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(["pcm-8000", voice, text]));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
