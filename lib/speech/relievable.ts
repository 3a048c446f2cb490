/** Ears that others can stand in for, word by word. */
import type { Ears, EarsEvent, EarsOptions, EarsSession } from "../call/ports.ts";

export interface RelievableSession extends EarsSession {
  /** Every word that was said before is told, or never was one. On the call's clock. */
  readonly heardUntilMs: number;
  /** Others tell everything that was said before `untilMs`: not to be told again. */
  relieve(untilMs: number): void;
}

/** After `failed` a session goes on trying, and tells `restored` when words can be expected again. */
export interface RelievableEars extends Ears {
  open(options: EarsOptions, tell: (event: EarsEvent) => void): RelievableSession;
}
