/** A labelled turn as it is spoken: its words with their times, and what the ears and the gate tell of them. */
import type { Undated } from "../../../lib/core/conversation/state.ts";
import { TABLE } from "../../bench/voice/delays.ts";
import { GATE_DEFAULTS } from "../../../lib/audio/speech_gate.ts";
import { seededRandom } from "../../random.ts";

export interface SpokenWord {
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export type TimedEvent = { readonly atMs: number; readonly event: Undated };

/** Words come so long after they were said, and final ones after the pause that makes them so. */
const EARS_DELAY_MS = TABLE.finalMs;
/** Silence after which the ears make their words final; as we ask it of Deepgram. */
const ENDPOINTING_MS = 300;
/** The detector calls a frame or two after a word a voice (median over three voices 10 to 20 ms). */
const DETECTOR_TAIL_MS = 20;

/** Medians of pauses in a turn, and how they scatter: the log-normal shape that talk has. */
const PAUSES = {
  "/": { medianMs: 220, sigma: 0.4, leastMs: 80, mostMs: 800 },
  "~": { medianMs: 550, sigma: 0.5, leastMs: 200, mostMs: 2_500 },
};
/** Callers differ: some pause half as long as others. */
const PACE_SIGMA = 0.25;

/** Words without a pause between them. */
export interface Segment {
  /** Before it. */
  readonly pauseMs: number;
  readonly words: readonly string[];
}

/** A line cut at its pauses; `seed` settles how long they are, with `caller`, who pauses in his way. */
export function segmentsOf(line: string, seed: number, caller: number): Segment[] {
  const random = seededRandom(seed * 7_919 + 1);
  const pace = paceOf(caller);
  const segments: { pauseMs: number; words: string[] }[] = [{ pauseMs: 0, words: [] }];
  for (const text of line.split(" ")) {
    if (text !== "/" && text !== "~") {
      segments.at(-1)!.words.push(text);
      continue;
    }
    const { medianMs, sigma, leastMs, mostMs } = PAUSES[text];
    const lengthMs = Math.round(medianMs * pace * Math.exp(sigma * normal(random)));
    segments.push({ pauseMs: Math.min(mostMs, Math.max(leastMs, lengthMs)), words: [] });
  }
  return segments;
}

function paceOf(caller: number): number {
  return Math.exp(PACE_SIGMA * normal(seededRandom(caller * 104_729 + 1)));
}

/** Times of a line's words, for a voice that takes as long as words have letters. */
export function spokenWords(line: string, seed: number, caller: number): SpokenWord[] {
  const pace = paceOf(caller);
  let atMs = 0;
  return segmentsOf(line, seed, caller).flatMap(({ pauseMs, words }) => {
    atMs += pauseMs;
    return words.map((text) => {
      const fromMs = atMs;
      atMs += Math.round(pace * Math.min(600, 130 + 40 * text.length));
      return { text, fromMs, toMs: atMs };
    });
  });
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** What is told of the words, in the order of its times. */
export function toldOf(words: readonly SpokenWord[]): TimedEvent[] {
  const told = [...soundOf(words), ...wordsOf(words)];
  return told.sort((a, b) => a.atMs - b.atMs);
}

function soundOf(words: readonly SpokenWord[]): TimedEvent[] {
  const { minSpeechMs, pauseMs, resumeMs, hangoverMs } = GATE_DEFAULTS;
  const told: TimedEvent[] = [
    { atMs: words[0]!.fromMs + minSpeechMs, event: { type: "speech_started" } },
  ];
  for (const [index, { toMs }] of words.entries()) {
    const nextMs = words[index + 1]?.fromMs ?? Infinity;
    const lastSoundMs = toMs + DETECTOR_TAIL_MS;
    if (nextMs - lastSoundMs < pauseMs) continue;
    told.push({ atMs: lastSoundMs + pauseMs, event: { type: "speech_paused", lastSoundMs } });
    const isStop = nextMs - lastSoundMs >= hangoverMs;
    const atMs = lastSoundMs + hangoverMs;
    if (isStop) told.push({ atMs, event: { type: "speech_stopped", lastSoundMs } });
    if (nextMs === Infinity) continue;
    told.push(
      isStop
        ? { atMs: nextMs + minSpeechMs, event: { type: "speech_started" } }
        : { atMs: nextMs + resumeMs, event: { type: "speech_resumed" } },
    );
  }
  return told;
}

/** Words as the ears tell them, at their true times. */
export function wordsOf(words: readonly SpokenWord[]): TimedEvent[] {
  const told: TimedEvent[] = [];
  let segment: string[] = [];
  for (const [index, { text, toMs }] of words.entries()) {
    segment.push(text);
    const soFar = segment.join(" ");
    told.push({ atMs: toMs + EARS_DELAY_MS, event: { type: "interim", text: soFar } });
    if ((words[index + 1]?.fromMs ?? Infinity) - toMs < ENDPOINTING_MS) continue;
    const event = { type: "final", text: soFar, confidence: 0.9, endOfSpeech: true } as const;
    told.push({ atMs: toMs + ENDPOINTING_MS + EARS_DELAY_MS, event });
    segment = [];
  }
  return told;
}
