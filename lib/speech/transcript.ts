/** Makes the call's words of a provider's results: each one once, also over cuts. */
import type { SureWord } from "../core/sure_words.ts";
import type { EarsEvent } from "../call/ports.ts";

/** Places are samples since the call's first frame. */
export interface TimedWord {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** 0 to 1, where the provider tells. */
  readonly confidence?: number;
}

export interface HeardPart {
  readonly words: readonly TimedWord[];
  /** The end of the audio that it tells of. */
  readonly until: number;
  readonly isFinal: boolean;
  /** The provider holds that the caller has paused. */
  readonly endOfSpeech: boolean;
  /** 0 to 1. */
  readonly confidence: number;
}

export class Transcript {
  /** The end of the last final word: what lies before is told, and never told again. */
  #heardUntil = 0;
  /** An interim was told that no final has replaced yet. */
  #pending = false;
  /** The end of the last word that may still change. */
  #interimUntil = 0;
  /** Finals were told since the last end of speech. */
  #open = false;

  get heardUntil(): number {
    return this.#heardUntil;
  }

  get pending(): boolean {
    return this.#pending;
  }

  get interimUntil(): number {
    return this.#interimUntil;
  }

  take(part: HeardPart): EarsEvent[] {
    const words = part.words.filter(({ from, to }) => (from + to) / 2 > this.#heardUntil);
    const text = words.map((word) => word.text).join(" ").trim();
    if (!part.isFinal) {
      this.#interimUntil = words.at(-1)?.to ?? this.#heardUntil;
      return this.#interim(text, sureOf(words.slice(0, -1))); // the last one is not said to its end
    }
    for (const { to } of words) this.#heardUntil = Math.max(this.#heardUntil, to);
    return this.#final(text, part.confidence, part.endOfSpeech, sureOf(words));
  }

  /** The provider says that the caller has paused, without words. */
  endOfSpeech(): EarsEvent[] {
    return this.#final("", 1, true, {});
  }

  /** The connection is gone: what was not final will be heard anew. */
  lineLost(): EarsEvent[] {
    return this.#interim("", {});
  }

  /** Others have told what was said before this place. */
  skipTo(place: number): void {
    this.#heardUntil = Math.max(this.#heardUntil, place);
    this.#pending = false;
    this.#open = false;
  }

  #interim(text: string, sure: Sure): EarsEvent[] {
    if (text === "" && !this.#pending) return [];
    this.#pending = text !== "";
    return [{ type: "interim", text, ...sure }];
  }

  /** A final without words is told only where it ends something. */
  #final(text: string, confidence: number, endOfSpeech: boolean, sure: Sure): EarsEvent[] {
    const ends = this.#pending || (endOfSpeech && this.#open);
    if (text === "" && !ends) return [];
    this.#pending = false;
    this.#open = !endOfSpeech && (this.#open || text !== "");
    return [{ type: "final", text, confidence, ...sure, endOfSpeech }];
  }
}

interface Sure {
  readonly sure?: readonly SureWord[];
}

/** Nothing where the provider tells of no word how sure it is. */
function sureOf(words: readonly TimedWord[]): Sure {
  const sure = words.flatMap(({ text, confidence }) =>
    confidence === undefined ? [] : [{ text, confidence }]
  );
  return sure.length === 0 ? {} : { sure };
}
