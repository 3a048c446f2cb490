/** Stops what Asterisk has been given to play: for a while, or for good and with word of how much was heard. */
import { FRAME_MS } from "../audio/frames.ts";
import type { MediaEvent } from "../call/ports.ts";
import type { UtteranceId } from "../core/ids.ts";
import type { OwnVoice } from "./own_voice.ts";
import type { Playout } from "./playout.ts";
import type { MediaCommand, MediaControl } from "./protocol.ts";

/** Asterisk says within a few ms how much was heard; later than this, our own clock tells. */
export const CUT_PATIENCE_MS = 150;

export interface BrakeParts {
  readonly playout: Playout;
  readonly ownVoice: OwnVoice;
  readonly nowMs: () => number;
  readonly send: (command: MediaCommand) => void;
  readonly tell: (event: MediaEvent) => void;
  /** Everything that was given to Asterisk is dropped. */
  readonly dropped: () => void;
  /** What is due may go out again. */
  readonly released: () => void;
}

interface Cutting {
  readonly utterance: UtteranceId;
  readonly sentFrames: number;
  /** By our own clock. */
  readonly unheardFrames: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Brake {
  readonly #parts: BrakeParts;
  #pausedAtMs: number | null = null;
  /** What is being flushed: nothing new goes out until Asterisk has said how much was heard. */
  #cutting: Cutting | null = null;
  /** A caller who speaks while something is being flushed is let speak after it, too. */
  #pausedAgain = false;

  constructor(parts: BrakeParts) {
    this.#parts = parts;
  }

  pause(): void {
    if (this.#cutting !== null) this.#pausedAgain = true;
    if (this.#pausedAtMs !== null) return;
    this.#pausedAtMs = this.#parts.nowMs();
    this.#parts.playout.pause(this.#pausedAtMs);
    this.#parts.send({ command: "PAUSE_MEDIA" });
  }

  resume(): void {
    if (this.#cutting !== null) this.#pausedAgain = false;
    if (this.#pausedAtMs === null || this.#cutting !== null) return;
    const { playout, ownVoice, send, released } = this.#parts;
    const nowMs = this.#parts.nowMs();
    send({ command: "CONTINUE_MEDIA" });
    ownVoice.waits(this.#pausedAtMs, nowMs - this.#pausedAtMs);
    this.#pausedAtMs = null;
    playout.resume(nowMs);
    released();
  }

  /** PAUSE, GET_STATUS, then FLUSH and CONTINUE: a flush forgets what was not heard. */
  flush(utterance: UtteranceId): void {
    this.settle();
    this.pause();
    const { playout, ownVoice, send, dropped } = this.#parts;
    const nowMs = this.#parts.nowMs();
    this.#cutting = {
      utterance,
      sentFrames: playout.framesSentOf(utterance),
      unheardFrames: playout.framesUnheard(nowMs),
      timer: setTimeout(() => this.settle(), CUT_PATIENCE_MS),
    };
    dropped();
    playout.flush(nowMs);
    ownVoice.stops(this.#pausedAtMs!);
    if (this.#cutting.sentFrames === 0) this.#cut(0);
    else send({ command: "GET_STATUS" });
  }

  /** Goes by our own clock where something is being flushed, and waits for no answer. */
  settle(): void {
    if (this.#cutting) this.#cut(this.#cutting.unheardFrames);
  }

  /** A status that was asked for before the pause tells of an earlier moment. */
  status({ frames, paused }: MediaControl & { type: "STATUS" }): void {
    if (this.#cutting && paused) this.#cut(frames);
  }

  /** Nothing is told of what is being flushed. */
  close(): void {
    clearTimeout(this.#cutting?.timer);
  }

  /** The flush is done, and what comes next may go out. */
  #cut(unheardFrames: number): void {
    const { send, tell } = this.#parts;
    const { utterance, sentFrames, timer } = this.#cutting!;
    clearTimeout(timer);
    send({ command: "FLUSH_MEDIA" });
    this.#cutting = null;
    const heardMs = Math.max(0, sentFrames - unheardFrames) * FRAME_MS;
    tell({ type: "cut", utterance, heardMs }); // before anything is sent, which may end the leg
    if (!this.#pausedAgain) this.resume();
    this.#pausedAgain = false;
  }
}
