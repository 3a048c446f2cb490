/** Hears by the audio itself: a word is heard where its own samples came, as often as they came. */
import { decode, encode } from "../../lib/audio/g711.ts";
import { rmsDbfs } from "../../lib/audio/level.ts";
import type { AudioEncoding } from "../../lib/call/ports.ts";

/** Samples by which sound is compared; learned speech is cut into as many pieces. */
const GRAM = 16;
/** Pieces with fewer different values are silence, and alike everywhere. */
const GRAM_VALUES_MIN = 6;
const SPEECH_DBFS = -45;
const BLOCK = 160;
/** So much of a word must have come to be understood; of less than the second, nothing is. */
const UNDERSTOOD = 0.6;
const NOTICED = 0.25;
/** Pieces that chance may have in common. */
const CHANCE_PIECES = 8;
const HASH_BASE = 16_777_619;
const HASH_LAST = hashPower(GRAM - 1);

interface LearnedWord {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Pieces of it that can be recognised. */
  readonly pieces: number;
}

interface Learned {
  readonly audio: Uint8Array;
  readonly words: readonly LearnedWord[];
}

/** A word in a line's audio; places are samples since its first one. */
export interface HeardWord {
  /** As written, with punctuation; a part of the word where only a part of it came. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** Its end has not come yet. */
  readonly running: boolean;
}

/** What all lines of a stand-in know, for one encoding. */
export class Lexicon {
  readonly #encoding: AudioEncoding;
  readonly pieces = new Map<number, { readonly learned: Learned; readonly at: number }[]>();

  constructor(encoding: AudioEncoding) {
    this.#encoding = encoding;
  }

  learn(text: string, pcm: Int16Array): void {
    const audio = encode(this.#encoding, pcm);
    const rich: number[] = [];
    for (let at = 0; at + GRAM <= audio.length; at += GRAM) {
      if (new Set(audio.subarray(at, at + GRAM)).size >= GRAM_VALUES_MIN) rich.push(at);
    }
    const learned = { audio, words: wordsOf(text, pcm, rich) };
    for (const at of rich) {
      const hash = hashOf(audio, at);
      const there = this.pieces.get(hash);
      if (there) there.push({ learned, at });
      else this.pieces.set(hash, [{ learned, at }]);
    }
  }
}

/** Words share what sounds of an utterance by their length in letters. */
function wordsOf(text: string, pcm: Int16Array, rich: readonly number[]): LearnedWord[] {
  const sounding: number[] = [];
  for (let at = 0; at < pcm.length; at += BLOCK) {
    if (rmsDbfs(pcm.subarray(at, at + BLOCK)) > SPEECH_DBFS) sounding.push(at);
  }
  const words = text.split(/\s+/).filter((word) => word !== "");
  const letters = words.join("").length;
  let before = 0;
  return words.map((word) => {
    const from = sounding[Math.floor(before / letters * sounding.length)] ?? 0;
    before += word.length;
    const last = sounding[Math.ceil(before / letters * sounding.length) - 1] ?? from;
    const to = before === letters ? last + BLOCK : last;
    const pieces = rich.filter((at) => at >= from && at < to).length;
    return { text: word, from, to: Math.max(to, from + 1), pieces };
  });
}

/** One stretch of a line that runs along one learned utterance. */
interface Alignment {
  readonly learned: Learned;
  /** Where the learned utterance would begin on the line. */
  readonly offset: number;
  readonly heard: Set<number>;
}

export class DeepgramHearing {
  readonly #lexicon: Lexicon;
  readonly #encoding: AudioEncoding;
  readonly #alignments = new Map<Learned, Map<number, Alignment>>();
  readonly #last = new Uint8Array(GRAM);
  #hash = 0;
  #block: number[] = [];
  #position = 0;
  #lastSoundAt: number | null = null;

  constructor(lexicon: Lexicon, encoding: AudioEncoding) {
    this.#lexicon = lexicon;
    this.#encoding = encoding;
  }

