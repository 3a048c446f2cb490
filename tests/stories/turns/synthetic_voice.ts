/** flite's voices: a breath is said in one piece, and its words share what sounds of it. */
import type { FliteVoices } from "../../../lib/host/flite_voice.ts";
import type { FliteVoiceName } from "../../../lib/host/flite_wasi.ts";
import { render } from "../caller.ts";
import { spokenPart, type TurnVoice } from "./voiced_turn.ts";

/** Said as letters and numbers of their own are; whatever it is, it takes time like its letters. */
const LEAST_LETTERS = 2;

export function syntheticVoice(flite: FliteVoices, name: FliteVoiceName): TurnVoice {
  const voice = flite.voice(name);
  return {
    name,
    canSay: () => true,
    say: async (words) => {
      const pcm = spokenPart(await render(voice, words.join(" ")));
      const letters = words.map((word) => Math.max(LEAST_LETTERS, word.length));
      const all = letters.reduce((sum, count) => sum + count, 0);
      let before = 0;
      return words.map((text, index) => {
        const from = Math.round(pcm.length * before / all);
        before += letters[index]!;
        const to = Math.round(pcm.length * before / all);
        return { text, pcm: pcm.subarray(from, to), gapMs: 0 };
      });
    },
  };
}
