/** A timer that is set, set anew and cleared. */
export class Alarm {
  #timer: ReturnType<typeof setTimeout> | null = null;

  get isSet(): boolean {
    return this.#timer !== null;
  }

  /** Takes the place of what was set before. */
  set(inMs: number, ring: () => void): void {
    this.clear();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      ring();
    }, inMs);
  }

  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
