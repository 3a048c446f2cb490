/** Accounts of calls: what a provider was used for is priced, written down, and held against limits. */
import { type Cost, costOf, type PriceTable, type Usage } from "../core/cost.ts";
import { costSeqAfter } from "../core/facts.ts";
import type { CallId } from "../core/ids.ts";
import { type CostLimits, type Payer, type Reached, Treasury } from "../core/treasury.ts";
import type { Account, Journal } from "./ports.ts";

export interface AccountsParts {
  readonly prices: PriceTable;
  readonly limits: CostLimits;
  readonly journal: Pick<Journal, "write">;
  /** Epoch ms. */
  readonly nowMs: () => number;
  /** The day of a moment where the books are kept: "2026-03-17". */
  readonly dayOf: (atMs: number) => string;
  /** Names this process: what no call has asked for is written under it. */
  readonly house: CallId;
  readonly spent: (usage: Usage, cost: Cost) => void;
  /**
   * What calls of a number have cost in a day, by the database, of all instances and before a restart;
   * null: it can't be asked now. Left out: there is no database.
   */
  readonly spentBy?: (number: string, day: string) => Promise<number | null>;
  /** Once for each call that a limit keeps from spending, and once for the house. */
  readonly reached: (limit: Reached) => void;
}

/** A call that spends. */
export interface PayingCall {
  readonly call: CallId;
  /** E.164, or null. */
  readonly number: string | null;
  readonly startedAtMs: number;
}

const HOUSE: Payer = { call: null, number: null };

export class Accounts {
  readonly #parts: AccountsParts;
  readonly #treasury: Treasury;
  /** For phrases that are rendered at the start, for example; only the day's limit holds it. */
  readonly house: Account;

  constructor(parts: AccountsParts) {
    this.#parts = parts;
    this.#treasury = new Treasury(parts.limits);
    this.house = new BookedAccount(parts, this.#treasury, {
      payer: HOUSE,
      type: "overhead",
      id: parts.house,
      beganAtMs: parts.nowMs(),
    });
  }

  /** The call begins at once: what its number has cost before holds as soon as it is known. */
  open({ call, number, startedAtMs }: PayingCall): Account {
    if (number !== null) this.#learnOf(number);
    const payer = { call, number };
    const booking = { payer, type: "cost", id: call, beganAtMs: startedAtMs } as const;
    return new BookedAccount(this.#parts, this.#treasury, booking);
  }

  get spentTodayMicros(): number {
    return this.#treasury.spentMicros(this.#today);
  }

  get isDayOver(): boolean {
    return this.#treasury.reached(HOUSE, this.#today) === "day";
  }

  /** What all instances have spent in `day`, by the database. */
  learn(micros: number, day: string): void {
    this.#treasury.learn(micros, day);
  }

  #learnOf(number: string): void {
    const { limits, spentBy } = this.#parts;
    if (limits.numberMicros === null || spentBy === undefined) return;
    const day = this.#today;
    spentBy(number, day).then((micros) => {
      if (micros !== null) this.#treasury.learnOf(number, micros, day);
    }, () => {}); // our own sums hold
  }

  get #today(): string {
    const { dayOf, nowMs } = this.#parts;
    return dayOf(nowMs());
  }
}

interface Booking {
  readonly payer: Payer;
  readonly type: "cost" | "overhead";
  readonly id: CallId;
  readonly beganAtMs: number;
}

class BookedAccount implements Account {
  readonly #parts: AccountsParts;
  readonly #treasury: Treasury;
  readonly #booking: Booking;
  #seq = 0;
  #isTold = false;

  constructor(parts: AccountsParts, treasury: Treasury, booking: Booking) {
    this.#parts = parts;
    this.#treasury = treasury;
    this.#booking = booking;
  }

  get maySpend(): boolean {
    const { nowMs, dayOf, reached } = this.#parts;
    const limit = this.#treasury.reached(this.#booking.payer, dayOf(nowMs()));
    if (limit === null) return true;
    if (!this.#isTold) reached(limit);
    this.#isTold = true;
    return false;
  }

  used(usage: Usage): void {
    const { nowMs, dayOf, prices, journal, spent } = this.#parts;
    const { payer, type, id, beganAtMs } = this.#booking;
    const atMs = nowMs();
    const day = dayOf(atMs);
    const cost = costOf(usage, prices, day);
    this.#seq = costSeqAfter(this.#seq, atMs - beganAtMs);
    journal.write({ call: id, seq: this.#seq, type, atMs, day, ...usage, ...cost });
    this.#treasury.spend(payer, cost.micros ?? 0, day);
    spent(usage, cost);
  }
}
