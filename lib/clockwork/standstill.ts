/** How long this process stood still: it can't blame others for what it did not read in that time. */

/** So often it is looked whether time passes as it should. */
const BEAT_MS = 50;
/** A busy process is late by some milliseconds; from here on it stood still. */
const LATE_MS = 50;

/** Of the one event loop that there is; counted while somebody watches. */
class Standstill {
  #watching = 0;
  #beat: ReturnType<typeof setInterval> | undefined;
  #dueMs = 0;
  #pastMs = 0;

  /** All standstills so far, with one that is just ending. */
  get totalMs(): number {
    return this.#pastMs + this.#lateMs;
  }

  /** A monotonic clock that stands still when this process does. */
  get awakeMs(): number {
    return performance.now() - this.totalMs;
  }

  watch(): void {
    if (this.#watching++ > 0) return;
    this.#dueMs = performance.now() + BEAT_MS;
    this.#beat = setInterval(() => this.#count(), BEAT_MS);
  }

  /** Once for each `watch`. */
  unwatch(): void {
    if (this.#watching === 1) {
      this.#count();
      clearInterval(this.#beat);
    }
    this.#watching--;
  }

  #count(): void {
    this.#pastMs = this.totalMs;
    this.#dueMs = performance.now() + BEAT_MS;
  }

  get #lateMs(): number {
    const lateMs = performance.now() - this.#dueMs;
    return this.#watching > 0 && lateMs >= LATE_MS ? lateMs : 0;
  }
}

export const standstill = new Standstill();