  get position(): number {
    return this.#position;
  }

  /** Where the last sound ended; null before the first. */
  get lastSoundAt(): number | null {
    return this.#lastSoundAt;
  }

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      const slot = this.#position % GRAM;
      this.#hash = Math.imul(this.#hash - Math.imul(this.#last[slot]!, HASH_LAST), HASH_BASE) +
        byte;
      this.#last[slot] = byte;
      this.#position++;
      this.#match();
      this.#block.push(byte);
      if (this.#block.length === BLOCK) this.#listen();
    }
  }

  /** The words after `place`, in their order. */
  wordsAfter(place: number): HeardWord[] {
    const heard: HeardWord[] = [];
    const alignments = [...this.#alignments.values()].flatMap((each) => [...each.values()])
      .filter((each) => each.heard.size > CHANCE_PIECES)
      .sort((one, other) => other.heard.size - one.heard.size);
    for (const alignment of alignments) {
      for (const word of this.#wordsOf(alignment)) {
        if ((word.from + word.to) / 2 <= place) continue;
        if (!heard.some((other) => isSame(word, other))) heard.push(word);
      }
    }
    return heard.sort((one, other) => one.from - other.from);
  }

  #wordsOf({ learned, offset, heard }: Alignment): HeardWord[] {
    return learned.words.flatMap((word): HeardWord[] => {
      const came = [...heard].filter((at) => at >= word.from && at < word.to);
      const share = came.length / Math.max(1, word.pieces);
      if (share < NOTICED) return [];
      const running = offset + word.to > this.#position;
      const whole = share >= UNDERSTOOD;
      const place = { from: Math.max(0, offset + word.from), to: offset + word.to, running };
      if (whole) return [{ ...place, text: word.text, confidence: 0.98 }];
      const middle = (word.from + word.to) / 2;
      const isHead = came.filter((at) => at < middle).length * 2 >= came.length;
      const letters = Math.max(1, Math.round(word.text.length * share));
      const text = isHead ? word.text.slice(0, letters) : word.text.slice(-letters);
      return [{ ...place, text, confidence: 0.4 }];
    });
  }

  #match(): void {
    if (this.#position < GRAM) return;
    const begins = this.#position - GRAM;
    for (const { learned, at } of this.#lexicon.pieces.get(this.#hash) ?? []) {
      if (!this.#isAt(learned.audio, at, begins)) continue;
      const offset = begins - at;
      const along = this.#alignments.get(learned) ?? new Map<number, Alignment>();
      this.#alignments.set(learned, along);
      const alignment = along.get(offset) ?? { learned, offset, heard: new Set<number>() };
      along.set(offset, alignment);
      alignment.heard.add(at);
    }
  }

  #isAt(audio: Uint8Array, at: number, begins: number): boolean {
    for (let index = 0; index < GRAM; index++) {
      if (audio[at + index] !== this.#last[(begins + index) % GRAM]) return false;
    }
    return true;
  }

  #listen(): void {
    const pcm = decode(this.#encoding, Uint8Array.from(this.#block));
    if (rmsDbfs(pcm) > SPEECH_DBFS) this.#lastSoundAt = this.#position;
    this.#block = [];
  }
}

/** Two words at one place: only one of them was said. */
function isSame(word: HeardWord, other: HeardWord): boolean {
  const middle = (word.from + word.to) / 2;
  const otherMiddle = (other.from + other.to) / 2;
  return (middle > other.from && middle < other.to) ||
    (otherMiddle > word.from && otherMiddle < word.to);
}

function hashOf(bytes: Uint8Array, at: number): number {
  let hash = 0;
  for (let index = 0; index < GRAM; index++) {
    hash = Math.imul(hash, HASH_BASE) + bytes[at + index]! | 0;
  }
  return hash;
}

function hashPower(times: number): number {
  let power = 1;
  for (let index = 0; index < times; index++) power = Math.imul(power, HASH_BASE);
  return power;
}
