/** A human voice, word by word: the recordings that come with Asterisk. */
import { decodeGsm } from "./gsm.ts";
import { spokenPart, type TurnVoice } from "./voiced_turn.ts";

const FOLDER = "usr/share/asterisk/sounds/en_US_f_Allison";
const ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen " +
  "fourteen fifteen sixteen seventeen eighteen nineteen";
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety";
const DAYS = "sunday monday tuesday wednesday thursday friday saturday";
const MONTHS = "january february march april may june july august september october november " +
  "december";
const AS_THEY_ARE = "hundred thousand million dollars oh at today tomorrow";
/** Between two words of one breath. */
const JOINT_MS = 20;

/** Where each word is recorded. */
function files(): ReadonlyMap<string, string> {
  const numbered = (words: string, file: (index: number) => string) =>
    words.split(" ").map((word, index) => [word, file(index)] as const);
  return new Map([
    ...[..."abcdefghijklmnopqrstuvwxyz"].map((letter) => [letter, `letters/${letter}`] as const),
    ...numbered(ONES, (index) => `digits/${index}`),
    ...numbered(TENS, (index) => `digits/${10 * (index + 2)}`),
    ...numbered(DAYS, (index) => `digits/day-${index}`),
    ...numbered(MONTHS, (index) => `digits/mon-${index}`),
    ...AS_THEY_ARE.split(" ").map((word) => [word, `digits/${word}`] as const),
    ...["hello", "goodbye", "sorry", "is", "for", "your", "number", "with", "time"]
      .map((word) => [word, word] as const),
    ["and", "vm-and"],
    ["no", "vm-no"],
    ["pm", "digits/p-m"],
    ["am", "digits/a-m"],
    ["o'clock", "digits/oclock"],
    ["dot", "letters/dot"],
    ["dash", "letters/dash"],
    ["first", "digits/h-1"],
    ["third", "digits/h-3"],
  ]);
}

/** `root`: the folder with the lab's Asterisk. A line with a word that nobody recorded is not said. */
export function humanVoice(root: string): TurnVoice {
  const where = files();
  const recorded = new Map<string, Promise<Int16Array>>();
  const word = (text: string): Promise<Int16Array> => {
    const path = `${root}/${FOLDER}/${where.get(text)}.gsm`;
    const pcm = recorded.get(text) ??
      Deno.readFile(path).then((bytes) => spokenPart(decodeGsm(bytes)));
    recorded.set(text, pcm);
    return pcm;
  };
  return {
    name: "human",
    canSay: (words) => words.every((text) => where.has(text)),
    say: async (words) => {
      const all = await Promise.all(words.map(word));
      return all.map((pcm, index) => ({
        text: words[index]!,
        pcm,
        gapMs: index > 0 ? JOINT_MS : 0,
      }));
    },
  };
}
