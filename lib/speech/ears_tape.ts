/** The last seconds of what a call's ears were given, to be given to others that take over. */
import { FRAME_MS } from "../audio/frames.ts";
import type { EarsSession } from "../call/ports.ts";
import { RING_MS } from "./audio_ring.ts";

export type Listener = Pick<EarsSession, "frame" | "speechStarted" | "speechStopped">;

type Entry =
  | { readonly type: "frame"; readonly bytes: Uint8Array; readonly atMs: number }
  | { readonly type: "started"; readonly atMs: number }
  | { readonly type: "stopped"; readonly atMs: number };

/** Before the first sound of speech: whole-utterance ears take their bearings from it. */
const LEAD_IN_MS = 600;

export class EarsTape implements Listener {
  /** In the order in which it was given; speech is told some frames after it began and ended. */
  readonly #entries: Entry[] = [];

  frame(bytes: Uint8Array, atMs: number): void {
    this.#entries.push({ type: "frame", bytes, atMs });
    while (this.#entries[0]!.atMs < atMs - RING_MS) this.#entries.shift();
  }

  speechStarted(atMs: number): void {
    this.#entries.push({ type: "started", atMs });
  }

  speechStopped(atMs: number): void {
    this.#entries.push({ type: "stopped", atMs });
  }

  /** Gives the last moment, in which speech may have begun that voice activity is not sure of yet. */
  lead({ frame }: Pick<Listener, "frame">): void {
    const frames = this.#entries.filter((entry) => entry.type === "frame");
    for (const { bytes, atMs } of frames.slice(-LEAD_IN_MS / FRAME_MS)) frame(bytes, atMs);
  }

  /** Gives all from `fromMs` on; where that lies inside an utterance, speech begins there. */
  play(fromMs: number, listener: Listener): void {
    const isBegin = this.#entries.some(({ type, atMs }) => {
      return type === "started" && Math.abs(atMs - fromMs) < FRAME_MS;
    });
    if (!isBegin) listener.speechStarted(fromMs);
    const framesFromMs = fromMs - (isBegin ? LEAD_IN_MS : FRAME_MS / 2);
    for (const entry of this.#entries) {
      if (entry.type === "frame") {
        if (entry.atMs >= framesFromMs) listener.frame(entry.bytes, entry.atMs);
      } else if (entry.type === "stopped") {
        if (entry.atMs > fromMs) listener.speechStopped(entry.atMs);
      } else if (entry.atMs > fromMs - FRAME_MS) listener.speechStarted(entry.atMs);
    }
  }
}
