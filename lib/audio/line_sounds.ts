/** What a line tells besides voices: that no person is on it. */
import { MusicDetector } from "./music.ts";
import { type Tone, ToneDetector } from "./tones.ts";

export type LineSound = Tone | "music";

/** One call's; both listen to all of the caller's audio. */
export class LineSounds {
  readonly #tones = new ToneDetector();
  readonly #music = new MusicDetector();

  /** Samples at 8000 Hz, of any count. */
  push(pcm: Int16Array): LineSound | null {
    const isMusic = this.#music.push(pcm);
    return this.#tones.push(pcm) ?? (isMusic ? "music" : null);
  }
}
