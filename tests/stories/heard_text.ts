/** Which words a caller has heard, by the sound that arrived, and which ones are stored. */
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";
import { rmsDbfs } from "../../lib/audio/level.ts";
import type { Voice } from "../../lib/call/ports.ts";
import { fixedPhrases } from "../../lib/core/phrases.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { heardWords } from "../../lib/core/heard_words.ts";
import { LOUD_DBFS } from "../lab/loudness.ts";
import { render } from "./caller.ts";
import type { SaidLine } from "./hotline.ts";

/**
 * Both go from sound to words by the product's own `heardWords`: what is compared is how much of the sound
 * was heard. How well it finds the words is judged by voices' own word times in `heard_words_test.ts`.
 */
export class HeardText {
  /** Sound of each phrase, in ms, as a caller counts it. */
  readonly #soundMs: ReadonlyMap<string, number>;

  private constructor(soundMs: ReadonlyMap<string, number>) {
    this.#soundMs = soundMs;
  }

  static async of(voice: Voice): Promise<HeardText> {
    const soundMs = new Map<string, number>();
    for (const phrase of fixedPhrases(investmentLead)) {
      soundMs.set(phrase, soundMsOf(await render(voice, phrase)));
    }
    return new HeardText(soundMs);
  }

  /**
   * By how many words what is stored of each interrupted turn differs from what was heard of it:
   * `heardMs` of sound, turn by turn from the second on. Turns whose phrases are unknown are left out.
   */
  offs(said: readonly SaidLine[], heardMs: readonly number[]): number[] {
    return heardMs.flatMap((ms, index) => {
      const lines = said.filter(({ speaker, turn }) => speaker === "agent" && turn === index + 1);
      const off = this.#off(lines.map(({ text }) => text), ms);
      return off === null ? [] : [off];
    });
  }

  #off(lines: readonly string[], heardMs: number): number | null {
    const last = lines.at(-1);
    if (last === undefined) return null;
    const before = lines.slice(0, -1).map((line) => this.#soundMs.get(line));
    const phrase = [...this.#soundMs.keys()].find((one) => one.startsWith(last));
    if (phrase === undefined || before.includes(undefined)) return null;
    const restMs = heardMs - before.reduce<number>((sum, ms) => sum + ms!, 0);
    const share = Math.max(0, Math.min(1, restMs / this.#soundMs.get(phrase)!));
    return Math.abs(countOf(heardWords(phrase, share)) - countOf(last));
  }
}

function countOf(text: string): number {
  return text.split(/\s+/).filter((word) => word !== "").length;
}

function soundMsOf(pcm: Int16Array): number {
  let frames = 0;
  for (let at = 0; at + FRAME_BYTES <= pcm.length; at += FRAME_BYTES) {
    if (rmsDbfs(pcm.subarray(at, at + FRAME_BYTES)) > LOUD_DBFS) frames++;
  }
  return frames * FRAME_MS;
}
