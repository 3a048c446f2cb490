/** Whether Parley can take a call now, and if not, why not: one reason per part, as sentences. */

export interface ReadinessReport {
  /** Empty: ready. */
  readonly notReady: readonly string[];
  /** What works with less than it should; calls are still taken. */
  readonly degraded: readonly string[];
}

/** Not ready until every part it was made with has said that it is. */
export class Readiness {
  readonly #notReady = new Map<string, string>();
  readonly #degraded = new Map<string, string>();

  /** Part by name with the reason that holds until the part is ready: { voice: "…" }. */
  constructor(parts: Readonly<Record<string, string>>) {
    for (const [part, reason] of Object.entries(parts)) this.#notReady.set(part, reason);
  }

  block(part: string, reason: string): void {
    this.#degraded.delete(part);
    this.#notReady.set(part, reason);
  }

  degrade(part: string, reason: string): void {
    this.#notReady.delete(part);
    this.#degraded.set(part, reason);
  }

  ready(part: string): void {
    this.#notReady.delete(part);
    this.#degraded.delete(part);
  }

  get report(): ReadinessReport {
    return { notReady: [...this.#notReady.values()], degraded: [...this.#degraded.values()] };
  }
}
