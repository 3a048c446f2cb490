/** The live calls of this process: how many there are, who owns which channel, and how they end. */
import type { LiveCall } from "./live_call.ts";

/** What the registry keeps of a call: joined or still on its way to be. */
interface Entry {
  readonly call: LiveCall | null;
}

export class CallRegistry {
  readonly #maxCalls: number;
  readonly #calls = new Map<string, Entry>();
  #open = true;
  #empty = Promise.withResolvers<void>();
  #changed: (size: number) => void = () => {};

  constructor(maxCalls: number) {
    this.#maxCalls = maxCalls;
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Takes a place for a call that comes in; false when there is none: the dialplan has a way on. */
  admit(channel: string): boolean {
    if (!this.#open || this.#calls.size >= this.#maxCalls || this.#calls.has(channel)) return false;
    this.#calls.set(channel, { call: null });
    this.#changed(this.#calls.size);
    return true;
  }

  /** The admitted call is joined and talks. */
  begin(channel: string, call: LiveCall): void {
    this.#calls.set(channel, { call });
  }

  remove(channel: string): void {
    this.#calls.delete(channel);
    this.#changed(this.#calls.size);
    if (this.#calls.size === 0) this.#empty.resolve();
  }

  /** `changed` is told the number of live calls whenever it changes. */
  onChange(changed: (size: number) => void): void {
    this.#changed = changed;
  }

  get(channel: string): LiveCall | null {
    return this.#calls.get(channel)?.call ?? null;
  }

  /** Also true of a call that is still being joined. */
  has(channel: string): boolean {
    return this.#calls.has(channel);
  }

  channels(): readonly string[] {
    return [...this.#calls.keys()];
  }

  /** No new calls; resolves when the last one has ended. */
  drain(): Promise<void> {
    this.#open = false;
    if (this.#calls.size === 0) return Promise.resolve();
    this.#empty = Promise.withResolvers();
    return this.#empty.promise;
  }

  /** The rest hear an apology and go on in the dialplan. */
  apologise(): void {
    for (const { call } of this.#calls.values()) call?.shutdown();
  }

  /** The rest go on in the dialplan at once, without a word; resolves when they have. */
  release(): Promise<void> {
    const over = this.drain();
    for (const { call } of this.#calls.values()) call?.lost("stopped");
    return over;
  }
}
