/** Takes facts at once and makes them safe behind the caller's back, many together. */
import type { Journal } from "../call/ports.ts";
import type { Fact } from "../core/facts.ts";

/** Facts that wait in memory while nothing takes them: an hour of twenty calls. */
export const FACTS_WAITING_MAX = 20_000;
/** Between two tries while facts can't be made safe. */
const RETRY_MS = 1_000;
/** Facts of one moment are made safe together, unless somebody waits: one takes as long as all of them. */
const GATHER_MS = 50;

export interface FactQueueOptions {
  /** Makes them safe, all or none; rejects when it can't. */
  readonly keep: (facts: readonly Fact[]) => Promise<void>;
  /** Facts made safe together. */
  readonly groupMax: number;
  /** Told when facts can't be made safe any more, and null when they can again. */
  readonly turned: (error: unknown) => void;
}

interface Waiter {
  /** Resolves once so many facts are safe. */
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class FactQueue implements Journal {
  readonly #options: FactQueueOptions;
  #waiting: Fact[] = [];
  #waiters: Waiter[] = [];
  #taken = 0;
  #safe = 0;
  #lost = 0;
  /** Facts were lost, and what came before and after them still waits. */
  #overflowed = false;
  #failing = false;
  #isRunning = false;
  #attempt: Promise<void> = Promise.resolve();
  /** Until the next try. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FactQueueOptions) {
    this.#options = options;
  }

  /** When the oldest fact was written that isn't safe; null when all are. Epoch ms. */
  get oldestAtMs(): number | null {
    return this.#waiting[0]?.atMs ?? null;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Facts that nothing took while the queue was full. */
  get lost(): number {
    return this.#lost;
  }

  get isFailing(): boolean {
    return this.#failing;
  }

  write(fact: Fact): void {
    if (this.#waiting.length >= FACTS_WAITING_MAX) return this.#lose();
    this.#taken++;
    this.#waiting.push(fact);
    if (this.#failing || this.#isRunning) return;
    this.#timer ??= setTimeout(() => this.#run(), GATHER_MS);
  }

  sync(): Promise<void> {
    if (this.#overflowed) return Promise.reject(new Error("Cannot keep facts: some were lost"));
    if (this.#safe === this.#taken) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiters.push({ upTo: this.#taken, resolve, reject });
    this.#run();
    return promise;
  }

  /** One more try for what waits; no others after it. */
  async close(): Promise<void> {
    this.#run();
    await this.#attempt;
    this.#clearTimer();
  }

  #lose(): void {
    this.#lost++;
    this.#overflowed = true;
    this.#reject(new Error("Cannot keep facts: too many wait already"));
  }

  #run(): void {
    this.#clearTimer();
    if (!this.#isRunning) this.#attempt = this.#keepAll();
  }

  /** Never rejects. It looks for more and ends in one go: a fact written in between would wait. */
  async #keepAll(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#waiting.length > 0) await this.#keepGroup();
      if (this.#failing) this.#options.turned(null);
      this.#failing = this.#overflowed = false;
    } catch (error) {
      if (!this.#failing) this.#options.turned(error);
      this.#failing = true;
      this.#reject(error);
      this.#timer = setTimeout(() => this.#run(), RETRY_MS);
    } finally {
      this.#isRunning = false;
    }
  }

  async #keepGroup(): Promise<void> {
    const group = this.#waiting.slice(0, this.#options.groupMax);
    await this.#options.keep(group);
    this.#waiting.splice(0, group.length);
    this.#safe += group.length;
    const settled = this.#waiters.filter(({ upTo }) => upTo <= this.#safe);
    this.#waiters = this.#waiters.filter(({ upTo }) => upTo > this.#safe);
    for (const { resolve } of settled) resolve();
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #reject(error: unknown): void {
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }
}
