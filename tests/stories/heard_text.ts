/** Which words a caller has heard, by the sound that arrived, and which ones are stored. */
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";
import { rmsDbfs } from "../../lib/audio/level.ts";
import type { Voice } from "../../lib/call/ports.ts";
import { fixedPhrases } from "../../lib/core/phrases.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { heardWords } from "../../lib/core/heard_words.ts";
import { LOUD_DBFS } from "../lab/loudness.ts";
import { render } from "./caller.ts";

/** What is stored of one reply of ours, beside what was heard of it. */
export interface Judged {
  /** Words by which they differ. */
  readonly off: number;
  readonly stored: readonly string[];
  /** The last stored line as it should be. */
  readonly expected: string;
  readonly heardMs: number;
}

/**
 * Both go from sound to words by the product's own `heardWords`: what is compared is how much of the sound
 * was heard. How well it finds the words is judged by voices' own word times in `heard_words_test.ts`.
 */
export class HeardText {
  /** Sound of each phrase, in ms, as a caller counts it. */
  readonly #soundMs: ReadonlyMap<string, number>;

  constructor(soundMs: ReadonlyMap<string, number>) {
    this.#soundMs = soundMs;
  }

  static async of(voice: Voice): Promise<HeardText> {
    const soundMs = new Map<string, number>();
    for (const phrase of fixedPhrases(investmentLead)) {
      soundMs.set(phrase, soundMsOf(await render(voice, phrase)));
    }
    return new HeardText(soundMs);
  }

  /** The lines of one reply, of which `heardMs` of sound were heard; null where its phrases are unknown. */
  judge(stored: readonly string[], heardMs: number): Judged | null {
    const last = stored.at(-1);
    if (last === undefined) return null;
    const before = stored.slice(0, -1).map((line) => this.#soundMs.get(line));
    if (before.includes(undefined)) return null;
    const restMs = heardMs - before.reduce<number>((sum, ms) => sum + ms!, 0);
    const judged = [...this.#soundMs].filter(([phrase]) => phrase.startsWith(last))
      .map(([phrase, wholeMs]): Judged => {
        const expected = heardWords(phrase, Math.max(0, Math.min(1, restMs / wholeMs)));
        const off = Math.abs(countOf(expected) - countOf(last));
        return { off, stored, expected, heardMs };
      });
    // Several phrases may begin like it: it is held to be the one that it fits.
    return judged.toSorted((one, other) => one.off - other.off)[0] ?? null;
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
