/** The live calls of this process: how many there are, who owns which channel, and how they end. */
import type { LiveCall } from "./live_call.ts";

export class CallRegistry {
  readonly #maxCalls: number;
  /** By channel; null while a call is still being joined. */
  readonly #calls = new Map<string, LiveCall | null>();
  #open = true;
  readonly #empty = Promise.withResolvers<void>();
  /** What happens to the calls that are left; also to those that are still being joined. */
  #ending: (call: LiveCall) => void = () => {};
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
    this.#calls.set(channel, null);
    this.#changed(this.#calls.size);
    return true;
  }

  /** The admitted call is joined and talks. */
  begin(channel: string, call: LiveCall): void {
    this.#calls.set(channel, call);
    this.#ending(call);
  }

  remove(channel: string): void {
    this.#calls.delete(channel);
    this.#changed(this.#calls.size);
    this.#resolveIfEmpty();
  }

  /** `changed` is told the number of live calls whenever it changes. */
  onChange(changed: (size: number) => void): void {
    this.#changed = changed;
  }

  get(channel: string): LiveCall | null {
    return this.#calls.get(channel) ?? null;
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
    this.#resolveIfEmpty();
    return this.#empty.promise;
  }

  /** The rest hear an apology and go on in the dialplan. */
  apologise(): void {
    this.#end((call) => call.shutdown());
  }

  /** The rest go on in the dialplan at once, without a word; resolves when they have. */
  release(): Promise<void> {
    const over = this.drain();
    this.#end((call) => call.lost("stopped"));
    return over;
  }

  #end(ending: (call: LiveCall) => void): void {
    this.#ending = ending;
    for (const call of this.#calls.values()) if (call !== null) ending(call);
  }

  #resolveIfEmpty(): void {
    if (!this.#open && this.#calls.size === 0) this.#empty.resolve();
  }
}
