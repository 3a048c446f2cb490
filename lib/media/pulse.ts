/** Asks the other side of a socket every now and then, and says so when it answers no more. */

/** A caller may send no audio for minutes: only an answer proves that somebody is there. */
export const ASK_EVERY_MS = 2_000;
/** Questions in a row without an answer: one may be late where Asterisk is busy. */
export const UNANSWERED_MAX = 2;

export interface PulseOptions {
  readonly ask: () => void;
  /** Once, and nothing is asked afterwards. */
  readonly stopped: () => void;
}

export class Pulse {
  readonly #options: PulseOptions;
  #unanswered = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.#beat(), ASK_EVERY_MS);
  }

  answered(): void {
    this.#unanswered = 0;
  }

  /** Idempotent. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    if (this.#unanswered < UNANSWERED_MAX) {
      this.#unanswered++;
      return this.#options.ask();
    }
    this.stop();
    this.#options.stopped();
  }
}
