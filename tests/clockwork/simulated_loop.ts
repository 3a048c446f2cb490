/** An event loop whose time is the test's: it can stand still, and then rings before it reads what came. */
interface Timer {
  dueMs: number;
  /** null: it rings once. */
  readonly everyMs: number | null;
  readonly ring: () => void;
}

export class SimulatedLoop implements Disposable {
  nowMs = 0;
  readonly #timers = new Map<number, Timer>();
  #coming: { readonly atMs: number; readonly read: () => void }[] = [];
  #lastId = 0;
  readonly #real = { setTimeout, clearTimeout, setInterval, clearInterval };

  constructor() {
    const begin = (ring: () => void, inMs: number, everyMs: number | null) => {
      this.#timers.set(++this.#lastId, { dueMs: this.nowMs + inMs, everyMs, ring });
      return this.#lastId;
    };
    const clear = (id: number) => void this.#timers.delete(id);
    Object.assign(globalThis, {
      setTimeout: (ring: () => void, ms = 0) => begin(ring, ms, null),
      setInterval: (ring: () => void, ms = 0) => begin(ring, ms, ms),
      clearTimeout: clear,
      clearInterval: clear,
    });
    performance.now = () => this.nowMs;
  }

  [Symbol.dispose](): void {
    Object.assign(globalThis, this.#real);
    Reflect.deleteProperty(performance, "now");
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Something comes from outside, and is read when the loop turns. */
  comes(inMs: number, read: () => void): void {
    this.#coming.push({ atMs: this.nowMs + inMs, read });
  }

  async passes(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await this.#settled();
    for (;;) {
      const nextMs = Math.min(
        ...[...this.#timers.values()].map(({ dueMs }) => dueMs),
        ...this.#coming.map(({ atMs }) => atMs),
      );
      if (nextMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, nextMs);
      await this.#turn();
    }
    this.nowMs = untilMs;
  }

  /** Nothing is done for so long; then one turn. */
  async standsStill(ms: number): Promise<void> {
    await this.#settled();
    this.nowMs += ms;
    await this.#turn();
  }

  async #turn(): Promise<void> {
    const due = [...this.#timers].filter(([, { dueMs }]) => dueMs <= this.nowMs)
      .sort(([, one], [, other]) => one.dueMs - other.dueMs);
    for (const [id, timer] of due) {
      if (!this.#timers.has(id)) continue; // cleared by one before it
      if (timer.everyMs === null) this.#timers.delete(id);
      else timer.dueMs = this.nowMs + timer.everyMs;
      timer.ring();
      await this.#settled();
    }
    const came = this.#coming.filter(({ atMs }) => atMs <= this.nowMs);
    this.#coming = this.#coming.filter((one) => !came.includes(one));
    for (const { read } of came) {
      read();
      await this.#settled();
    }
  }

  /** All promises that can go on have gone on. */
  #settled(): Promise<void> {
    return new Promise((resolve) => this.#real.setTimeout(resolve, 0));
  }
}
