/** One timer, for the next moment at which something is due. */
export class Wake {
  readonly #ring: (dueMs: number) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #atMs = Infinity;

  /** `ring` is told when it was to be. */
  constructor(ring: (dueMs: number) => void) {
    this.#ring = ring;
  }

  /** Infinity: nothing is awaited. */
  get atMs(): number {
    return this.#atMs;
  }

  /** Takes the place of what was set before. */
  set(atMs: number, nowMs: number): void {
    if (atMs === this.#atMs) return;
    clearTimeout(this.#timer);
    this.#atMs = atMs;
    if (atMs === Infinity) return;
    this.#timer = setTimeout(() => {
      this.#atMs = Infinity;
      this.#ring(atMs);
    }, Math.max(1, Math.ceil(atMs - nowMs))); // a fraction is cut off: it would come too early
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
