/** Real speech for stand-ins and for callers of tests: flite, each text made once. */
import { resample } from "../../lib/audio/resample.ts";
import { type FliteVoiceName } from "../../lib/host/flite_wasi.ts";
import { FliteVoices } from "../../lib/host/flite_voice.ts";

const LINE_RATE_HZ = 8_000;
/** Texts that are kept; a test says some dozens. */
const KEPT_MAX = 200;
/** A sentence takes 60 ms; on a busy machine the thread that makes it takes seconds to begin. */
const RENDERED_WITHIN_MS = 60_000;

export class Spoken implements Disposable {
  readonly #flite = new FliteVoices({ maxJobMs: RENDERED_WITHIN_MS });
  readonly #kept = new Map<string, Promise<Int16Array<ArrayBuffer>>>();

  /** 16-bit samples at `rateHz`. */
  async say(text: string, rateHz: number, voice: FliteVoiceName = "slt", isSlow = false) {
    const key = `${voice} ${isSlow} ${text}`;
    const pcm = this.#kept.get(key) ?? this.#render(text, voice, isSlow);
    if (this.#kept.size < KEPT_MAX) this.#kept.set(key, pcm);
    const spoken = await pcm;
    return rateHz === LINE_RATE_HZ ? spoken : resample(spoken, LINE_RATE_HZ, rateHz);
  }

  [Symbol.dispose](): void {
    this.#flite.close();
  }

  async #render(
    text: string,
    name: FliteVoiceName,
    isSlow: boolean,
  ): Promise<Int16Array<ArrayBuffer>> {
    const usual = this.#flite.voice(name);
    const voice = isSlow ? usual.slow! : usual;
    const samples: number[] = [];
    const signal = new AbortController().signal;
    for await (const pcm of voice.speak(text, signal)) {
      for (const sample of pcm) samples.push(sample);
    }
    return Int16Array.from(samples);
  }
}
