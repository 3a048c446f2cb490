/** The record of live calls on disk: synced in groups, delivered to the database behind them. */
import type { Journal } from "../call/ports.ts";
import type { Fact } from "../core/facts.ts";
import { FactQueue } from "../store/fact_queue.ts";
import { Turns } from "../store/turns.ts";
import type { FactSource } from "../store/writer.ts";
import type { JournalFile } from "./journal_file.ts";

/** Facts written and synced together. */
const GROUP_MAX = 1_000;

export interface DiskJournalOptions {
  /** Makes its file; tried again with each group where the disk does not let it. */
  readonly make: () => Promise<JournalFile>;
  /** Where the disk refuses, the database is asked at once: a fact is safe in either. */
  readonly commit: (facts: readonly Fact[]) => Promise<void>;
  /** More is on disk than before. */
  readonly written: () => void;
  /** Told when the disk begins to refuse, and null when it takes facts again. */
  readonly diskTurned: (error: unknown) => void;
  /** Told when neither disk nor database takes facts, and null when one does again. */
  readonly turned: (error: unknown) => void;
}

export class DiskJournal implements Journal, FactSource {
  readonly #options: DiskJournalOptions;
  readonly #queue: FactQueue;
  #file: JournalFile | null = null;
  #onDisk = 0;
  #delivered = 0;
  #diskFails = false;
  /** Appending takes as long as the disk; who reads what was appended before doesn't wait for it. */
  readonly #writes = new Turns();
  readonly #reads = new Turns();

  constructor(options: DiskJournalOptions) {
    this.#options = options;
    this.#queue = new FactQueue({
      keep: (facts) => this.#keep(facts),
      groupMax: GROUP_MAX,
      turned: options.turned,
    });
  }

  /** Resolves in any case: a disk that is read-only or full now may take facts later. */
  async open(): Promise<void> {
    await this.#writes.take(() => this.#ownFile()).catch((error) => this.#diskFailed(error));
  }

  /** Facts that are not in the database yet. */
  get backlog(): number {
    return this.#queue.waiting + this.undelivered;
  }

  /** Those of them that are on disk. */
  get undelivered(): number {
    return this.#onDisk - this.#delivered;
  }

  /** The last write to it failed. */
  get diskRefuses(): boolean {
    return this.#diskFails;
  }

  /** Facts in memory alone. */
  get queue(): Pick<FactQueue, "isFailing" | "lost" | "oldestAtMs" | "waiting"> {
    return this.#queue;
  }

  write(fact: Fact): void {
    this.#queue.write(fact);
  }

  sync(): Promise<void> {
    return this.#queue.sync();
  }

  peek(max: number): Promise<readonly Fact[]> {
    return this.#reads.take(async () => {
      const onDisk = this.#onDisk; // more may come while this is read
      const facts = await this.#file?.peek(max) ?? [];
      if (facts.length === 0) this.#delivered = onDisk; // also what can't be read any more
      return facts;
    });
  }

  advance(count: number): Promise<void> {
    return this.#reads.take(async () => {
      this.#delivered += count;
      const file = this.#file;
      await file?.advance(count);
      if (file?.isWorthTrimming) await this.#writes.take(() => file.trim());
    });
  }

  /** Resolves when nothing waits in memory that could be written. */
  async close(): Promise<void> {
    await this.#queue.close();
    const close = () => this.#writes.take(async () => await this.#file?.close());
    await this.#reads.take(close);
  }

  async #keep(facts: readonly Fact[]): Promise<void> {
    try {
      await this.#writes.take(async () => {
        const file = await this.#ownFile();
        await file.append(facts);
        this.#onDisk += facts.length;
      });
    } catch (error) {
      this.#diskFailed(error);
      return await this.#options.commit(facts);
    }
    if (this.#diskFails) this.#options.diskTurned(null);
    this.#diskFails = false;
    this.#options.written();
  }

  async #ownFile(): Promise<JournalFile> {
    return this.#file ??= await this.#options.make();
  }

  #diskFailed(error: unknown): void {
    if (!this.#diskFails) this.#options.diskTurned(error);
    this.#diskFails = true;
  }
}
