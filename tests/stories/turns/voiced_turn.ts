/** A labelled turn as audio on a telephone line, and what voice activity makes of it. */
import { FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ } from "../../../lib/audio/frames.ts";
import { encode } from "../../../lib/audio/g711.ts";
import { rmsDbfs } from "../../../lib/audio/level.ts";
import { Listening } from "../../../lib/call/listening.ts";
import type { VoiceDetector } from "../../../lib/call/ports.ts";
import { seededRandom } from "../../random.ts";
import type { Segment, SpokenWord, TimedEvent } from "../../core/turns/spoken_turn.ts";

const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1_000;
/** Quieter than this a word has not begun, or is over. */
const WORD_DBFS = -45;
const LOOK_SAMPLES = 10 * SAMPLES_PER_MS;
/** Speech on a telephone line. */
const SPEECH_DBFS = -23;
/** Noise of an idle line, in steps of a sample: -72 dBFS. */
const NOISE = 8;
/** Before the first word, and after the last one: longer than any pause that ends a turn. */
const LEAD_MS = 400;
const TAIL_MS = 3_000;

/** Words of one breath, each with its samples at 8000 Hz. */
export interface SaidWord {
  readonly text: string;
  readonly pcm: Int16Array;
  readonly gapMs: number;
}

export interface TurnVoice {
  readonly name: string;
  canSay(words: readonly string[]): boolean;
  say(words: readonly string[]): Promise<readonly SaidWord[]>;
}

export interface VoicedTurn {
  readonly pcm: Int16Array;
  /** Times count from the first word's begin. */
  readonly words: readonly SpokenWord[];
}

/** As loud as speech on a line, and without the silence around it. */
export function spokenPart(recording: Int16Array): Int16Array {
  const gain = 10 ** ((SPEECH_DBFS - rmsDbfs(recording)) / 20);
  const pcm = recording.map((sample) => Math.max(-32_000, Math.min(32_000, sample * gain)));
  const isLoud = (at: number) => rmsDbfs(pcm.subarray(at, at + LOOK_SAMPLES)) > WORD_DBFS;
  let from = 0;
  while (from < pcm.length && !isLoud(from)) from += LOOK_SAMPLES;
  let to = pcm.length - pcm.length % LOOK_SAMPLES;
  while (to > from && !isLoud(to - LOOK_SAMPLES)) to -= LOOK_SAMPLES;
  return pcm.subarray(from, to);
}

/** The segments said one after the other, with their pauses, at the level of a telephone line. */
export async function voicedTurn(
  voice: TurnVoice,
  segments: readonly Segment[],
): Promise<VoicedTurn> {
  const parts: { readonly pcm: Int16Array; readonly at: number }[] = [];
  const words: SpokenWord[] = [];
  let at = 0;
  for (const { pauseMs, words: texts } of segments) {
    at += pauseMs * SAMPLES_PER_MS;
    for (const { text, pcm, gapMs } of await voice.say(texts)) {
      at += gapMs * SAMPLES_PER_MS;
      parts.push({ pcm, at });
      const fromMs = at / SAMPLES_PER_MS;
      at += pcm.length;
      words.push({ text, fromMs, toMs: at / SAMPLES_PER_MS });
    }
  }
  return { pcm: lineOf(parts, at), words };
}

function lineOf(
  parts: readonly { readonly pcm: Int16Array; readonly at: number }[],
  length: number,
): Int16Array {
  const lead = LEAD_MS * SAMPLES_PER_MS;
  const line = new Int16Array(lead + length + TAIL_MS * SAMPLES_PER_MS);
  const random = seededRandom(length);
  for (let at = 0; at < line.length; at++) line[at] = Math.round((random() * 2 - 1) * NOISE);
  for (const { pcm, at } of parts) {
    for (let index = 0; index < pcm.length; index++) line[lead + at + index]! += pcm[index]!;
  }
  return line;
}

/** What the detector and the gate of a call tell of the line; times count as those of the words. */
export function soundIn(
  pcm: Int16Array,
  activity: { open(): VoiceDetector },
): TimedEvent[] {
  const told: TimedEvent[] = [];
  let endsAtMs = 0;
  const listening = new Listening({
    encoding: "ulaw",
    detector: activity.open(),
    ownDbfs: () => -Infinity,
    ears: null,
    tell: (event) => void told.push({ atMs: endsAtMs, event }),
  });
  for (let at = 0; at + FRAME_BYTES <= pcm.length; at += FRAME_BYTES) {
    const beginsAtMs = at / SAMPLES_PER_MS - LEAD_MS;
    endsAtMs = beginsAtMs + FRAME_MS; // a frame comes when all of it was spoken
    listening.frame(encode("ulaw", pcm.slice(at, at + FRAME_BYTES)), beginsAtMs);
  }
  listening.close();
  return told;
}
