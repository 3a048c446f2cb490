/** What plugins are to be told waits here until the call's own step is done: it is never held up. */
import { NOTICES_MAX } from "./limits.ts";

export class Notices {
  readonly #dropped: (count: number) => void;
  #waiting: (() => Promise<void> | void)[] = [];
  #scheduled = false;
  #lost = 0;

  constructor(dropped: (count: number) => void) {
    this.#dropped = dropped;
  }

  add(tell: () => Promise<void>): void {
    if (this.#waiting.length >= NOTICES_MAX) this.#lost++;
    else this.afterThese(tell);
  }

  /** Done when everything added before was told, at the earliest. */
  afterThese(work: () => Promise<void> | void): void {
    this.#waiting.push(work);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => this.#tell(), 0);
  }

  #tell(): void {
    this.#scheduled = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const work of waiting) work();
    if (this.#lost > 0) this.#dropped(this.#lost);
    this.#lost = 0;
  }
}
