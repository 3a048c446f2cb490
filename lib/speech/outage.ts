/** From the end of a good line to the next one: repaired unnoticed while it is short, else made known. */
import type { EarsEvent } from "../call/ports.ts";
import { Deadline } from "../clockwork/deadline.ts";

/** Words that are late by more than this are missed by the caller. */
const GRACE_MS = 700;
/** While the caller says nothing there is more time: over a bad network a first line takes a second. */
const IDLE_GRACE_MS = 2_000;

export interface OutageParts {
  readonly tell: (event: EarsEvent) => void;
  /** A line stands, and has yet to prove itself: if it breaks, that is told at once. */
  readonly isTrying: () => boolean;
  /** Monotonic. */
  readonly nowMs: () => number;
}

export class Outage {
  readonly #parts: OutageParts;
  readonly #grace = new Deadline();
  /** null: there is none. */
  #dueMs: number | null = null;
  #overdue = false;
  #told = false;

  constructor(parts: OutageParts) {
    this.#parts = parts;
  }

  get isOn(): boolean {
    return this.#dueMs !== null;
  }

  get isOverdue(): boolean {
    return this.#overdue;
  }

  /** `urgent`: there are words that wait to be heard. One that is on goes on. */
  begin(urgent: boolean): void {
    if (this.#dueMs === null) this.#set(this.#parts.nowMs() + IDLE_GRACE_MS);
    if (urgent) this.hurry();
  }

  /** The caller speaks. */
  hurry(): void {
    if (this.#dueMs === null || this.#told) return;
    const dueMs = this.#parts.nowMs() + GRACE_MS;
    if (dueMs < this.#dueMs) this.#set(dueMs);
  }

  fail(reason: string): void {
    if (this.#told) return;
    this.#told = true;
    this.#parts.tell({ type: "failed", reason });
  }

  /** A line works. */
  end(): void {
    this.#grace.clear();
    this.#dueMs = null;
    this.#overdue = false;
    if (!this.#told) return;
    this.#told = false;
    this.#parts.tell({ type: "restored" });
  }

  /** Nothing is told afterwards. */
  close(): void {
    this.#grace.clear();
  }

  #set(dueMs: number): void {
    this.#dueMs = dueMs;
    this.#grace.set(dueMs - this.#parts.nowMs(), () => {
      this.#overdue = true;
      if (!this.#parts.isTrying()) this.fail("Deepgram can't be reached in time");
    });
  }
}
