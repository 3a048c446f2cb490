/** Frames between the socket's callback and their handling: nothing is done inside the callback. */
import { INBOX_CHARS_MAX, INBOX_FRAMES_MAX } from "./limits.ts";

/**
 * Hands frames on in the microtask after the callback that brought them. A timer would be fairer,
 * and starves: Deno delivers tens of thousands of messages between two timers. So whoever handles
 * slowly slows the reading, and the kernel's buffers take the burst.
 */
export class Inbox {
  readonly #handle: (frame: string) => void;
  readonly #overflow: (why: string) => void;
  #frames: string[] = [];
  #chars = 0;
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
    if (this.#frames.length > INBOX_FRAMES_MAX || this.#chars > INBOX_CHARS_MAX) {
      const waiting = this.#frames.length;
      this.close();
      return this.#overflow(`${waiting} events came at once`);
    }
    if (this.#frames.length === 1) queueMicrotask(this.#handOn);
  }

  /** Drops what waits: a gap that the reconciliation finds. */
  close(): void {
    this.#closed = true;
    this.#frames = [];
  }

  readonly #handOn = (): void => {
    const frames = this.#frames;
    this.#frames = [];
    this.#chars = 0;
    for (const frame of frames) {
      if (this.#closed) return;
      this.#handle(frame);
    }
  };
}
