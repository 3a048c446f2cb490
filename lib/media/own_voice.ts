/** How loud we have been of late: what comes back from the caller's side may be our own echo. */
import { FRAME_BYTES, FRAME_MS } from "../audio/frames.ts";
import { decode, type Encoding } from "../audio/g711.ts";
import { rmsDbfs } from "../audio/level.ts";

/** Longer than any echo is late, and than the lead. */
const KEPT_MS = 1_000;

interface Played {
  readonly atMs: number;
  readonly levelDbfs: number;
}

export class OwnVoice {
  readonly #encoding: Encoding;
  #played: Played[] = [];

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  /** Whole frames, of which the first is to be heard at `atMs`. */
  plays(bytes: Uint8Array, atMs: number): void {
    this.#played = this.#played.filter((frame) => frame.atMs > atMs - KEPT_MS);
    for (let from = 0; from < bytes.length; from += FRAME_BYTES) {
      const pcm = decode(this.#encoding, bytes.subarray(from, from + FRAME_BYTES));
      const offsetMs = (from / FRAME_BYTES) * FRAME_MS;
      this.#played.push({ atMs: atMs + offsetMs, levelDbfs: rmsDbfs(pcm) });
    }
  }

  /** What was to be heard from `fromMs` on is heard so much later. */
  waits(fromMs: number, ms: number): void {
    this.#played = this.#played.map((frame) =>
      frame.atMs < fromMs ? frame : { ...frame, atMs: frame.atMs + ms }
    );
  }

  /** What was to be heard from `nowMs` on is not. */
  stops(nowMs: number): void {
    this.#played = this.#played.filter((frame) => frame.atMs < nowMs);
  }

  /** dBFS of the loudest frame between the two; -Infinity where nothing was played. */
  loudestDbfs(fromMs: number, untilMs: number): number {
    const frames = this.#played.filter(({ atMs }) => atMs + FRAME_MS > fromMs && atMs < untilMs);
    return Math.max(-Infinity, ...frames.map(({ levelDbfs }) => levelDbfs));
  }
}
