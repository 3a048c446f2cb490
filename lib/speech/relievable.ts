/** Ears that others can stand in for, word by word. */
import type { Ears, EarsEvent, EarsOptions, EarsSession } from "../call/ports.ts";

export interface RelievableSession extends EarsSession {
  /** From here on the caller has said what is not told yet, on the call's clock; null: all is told. */
  readonly owedFromMs: number | null;
  /** Others tell everything that was said before `untilMs`: not to be told again. */
  relieve(untilMs: number): void;
}

/** After `failed` a session goes on trying, and tells `restored` when words can be expected again. */
export interface RelievableEars extends Ears {
  open(options: EarsOptions, tell: (event: EarsEvent) => void): RelievableSession;
}
