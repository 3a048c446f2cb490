/** What the callers of the bench say: made once, the same in every call, and known to the ears. */
import { decode, encode } from "../../../lib/audio/g711.ts";
import { FRAME_BYTES } from "../../../lib/audio/frames.ts";
import { rmsDbfs } from "../../../lib/audio/level.ts";
import { FliteVoices } from "../../../lib/host/flite_voice.ts";
import { LOUD_DBFS } from "../../lab/loudness.ts";
import { render } from "../../stories/caller.ts";

/** In the order in which the investment campaign asks. */
const ANSWERS = [
  "I was thinking of shares and bonds from",
  "something like sixty thousand dollars",
  "I would say moderate",
  "in about five years",
  "no thank you",
] as const;
export const TURNS = ANSWERS.length;
const VOICE = "rms";
const CONSONANTS = "BDFKLMNPRSTV";
const VOWELS = "aeiou";

export interface Saying {
  readonly text: string;
  readonly pcm: Int16Array;
  /** µ-law, whole frames of 20 ms. */
  readonly frames: readonly Uint8Array[];
  /** The last one with a voice in it. */
  readonly lastLoud: number;
}

/** A name that nobody bears, which tells one call from another: "Bakelo". */
export function tagOf(index: number): string {
  const letter = (letters: string, step: number) =>
    letters[Math.floor(index / step) % letters.length]!;
  const [one, two] = [letter(CONSONANTS, 1), letter(CONSONANTS, 12)];
  const vowels = [letter(VOWELS, 1), letter(VOWELS, 5), letter(VOWELS, 25)];
  return `${one}${vowels[0]}${two.toLowerCase()}${vowels[1]}l${vowels[2]}`;
}

/** The first thing that a caller says holds its tag; the others are the same for all. */
export function textOf(turn: number, tag: string): string {
  return turn === 0 ? `${ANSWERS[0]} ${tag}` : ANSWERS[turn]!;
}

/** For so many callers at once: by tag, in the order of the turns. */
export async function renderSayings(callers: number): Promise<Map<string, readonly Saying[]>> {
  const flite = new FliteVoices();
  const saying = async (text: string) => sayingOf(text, await render(flite.voice(VOICE), text));
  try {
    const rest = await Promise.all(ANSWERS.slice(1).map(saying));
    const tags = Array.from({ length: callers }, (_, index) => tagOf(index));
    const sayings = new Map<string, readonly Saying[]>();
    for (const tag of tags) sayings.set(tag, [await saying(textOf(0, tag)), ...rest]);
    return sayings;
  } finally {
    flite.close();
  }
}

function sayingOf(text: string, pcm: Int16Array): Saying {
  const frames: Uint8Array[] = [];
  let lastLoud = 0;
  for (let at = 0; at < pcm.length; at += FRAME_BYTES) {
    const samples = new Int16Array(FRAME_BYTES);
    samples.set(pcm.subarray(at, at + FRAME_BYTES));
    const frame = encode("ulaw", samples);
    if (rmsDbfs(decode("ulaw", frame)) > LOUD_DBFS) lastLoud = frames.length;
    frames.push(frame);
  }
  return { text, pcm, frames, lastLoud };
}
