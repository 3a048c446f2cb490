import type { Clock } from "../../lib/call/ports.ts";

/** A clock that goes on to its next alarm when told. */
export class SteppingClock implements Clock {
  ms = 0;
  #alarm: { readonly atMs: number; readonly wake: () => void } | null = null;
  nowMs(): number {
    return this.ms;
  }
  wakeAt(atMs: number, wake: () => void): () => void {
    this.#alarm = { atMs, wake };
    return () => {
      this.#alarm = null;
    };
  }
  async goOn(): Promise<boolean> {
    const alarm = this.#alarm;
    if (alarm === null) return false;
    this.#alarm = null;
    this.ms = alarm.atMs;
    alarm.wake();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return true;
  }
}
