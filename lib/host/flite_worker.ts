/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
/** The thread in which flite speaks, so that it never holds up the one that paces audio. */
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { rmsDbfs } from "../audio/level.ts";
import { resample } from "../audio/resample.ts";
import { readAsset } from "./assets.ts";
import { Flite, type FliteVoiceName } from "./flite_wasi.ts";

export interface FliteJob {
  readonly id: number;
  readonly voice: FliteVoiceName;
  /** One sentence, as `speakable()` gives it. */
  readonly sentence: string;
  readonly isSlow: boolean;
}

export type FliteReply =
  /** 16-bit PCM at 8000 Hz. */
  | { readonly id: number; readonly pcm: Int16Array<ArrayBuffer> }
  | { readonly id: number; readonly error: string };

/** flite begins with about 170 ms of silence; the caller need not wait for it. */
const LEAD_IN_MS = 30;
/** What stays of the silence at the end: the breath between two sentences. */
const LEAD_OUT_MS = 160;
/** Quieter is silence: flite's pauses hiss at up to -55 dBFS, its softest consonants reach -45. */
const SILENCE_DBFS = -52;
/** The hiss comes and goes over this, so that it doesn't click. */
const FADE_MS = 10;
const PER_MS = SAMPLE_RATE_HZ / 1_000;
const STEP = SAMPLE_RATE_HZ / 200; // 5 ms

const loading = readAsset("flite.wasm")
  .then((bytes) => WebAssembly.compile(bytes))
  .then((module) => new Flite(module));

self.onmessage = async (message: MessageEvent<FliteJob>) => {
  const { id, voice, sentence, isSlow } = message.data;
  try {
    const flite = await loading;
    try {
      const { pcm, sampleRateHz } = flite.speak(voice, sentence, isSlow);
      const spoken = trimmed(resample(pcm, sampleRateHz, SAMPLE_RATE_HZ));
      const reply: FliteReply = { id, pcm: spoken };
      self.postMessage(reply, [spoken.buffer]);
    } finally {
      flite.renew(); // after the answer, so that nobody waits for it
    }
  } catch (error) {
    const reply: FliteReply = { id, error: error instanceof Error ? error.message : String(error) };
    self.postMessage(reply);
  }
};

function trimmed(pcm: Int16Array): Int16Array<ArrayBuffer> {
  const silent = (at: number) => rmsDbfs(pcm.subarray(at, at + STEP)) < SILENCE_DBFS;
  let from = 0;
  while (from + STEP < pcm.length && silent(from)) from += STEP;
  let to = pcm.length;
  while (to - STEP > from && silent(to - STEP)) to -= STEP;
  const begin = Math.max(0, from - LEAD_IN_MS * PER_MS);
  return faded(pcm.slice(begin, Math.min(pcm.length, to + LEAD_OUT_MS * PER_MS)));
}

function faded(pcm: Int16Array<ArrayBuffer>): Int16Array<ArrayBuffer> {
  const fade = Math.min(FADE_MS * PER_MS, pcm.length >> 1);
  for (let at = 0; at < fade; at++) {
    pcm[at]! *= at / fade;
    pcm[pcm.length - 1 - at]! *= at / fade;
  }
  return pcm;
}
