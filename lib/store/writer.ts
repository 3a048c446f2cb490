/** Moves facts from journals into the database: one batch at a time, for as long as it takes. */
import type { Fact } from "../core/facts.ts";
import { type Intake, takeIn } from "./intake.ts";
import { Turns } from "./turns.ts";

/** Where facts wait, in the order in which they were written. */
export interface FactSource {
  /** The next ones, at most `max`; none when all were delivered. */
  peek(max: number): Promise<readonly Fact[]>;
  /** The first `count` of what `peek` gave are in the database. */
  advance(count: number): Promise<void>;
}

export interface WriterOptions extends Intake {
  /** Told when the database begins to fail, and null when it takes facts again. */
  readonly turned?: (error: unknown) => void;
  readonly random?: () => number;
}

/** Facts in flight: few enough for a quick transaction, many enough to catch up. */
export const FACTS_IN_FLIGHT_MAX = 64;
const RETRY_FIRST_MS = 50;
const RETRY_LAST_MS = 5_000;

export class Writer {
  readonly #options: WriterOptions;
  /** Journals are delivered side by side, a batch of one at a time. */
  readonly #turns = new Turns();
  #failures = 0;
  #stopped = false;
  readonly #oldestAtMs = new Map<FactSource, number>();
  #wake: () => void = () => {};

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** The last try failed. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** When the oldest fact was written that is on its way; null when none is. Epoch ms. */
  get oldestAtMs(): number | null {
    return this.#oldestAtMs.size === 0 ? null : Math.min(...this.#oldestAtMs.values());
  }

  /** No more tries; a running one comes to its end. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Resolves when the source is empty, or the writer was stopped. Rejects when it can't be read. */
  async deliver(source: FactSource): Promise<void> {
    while (await this.#turns.take(() => this.#deliverBatch(source))) { /* the next batch */ }
  }

  /** Takes facts that no journal holds: once, in turn; rejects where it can't. */
  async commitNow(facts: readonly Fact[]): Promise<void> {
    if (this.isFailing) throw new Error("Cannot store facts: the database takes none now");
    await this.#turns.take(async () => {
      for (let at = 0; at < facts.length; at += FACTS_IN_FLIGHT_MAX) {
        await takeIn(facts.slice(at, at + FACTS_IN_FLIGHT_MAX), this.#options);
      }
    });
  }

  /** False when there is nothing more to do. */
  async #deliverBatch(source: FactSource): Promise<boolean> {
    this.#oldestAtMs.delete(source);
    if (this.#stopped) return false;
    const facts = await source.peek(FACTS_IN_FLIGHT_MAX);
    if (facts.length === 0) return false;
    this.#oldestAtMs.set(source, facts[0]!.atMs);
    try {
      await takeIn(facts, this.#options, async (count) => {
        await source.advance(count); // where this fails again and again, the waits must grow too
        this.#succeeded();
      });
    } catch (error) {
      await this.#waitAWhile(error);
    }
    return true;
  }

  #succeeded(): void {
    if (this.#failures > 0) this.#options.turned?.(null);
    this.#failures = 0;
  }

  async #waitAWhile(error: unknown): Promise<void> {
    if (this.#failures === 0) this.#options.turned?.(error);
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
