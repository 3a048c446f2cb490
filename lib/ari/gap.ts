/** A time in which nothing is told for sure: what was live when it began, and what was told before its end. */
import type { Book } from "./book.ts";
import type { AriEvent } from "./events.ts";
import { GAP_MS_MAX, INBOX_FRAMES_MAX } from "./limits.ts";
import type { Known } from "./sight.ts";

export class Gap {
  readonly #book: Book;
  /** Events since the socket opened, until a look at Asterisk says which of them still count. */
  #held: AriEvent[] | null = null;
  #known: Known | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(book: Book) {
    this.#book = book;
  }

  /** Events are held, and don't count yet. */
  get holds(): boolean {
    return this.#held !== null;
  }

  get heldCount(): number {
    return this.#held?.length ?? 0;
  }

  /** What is held already stays. */
  hold(): void {
    this.#held ??= [];
  }

  /** False where too many wait: then none of them counts. */
  take(event: AriEvent): boolean {
    const held = this.#held ??= [];
    if (held.push(event) <= INBOX_FRAMES_MAX) return true;
    this.#held = [];
    return false;
  }

  /** A line was lost. One that lasts too long ends everything. */
  begin(): void {
    this.#known ??= {
      channels: [...this.#book.channels.keys()],
      bridges: [...this.#book.bridges.keys()],
    };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#forget(), GAP_MS_MAX);
  }

  /** Events count at once from here on. `known`: null where no line was lost before. */
  end(): { readonly known: Known | null; readonly held: readonly AriEvent[] } {
    const [known, held] = [this.#known, this.#held ?? []];
    this.#known = null;
    this.close();
    return { known, held };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#held = null;
  }

  /** Nobody will ever say what became of it. */
  #forget(): void {
    this.#known = null;
    this.#book.endAll("disconnected", "the connection was lost for too long");
  }
}
