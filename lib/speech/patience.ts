/** How long a chat answer may take, and what is said of one that takes longer. */
import { Deadline } from "../clockwork/deadline.ts";
import { ProviderError } from "./provider_error.ts";

export interface BrainDeadlines {
  /** From the question to the first sentence or tool call. */
  readonly firstSentenceMs: number;
  /** After that: from one piece of the answer to the next. */
  readonly stallMs: number;
  /** To the end of the answer. */
  readonly totalMs: number;
}

/**
 * Beyond 1.5 s a pause sounds like a dead line. A stall is found while the caller still hears the
 * sentence before it. The core passes over any brain at 8 s.
 */
export const BRAIN_DEADLINES: BrainDeadlines = {
  firstSentenceMs: 1_500,
  stallMs: 1_000,
  totalMs: 6_000,
};

/** How long an answer may take: `signal` aborts when it is too long. */
export class Patience {
  readonly #abort = new AbortController();
  readonly #deadlines: BrainDeadlines;
  readonly #name: string;
  readonly #total = new Deadline();
  readonly #next = new Deadline();
  #alive = false;
  #endsAtMs: number;

  constructor(deadlines: BrainDeadlines, name: string) {
    this.#deadlines = deadlines;
    this.#name = name;
    this.#endsAtMs = performance.now() + deadlines.totalMs;
    this.#giveUp(this.#total, "the answer did not end", deadlines.totalMs);
    this.#giveUp(this.#next, "no sentence came", deadlines.firstSentenceMs);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get over(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Throws why it is over. */
  check(): void {
    this.#abort.signal.throwIfAborted();
  }

  /** The first sentence or tool call has come. */
  alive(): void {
    this.#alive = true;
    this.goOn();
  }

  /** A piece of the answer has come. */
  goOn(): void {
    if (!this.#alive) return;
    this.#giveUp(this.#next, "nothing more came", this.#deadlines.stallMs);
  }

  /** While others work, who keep their own time. */
  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    const heldAtMs = performance.now();
    this.end();
    const result = await work();
    const leftMs = Math.max(0, Math.round(this.#endsAtMs - heldAtMs));
    this.#endsAtMs = performance.now() + leftMs;
    this.#giveUp(this.#total, "the answer did not end", leftMs);
    this.#giveUp(this.#next, "no sentence came", this.#deadlines.firstSentenceMs);
    this.#alive = false;
    return result;
  }

  end(): void {
    this.#total.clear();
    this.#next.clear();
  }

  #giveUp(deadline: Deadline, what: string, ms: number): void {
    const message = `Cannot answer with ${this.#name}: ${what} within ${ms} ms`;
    deadline.set(ms, () => this.#abort.abort(new ProviderError(message)));
  }
}
