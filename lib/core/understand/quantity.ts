/** What amounts and durations are made of, before anyone knows which of the two it is. */
import type { Figure, Unit } from "./figures.ts";
import type { Span } from "./reading.ts";

export type Bound = "exact" | "at_least" | "at_most" | "within";

/** A figure, a range, or a range with an open end. */
export interface Quantity extends Span {
  readonly low: number;
  readonly high: number;
  readonly unit: Unit;
  readonly bound: Bound;
  readonly isRange: boolean;
  readonly approximate: boolean;
  readonly figures: readonly Figure[];
}
