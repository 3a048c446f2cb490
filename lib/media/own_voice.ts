/** How loud we have been of late: what comes back from the caller's side may be our own echo. */
import { FRAME_BYTES, FRAME_MS } from "../audio/frames.ts";
import { type Encoding, powerOf } from "../audio/g711.ts";
import { dbfsOf } from "../audio/level.ts";

/** Longer than any echo is late, and than the lead. */
const KEPT_MS = 1_000;

interface Played {
  atMs: number;
  /** Mean square. */
  readonly power: number;
}

/** Asked and told of every 20 ms of every call, hence loops over one short list. */
export class OwnVoice {
  readonly #encoding: Encoding;
  /** Oldest first. */
  #played: Played[] = [];

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  /** Whole frames, of which the first is to be heard at `atMs`. */
  plays(bytes: Uint8Array, atMs: number): void {
    while (this.#played.length > 0 && this.#played[0]!.atMs <= atMs - KEPT_MS) this.#played.shift();
    for (let from = 0; from < bytes.length; from += FRAME_BYTES) {
      const power = powerOf(
        this.#encoding,
        bytes,
        from,
        Math.min(from + FRAME_BYTES, bytes.length),
      );
      this.#played.push({ atMs: atMs + (from / FRAME_BYTES) * FRAME_MS, power });
    }
  }

  /** What was to be heard from `fromMs` on is heard so much later. */
  waits(fromMs: number, ms: number): void {
    for (const frame of this.#played) if (frame.atMs >= fromMs) frame.atMs += ms;
  }

  /** What was to be heard from `nowMs` on is not. */
  stops(nowMs: number): void {
    this.#played = this.#played.filter((frame) => frame.atMs < nowMs);
  }

  /** dBFS of the loudest frame between the two; -Infinity where nothing was played. */
  loudestDbfs(fromMs: number, untilMs: number): number {
    let most = 0;
    for (let at = this.#played.length - 1; at >= 0; at--) {
      const { atMs, power } = this.#played[at]!;
      if (atMs + FRAME_MS <= fromMs) break;
      if (atMs < untilMs && power > most) most = power;
    }
    return dbfsOf(most);
  }
}
