/** The record of live calls: taken at once, synced in groups, delivered to the database behind them. */
import type { Journal } from "../call/ports.ts";
import type { Fact } from "../core/facts.ts";
import type { FactSource } from "../store/writer.ts";
import type { JournalFile } from "./journal_file.ts";

/** Facts that wait in memory while neither disk nor database takes them; further ones are lost, loudly. */
const WAITING_MAX = 20_000;
/** Facts written and synced together. */
const GROUP_MAX = 1_000;

export interface DiskJournalOptions {
  readonly file: JournalFile;
  /** Where the disk refuses, the database is asked at once: a fact is safe in either. */
  readonly commit: (facts: readonly Fact[]) => Promise<void>;
  /** More is on disk than before. */
  readonly written: () => void;
  readonly trouble: (message: string, error: unknown) => void;
}

interface Waiter {
  /** Resolves once so many facts are safe. */
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class DiskJournal implements Journal, FactSource {
  readonly #options: DiskJournalOptions;
  #waiting: Fact[] = [];
  #taken = 0;
  #safe = 0;
  #onDisk = 0;
  #delivered = 0;
  #waiters: Waiter[] = [];
  #turn: Promise<void> = Promise.resolve();
  #running = false;

  constructor(options: DiskJournalOptions) {
    this.#options = options;
  }

  /** Facts that are not in the database yet. */
  get backlog(): number {
    return this.#waiting.length + this.#onDisk - this.#delivered;
  }

  write(fact: Fact): void {
    if (this.#waiting.length >= WAITING_MAX) {
      return this.#options.trouble("A fact is lost: neither disk nor database takes any", null);
    }
    this.#taken++;
    this.#waiting.push(fact);
    this.#flush();
  }

  sync(): Promise<void> {
    if (this.#safe === this.#taken) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiters.push({ upTo: this.#taken, resolve, reject });
    this.#flush();
    return promise;
  }

  peek(max: number): Promise<readonly Fact[]> {
    return this.#inTurn(() => this.#options.file.peek(max));
  }

  advance(count: number): Promise<void> {
    return this.#inTurn(async () => {
      this.#delivered += count;
      await this.#options.file.advance(count);
      await this.#options.file.trim();
    });
  }

  /** Resolves when nothing waits in memory that could be written. */
  async close(): Promise<void> {
    await this.sync().catch(() => {});
    await this.#inTurn(() => this.#options.file.close());
  }

  async #flush(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#waiting.length > 0) await this.#flushGroup();
    } catch (error) {
      this.#options.trouble("Cannot write the journal", error);
      for (const { reject } of this.#waiters.splice(0)) reject(error);
    } finally {
      this.#running = false;
    }
  }

  async #flushGroup(): Promise<void> {
    const group = this.#waiting.slice(0, GROUP_MAX);
    await this.#inTurn(() => this.#options.file.append(group)).then(
      () => void (this.#onDisk += group.length),
      () => this.#options.commit(group),
    );
    this.#waiting.splice(0, group.length);
    this.#safe += group.length;
    const settled = this.#waiters.filter(({ upTo }) => upTo <= this.#safe);
    this.#waiters = this.#waiters.filter(({ upTo }) => upTo > this.#safe);
    for (const { resolve } of settled) resolve();
    this.#options.written();
  }

  /** One thing at a time with the file: its place is shared by reading and writing. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const next = this.#turn.then(work);
    this.#turn = next.then(() => {}, () => {});
    return next;
  }
}
