/** Frames between the socket's callback and their handling: nothing is done inside the callback. */
import { INBOX_CHARS_MAX, INBOX_FRAMES_MAX, SLOW_MS, TURN_MS_MAX } from "./limits.ts";

/** A look at the clock costs as much as an event. */
const LOOK_EVERY = 32;

/**
 * Hands frames on at once while that is quick. While it is slow they wait, in turns of bounded
 * length, so that the socket is read all the same.
 */
export class Inbox {
  readonly #handle: (frame: string) => void;
  readonly #overflow: (why: string) => void;
  #frames: string[] = [];
  #next = 0;
  #chars = 0;
  #awake = false;
  #slow = false;
  #closed = false;

  /** `handle` must not throw. */
  constructor(handle: (frame: string) => void, overflow: (why: string) => void) {
    this.#handle = handle;
    this.#overflow = overflow;
  }

  push(frame: string): void {
    if (this.#closed) return;
    this.#frames.push(frame);
    this.#chars += frame.length;
    const waiting = this.#frames.length - this.#next;
    if (waiting > INBOX_FRAMES_MAX || this.#chars > INBOX_CHARS_MAX) {
      this.close();
      return this.#overflow(`${waiting} events wait: their handlers are too slow`);
    }
    if (this.#awake) return;
    this.#awake = true;
    if (this.#slow) setTimeout(this.#turn, 0);
    else queueMicrotask(this.#turn);
  }

  /** Drops what waits: a gap that the reconciliation finds. */
  close(): void {
    this.#closed = true;
    this.#frames = [];
    this.#next = 0;
  }

  readonly #turn = (): void => {
    const startMs = performance.now();
    this.#drain(startMs + TURN_MS_MAX);
    this.#awake = this.#frames.length > 0;
    this.#slow = this.#awake || performance.now() - startMs > SLOW_MS;
    if (this.#awake) setTimeout(this.#turn, 0);
  };

  #drain(untilMs: number): void {
    while (this.#next < this.#frames.length) {
      const frame = this.#frames[this.#next++]!;
      this.#chars -= frame.length;
      this.#handle(frame);
      if (this.#next % LOOK_EVERY === 0 && performance.now() > untilMs) break;
    }
    this.#frames = this.#next < this.#frames.length ? this.#frames.slice(this.#next) : [];
    this.#next = 0;
  }
}
