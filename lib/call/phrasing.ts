/** How the sentences of one call are said: in whose words, and how slowly. */
import type { Campaign } from "../core/campaign.ts";
import type { CallState } from "../core/conversation/state.ts";
import type { UtteranceId } from "../core/ids.ts";
import { spokenForm } from "../core/spoken/spoken_form.ts";
import type { PluginsOfCall } from "./ports.ts";

export interface PhrasingParts {
  readonly campaign: Campaign;
  /** Undefined: nobody else has a say. */
  readonly plugins: PluginsOfCall | undefined;
  readonly speaking: () => CallState["speaking"];
  /** The turn at hand is to be answered slowly. */
  readonly isSlowTurn: () => boolean;
  readonly reworded: (utterance: UtteranceId, text: string) => void;
}

export class Phrasing {
  readonly #parts: PhrasingParts;

  constructor(parts: PhrasingParts) {
    this.#parts = parts;
  }

  /** A filler is there to come at once, from memory, where phrases have their usual pace. */
  isSlow(text: string): boolean {
    const { campaign, isSlowTurn } = this.#parts;
    if (!isSlowTurn()) return false;
    const { letMeSee, oneMoment } = campaign.lines;
    return ![letMeSee, oneMoment].some((line) => spokenForm(line, campaign) === text);
  }

  /** Words that must be heard as they are (the disclosure) are no plugin's matter. */
  reword(utterance: UtteranceId, text: string): string | Promise<string> {
    const { plugins, speaking, reworded } = this.#parts;
    const spoken = speaking().find((one) => one.utterance === utterance);
    if (!plugins || spoken?.uninterruptible !== false) return text;
    const told = (words: string) => {
      if (words !== text) reworded(utterance, words);
      return words;
    };
    const words = plugins.reword(text);
    return words instanceof Promise ? words.then(told) : told(words);
  }
}
