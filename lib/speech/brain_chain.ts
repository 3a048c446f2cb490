/** A brain that may fail, with one behind it that can't. */
import type { Account, Brain, BrainTold, Toolbox } from "../call/ports.ts";
import type { BrainRequest } from "../core/brain.ts";
import { Breaker } from "./breaker.ts";
import { restAskedBy } from "./provider_error.ts";

/** What a brain tells before it is done. */
export type Told = Exclude<BrainTold, { type: "done" }>;

export interface FallibleBrain {
  readonly name: string;
  /**
   * Resolves when all is told, or when `signal` aborts; rejects when it can't answer. Keeps its own
   * deadlines.
   */
  think(
    request: BrainRequest,
    tell: (told: Told) => void,
    signal: AbortSignal,
    account?: Account,
    tools?: Toolbox,
  ): Promise<void>;
}

export interface BrainChainOptions {
  /** Each time the first brain failed, with a sentence that says why. */
  readonly report?: (error: unknown) => void;
  /** Monotonic. */
  readonly nowMs?: () => number;
}

/**
 * The last brain takes each turn for which the first one fails before its first sentence, and all of
 * them while the first one is left alone, or the account may not spend. After the first sentence the conversation goes on with what
 * was said.
 */
export class BrainChain implements Brain {
  readonly name: string;
  readonly #first: FallibleBrain;
  readonly #last: Brain;
  readonly #report: (error: unknown) => void;
  readonly #nowMs: () => number;
  readonly #breaker = new Breaker();

  constructor(first: FallibleBrain, last: Brain, options: BrainChainOptions = {}) {
    this.name = `${first.name}, ${last.name}`;
    this.#first = first;
    this.#last = last;
    this.#report = options.report ?? (() => {});
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  answer(
    request: BrainRequest,
    tell: (told: BrainTold) => void,
    signal: AbortSignal,
    account?: Account,
    tools?: Toolbox,
  ): void {
    if (signal.aborted) return;
    if (account?.maySpend === false || this.#breaker.permit(this.#nowMs()) === "open") {
      return this.#fallBack(request, tell, signal);
    }
    this.#askFirst(request, tell, signal, account, tools).catch(this.#report);
  }

  async #askFirst(
    request: BrainRequest,
    tell: (told: BrainTold) => void,
    signal: AbortSignal,
    account?: Account,
    tools?: Toolbox,
  ): Promise<void> {
    let sentences = 0;
    let over = false;
    const pass = (told: Told) => {
      if (over || signal.aborted) return;
      if (told.type === "sentence") sentences++;
      tell(told);
    };
    const thinking = this.#first.think(request, pass, signal, account, tools);
    const failed = await thinking.then(() => false, (error) => {
      if (!signal.aborted) this.#fail(error);
      return true;
    });
    over = true;
    if (signal.aborted) return this.#breaker.abandoned();
    if (!failed) this.#breaker.succeeded();
    if (failed && sentences === 0) return this.#fallBack(request, tell, signal);
    tell({ type: "done", by: this.#first.name });
  }

  #fallBack(request: BrainRequest, tell: (told: BrainTold) => void, signal: AbortSignal): void {
    tell({ type: "fell_back", to: this.#last.name });
    this.#last.answer(request, tell, signal);
  }

  #fail(error: unknown): void {
    this.#breaker.failed(this.#nowMs(), restAskedBy(error));
    this.#report(error);
  }
}
