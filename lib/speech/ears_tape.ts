/** The last seconds of what a call's ears were given, to be given to others that take over. */
import { FRAME_MS } from "../audio/frames.ts";
import type { EarsSession } from "../call/ports.ts";
import { AudioRing } from "./audio_ring.ts";

export type Listener = Pick<EarsSession, "frame" | "speechStarted" | "speechStopped">;

/** Speech is told some frames after it began and ended: after the frame that ends at `place`. */
interface Told {
  readonly type: "started" | "stopped";
  readonly atMs: number;
  readonly place: number;
}

/** Before the first sound of speech: whole-utterance ears take their bearings from it. */
const LEAD_IN_MS = 600;

export class EarsTape implements Listener {
  readonly #ring = new AudioRing();
  /** Oldest first; none of before the ring. */
  #told: Told[] = [];

  frame(bytes: Uint8Array, atMs: number): void {
    this.#ring.push(bytes, atMs);
    if (this.#told.length > 0 && this.#told[0]!.place < this.#ring.start) this.#told.shift();
  }

  speechStarted(atMs: number): void {
    this.#told.push({ type: "started", atMs, place: this.#ring.end });
  }

  speechStopped(atMs: number): void {
    this.#told.push({ type: "stopped", atMs, place: this.#ring.end });
  }

  /** Gives the last moment, in which speech may have begun that voice activity is not sure of yet. */
  lead({ frame }: Pick<Listener, "frame">): void {
    const frames = [...this.#ring.frames()];
    for (const { bytes, atMs } of frames.slice(-LEAD_IN_MS / FRAME_MS)) frame(bytes, atMs);
  }

  /** Gives all from `fromMs` on; where that lies inside an utterance, speech begins there. */
  play(fromMs: number, listener: Listener): void {
    const isBegin = this.#told.some(({ type, atMs }) => {
      return type === "started" && Math.abs(atMs - fromMs) < FRAME_MS;
    });
    if (!isBegin) listener.speechStarted(fromMs);
    const framesFromMs = fromMs - (isBegin ? LEAD_IN_MS : FRAME_MS / 2);
    let next = 0;
    const tellUntil = (place: number) => {
      while (next < this.#told.length && this.#told[next]!.place <= place) {
        tell(this.#told[next++]!, fromMs, listener);
      }
    };
    for (const { from, bytes, atMs } of this.#ring.frames()) {
      tellUntil(from);
      if (atMs >= framesFromMs) listener.frame(bytes, atMs);
    }
    tellUntil(this.#ring.end);
  }
}

function tell({ type, atMs }: Told, fromMs: number, listener: Listener): void {
  if (type === "stopped" && atMs > fromMs) listener.speechStopped(atMs);
  if (type === "started" && atMs > fromMs - FRAME_MS) listener.speechStarted(atMs);
}
