/** What comes from the caller in frames of 20 ms, whatever the packets are. */
import { FRAME_BYTES, FRAME_MS } from "../audio/frames.ts";
import { joinedBytes } from "../audio/joined.ts";

const NOTHING = new Uint8Array(0);

export class Framing {
  readonly #frame: (bytes: Uint8Array, atMs: number) => void;
  /** Bytes that make no whole frame yet. */
  #rest: Uint8Array = NOTHING;

  /** `frame` is told of each, and when it began. */
  constructor(frame: (bytes: Uint8Array, atMs: number) => void) {
    this.#frame = frame;
  }

  /** A packet comes when all of it was spoken. */
  take(packet: Uint8Array, nowMs: number): void {
    const bytes = this.#rest.length === 0 ? packet : joinedBytes([this.#rest, packet]);
    const beganMs = nowMs - FRAME_MS * (bytes.length / FRAME_BYTES);
    let from = 0;
    for (; from + FRAME_BYTES <= bytes.length; from += FRAME_BYTES) {
      const atMs = beganMs + FRAME_MS * (from / FRAME_BYTES);
      this.#frame(bytes.subarray(from, from + FRAME_BYTES), atMs);
    }
    this.#rest = from === bytes.length ? NOTHING : bytes.slice(from);
  }
}
