/** How far long work has come, on a terminal: one line that is written over, and gone at the end. */

/** Often enough to see that it moves. */
const EVERY_MS = 200;

export interface ProgressOptions {
  /** "leads": what is counted. */
  readonly what: string;
  /** Null: nobody knows. */
  readonly total: number | null;
  /** Writes to the terminal; null where nobody watches. */
  readonly write: ((text: string) => void) | null;
  readonly nowMs?: () => number;
}

export class Progress implements Disposable {
  readonly #options: ProgressOptions;
  readonly #nowMs: () => number;
  #total: number | null;
  #done = 0;
  #shownAtMs = -Infinity;
  #isShown = false;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#total = options.total;
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  get done(): number {
    return this.#done;
  }

  /** What it comes to is known only now. */
  expect(total: number): void {
    this.#total = total;
  }

  add(count: number): void {
    this.#done += count;
    const { write } = this.#options;
    if (write === null || this.#nowMs() - this.#shownAtMs < EVERY_MS) return;
    this.#shownAtMs = this.#nowMs();
    this.#isShown = true;
    write(`\r\u001b[K${this.#text()}`);
  }

  [Symbol.dispose](): void {
    if (this.#isShown) this.#options.write?.("\r\u001b[K");
  }

  #text(): string {
    const { what } = this.#options;
    const total = this.#total;
    const done = this.#done.toLocaleString("en");
    if (total === null || total === 0) return `${done} ${what} …`;
    const percent = Math.min(100, Math.floor(this.#done / total * 100));
    return `${done} of ${total.toLocaleString("en")} ${what}, ${percent} % …`;
  }
}

const encoder = new TextEncoder();

/**
 * Where progress goes: standard error of a terminal. Null where nobody watches, and where what the
 * command prints goes to the same terminal.
 */
export function progressOutput(printsToStdout: boolean): ((text: string) => void) | null {
  if (!Deno.stderr.isTerminal() || Deno.env.get("TERM") === "dumb") return null;
  if (printsToStdout && Deno.stdout.isTerminal()) return null;
  return (text) => void Deno.stderr.writeSync(encoder.encode(text));
}
