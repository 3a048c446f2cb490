/** Looks after a connection that is up: some ends are never told, and some sockets never tell anything. */
import type { Book } from "./book.ts";
import type { AriEvent } from "./events.ts";
import { LOOK_EVERY_MS } from "./limits.ts";
import { Proof } from "./proof.ts";

export class Watch {
  readonly #book: Book;
  readonly #proof: Proof;
  readonly #apps: readonly string[];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(book: Book, apps: readonly string[]) {
    this.#book = book;
    this.#proof = new Proof(book.nouns);
    this.#apps = apps;
  }

  /** True for events that were sent to ourselves: they are nobody else's business. */
  takes(event: AriEvent): boolean {
    return this.#proof.takes(event);
  }

  /** `silent` is told, maybe more than once, when Asterisk tells nothing on the line that is there now. */
  begin(silent: () => void): void {
    const prove = async () => {
      if (!await this.#proof.isTold(this.#apps)) silent();
    };
    prove();
    this.end();
    const look = () => Promise.all([prove(), this.#book.look()]);
    this.#timer = setInterval(() => void look(), LOOK_EVERY_MS);
  }

  /** A proof that is under way may still fail. */
  end(): void {
    clearInterval(this.#timer);
  }
}
