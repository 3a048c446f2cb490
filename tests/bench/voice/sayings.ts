/** What the callers of the bench say: made once, the same in every call, and known to the ears. */
import { decode, encode } from "../../../lib/audio/g711.ts";
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { joinedSamples } from "../../../lib/audio/joined.ts";
import { rmsDbfs } from "../../../lib/audio/level.ts";
import { FliteVoices } from "../../../lib/host/flite_voice.ts";
import { LOUD_DBFS } from "../../lab/loudness.ts";
import { render } from "../../stories/caller.ts";

/** In the order in which the investment campaign asks; "…" is a pause for thought. */
const ANSWERS = [ // the second one answers nothing: it is over when it is quiet for longer
  "here I was thinking of shares and bonds",
  "my brother did that and he was quite happy with it",
  "something like sixty … thousand dollars",
  "I would say moderate",
  "in about five years",
  "no thank you",
] as const;
/** Shorter than any that ends a turn, and long enough to look like one. */
const THOUGHT_MS = 350;
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
  readonly words: readonly SpokenWord[];
}

export interface SpokenWord {
  readonly text: string;
  /** Its frames, the last one not among them. */
  readonly from: number;
  readonly to: number;
}

/**
 * A name that nobody bears, which tells one call from another: "Bakelo". Calls begin with it: until the ears
 * know whose call it is they tell nothing, and would be taken for deaf.
 */
export function tagOf(index: number): string {
  const letter = (letters: string, step: number) =>
    letters[Math.floor(index / step) % letters.length]!;
  const [one, two] = [letter(CONSONANTS, 1), letter(CONSONANTS, 12)];
  const vowels = [letter(VOWELS, 1), letter(VOWELS, 5), letter(VOWELS, 25)];
  return `${one}${vowels[0]}${two.toLowerCase()}${vowels[1]}l${vowels[2]}`;
}

/** Whose call it is by what was said in it; null where nobody has said it. */
export function tagIn(said: string): string | null {
  const [, caller, noted] = /(\w+) here I was|Noted, (\w+)/.exec(said) ?? [];
  return caller ?? noted ?? null;
}

/** Every so many calls one whose brain is asked ahead, where both ways are measured at once. */
const AHEAD_EVERY = 4;

/** In a mixed run; the others' brains are asked at the end of a turn. */
export function isAhead(tag: string): boolean {
  return CONSONANTS.indexOf(tag[0]!) % AHEAD_EVERY === 0;
}

/** For so many callers at once: by tag, in the order of the turns. */
export async function renderSayings(callers: number): Promise<Map<string, readonly Saying[]>> {
  const flite = new FliteVoices();
  const saying = async (answer: string) => {
    const parts: Saying[] = [];
    for (const text of answer.split(" … ")) {
      parts.push(partOf(text, await render(flite.voice(VOICE), text)));
    }
    return joined(parts);
  };
  try {
    const rest: Saying[] = []; // one after the other: the voice is given up on when it is slow
    for (const answer of ANSWERS.slice(1)) rest.push(await saying(answer));
    const tags = Array.from({ length: callers }, (_, index) => tagOf(index));
    const sayings = new Map<string, readonly Saying[]>();
    for (const tag of tags) sayings.set(tag, [await saying(`${tag} ${ANSWERS[0]}`), ...rest]);
    return sayings;
  } finally {
    flite.close();
  }
}

/** Said without a pause. Words share what sounds by their length in letters. */
function partOf(text: string, pcm: Int16Array): Saying {
  const frames = framesOf(pcm);
  const lastLoud = frames.findLastIndex((frame) => rmsDbfs(decode("ulaw", frame)) > LOUD_DBFS);
  const letters = text.replaceAll(" ", "").length;
  let before = 0;
  const words = text.split(" ").map((word) => {
    const from = Math.floor(before / letters * (lastLoud + 1));
    before += word.length;
    return { text: word, from, to: Math.floor(before / letters * (lastLoud + 1)) };
  });
  return { text, pcm, frames, lastLoud, words };
}

function joined(parts: readonly Saying[]): Saying {
  return parts.reduce((before, part) => {
    const sounding = before.pcm.subarray(0, (before.lastLoud + 1) * FRAME_BYTES);
    const at = before.lastLoud + 1 + Math.round(THOUGHT_MS / FRAME_MS);
    const quiet = new Int16Array(at * FRAME_BYTES - sounding.length);
    const pcm = joinedSamples([sounding, quiet, part.pcm]);
    return {
      text: `${before.text} ${part.text}`,
      pcm,
      frames: framesOf(pcm),
      lastLoud: at + part.lastLoud,
      words: [
        ...before.words,
        ...part.words.map(({ text, from, to }) => ({ text, from: from + at, to: to + at })),
      ],
    };
  });
}

function framesOf(pcm: Int16Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(pcm.length / FRAME_BYTES) }, (_, at) => {
    const samples = new Int16Array(FRAME_BYTES);
    samples.set(pcm.subarray(at * FRAME_BYTES, (at + 1) * FRAME_BYTES));
    return encode("ulaw", samples);
  });
}
