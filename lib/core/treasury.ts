/** How much may still be spent: by a call, by a caller's number in a day, and in a day in all. */

/** Millionths of the currency; null: no limit. */
export interface CostLimits {
  readonly callMicros: number | null;
  readonly numberMicros: number | null;
  readonly dayMicros: number | null;
}

/** What is spent on one call counts for all that is known of it. */
export interface Payer {
  /** Null: no call has asked for it. */
  readonly call: string | null;
  /** Null for a number that is withheld: only the day's limit holds it. */
  readonly number: string | null;
}

export type Reached = "call" | "number" | "day";

/** Calls and numbers that are counted at once; the one that spent longest ago is forgotten. */
const PURSES_MAX = 20_000;

/** What the database had when it was asked, and what we had spent by then. */
interface Learned {
  readonly micros: number;
  readonly ownMicros: number;
}

const nothingLearned: Learned = { micros: 0, ownMicros: 0 };

/** Days are given as "2026-03-17": with a new one all but running calls begin anew. */
export class Treasury {
  readonly #limits: CostLimits;
  readonly #calls = new Purses();
  readonly #numbers = new Purses();
  #day = "";
  #dayMicros = 0;
  /** What all instances had spent in this day when it was learned, and we by then. */
  #learned = nothingLearned;
  /** The same by number, of those that called since. */
  readonly #learnedOf = new Map<string, Learned>();

  constructor(limits: CostLimits) {
    this.#limits = limits;
  }

  /** The limit that stands in the way of spending more. */
  reached({ call, number }: Payer, day: string): Reached | null {
    const { callMicros, numberMicros } = this.#limits;
    if (isOver(this.spentMicros(day), this.#limits.dayMicros)) return "day";
    if (number !== null && isOver(this.#ofNumber(number), numberMicros)) return "number";
    return call !== null && isOver(this.#calls.of(call), callMicros) ? "call" : null;
  }

  /** Of all instances, as far as it is known. */
  spentMicros(day: string): number {
    this.#begin(day);
    return inAll(this.#learned, this.#dayMicros);
  }

  spend({ call, number }: Payer, micros: number, day: string): void {
    this.#begin(day);
    this.#dayMicros += micros;
    if (call !== null) this.#calls.add(call, micros);
    if (number !== null) this.#numbers.add(number, micros);
  }

  /** All that was spent in this day, as the database has it, which may be a little behind. */
  learn(micros: number, day: string): void {
    this.#begin(day);
    this.#learned = { micros, ownMicros: this.#dayMicros };
  }

  /** The same of a number. */
  learnOf(number: string, micros: number, day: string): void {
    this.#begin(day);
    this.#learnedOf.delete(number);
    this.#learnedOf.set(number, { micros, ownMicros: this.#numbers.of(number) });
    if (this.#learnedOf.size <= PURSES_MAX) return;
    const oldest = this.#learnedOf.keys().next().value;
    if (oldest !== undefined) this.#learnedOf.delete(oldest);
  }

  #ofNumber(number: string): number {
    return inAll(this.#learnedOf.get(number) ?? nothingLearned, this.#numbers.of(number));
  }

  #begin(day: string): void {
    if (day <= this.#day) return; // the day before, of one that comes late, counts for this one
    this.#day = day;
    this.#dayMicros = 0;
    this.#learned = nothingLearned;
    this.#learnedOf.clear();
    this.#numbers.clear();
  }
}

/** Sums by name, the one that was added to last at the end. */
class Purses {
  readonly #micros = new Map<string, number>();

  of(name: string): number {
    return this.#micros.get(name) ?? 0;
  }

  add(name: string, micros: number): void {
    const sum = this.of(name) + micros;
    this.#micros.delete(name);
    this.#micros.set(name, sum);
    if (this.#micros.size <= PURSES_MAX) return;
    const oldest = this.#micros.keys().next().value;
    if (oldest !== undefined) this.#micros.delete(oldest);
  }

  clear(): void {
    this.#micros.clear();
  }
}

/** By others, and by us before and since; the database may be a little behind. */
function inAll({ micros, ownMicros }: Learned, nowMicros: number): number {
  return Math.max(nowMicros, micros + nowMicros - ownMicros);
}

function isOver(micros: number, limit: number | null): boolean {
  return limit !== null && micros >= limit;
}
