/** Moves facts from a journal into the database: in batches, one at a time, for as long as it takes. */
import type { Fact } from "../core/facts.ts";

/** Where facts wait, in the order in which they were written. */
export interface FactSource {
  /** The next ones, at most `max`; none when all were delivered. */
  peek(max: number): Promise<readonly Fact[]>;
  /** The first `count` of what `peek` gave are in the database. */
  advance(count: number): Promise<void>;
}

export interface WriterOptions {
  /** Commits them all or none; rejects after its own deadline. */
  readonly commit: (facts: readonly Fact[]) => Promise<void>;
  /** True: this very fact can never be taken, however often it is tried. */
  readonly isRefusal: (error: unknown) => boolean;
  /** Keeps a refused fact for a person to look at. */
  readonly park: (fact: Fact, error: unknown) => Promise<void>;
  readonly random?: () => number;
}

/** Facts in one transaction: few enough to be quick, many enough to catch up. */
const BATCH = 64;
const RETRY_FIRST_MS = 50;
const RETRY_LAST_MS = 5_000;

export class Writer {
  readonly #options: WriterOptions;
  #failures = 0;
  #stopped = false;
  #wake: () => void = () => {};

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** The last try failed. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** No more tries; a running one comes to its end. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Resolves when the source is empty, or the writer was stopped. */
  async deliver(source: FactSource): Promise<void> {
    while (!this.#stopped) {
      const facts = await source.peek(BATCH);
      if (facts.length === 0) return;
      await this.#try(source, facts);
    }
  }

  async #try(source: FactSource, facts: readonly Fact[]): Promise<void> {
    try {
      await this.#options.commit(facts);
      this.#failures = 0;
      await source.advance(facts.length);
    } catch (error) {
      if (!this.#options.isRefusal(error)) return await this.#waitAWhile();
      await this.#oneByOne(source, facts);
    }
  }

  /** One fact in the batch is refused: the others must not wait behind it. */
  async #oneByOne(source: FactSource, facts: readonly Fact[]): Promise<void> {
    for (const fact of facts) {
      try {
        await this.#options.commit([fact]);
      } catch (error) {
        if (!this.#options.isRefusal(error)) return await this.#waitAWhile();
        await this.#options.park(fact, error);
      }
      await source.advance(1);
    }
  }

  async #waitAWhile(): Promise<void> {
    const longest = Math.min(RETRY_FIRST_MS * 2 ** this.#failures++, RETRY_LAST_MS);
    const random = this.#options.random ?? Math.random;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, longest * (0.5 + random() / 2));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#stopped) this.#wake();
    });
  }
}
