/** Who wants to hear of what. One that throws harms no other. */

// deno-lint-ignore no-explicit-any -- each list holds listeners of one event, which `on` has typed
export type Listener = (...told: any[]) => unknown;

export class Listeners {
  readonly #lists = new Map<string, readonly Listener[]>();
  readonly #trouble: (error: unknown) => void;

  /** `trouble` is told what a listener throws, at once or later. */
  constructor(trouble: (error: unknown) => void) {
    this.#trouble = trouble;
  }

  /** Returns its own undo. */
  add(name: string, listener: Listener): () => void {
    this.#lists.set(name, [...this.#lists.get(name) ?? [], listener]);
    return () => {
      const rest = (this.#lists.get(name) ?? []).filter((one) => one !== listener);
      if (rest.length > 0) this.#lists.set(name, rest);
      else this.#lists.delete(name);
    };
  }

  has(name: string): boolean {
    return this.#lists.has(name);
  }

  tell(name: string, event: unknown, channel?: unknown): void {
    const list = this.#lists.get(name);
    if (list === undefined) return;
    for (const listener of list) {
      try {
        const later = listener(event, channel);
        if (later instanceof Promise) later.catch(this.#trouble);
      } catch (error) {
        this.#trouble(error);
      }
    }
  }
}
