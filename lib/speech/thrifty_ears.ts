/** Ears that cost money, and give up for good once no more of it may be spent on their call. */
import type { Account, EarsEvent, EarsOptions } from "../call/ports.ts";
import type { Asked } from "../core/understand/heard.ts";
import type { RelievableEars, RelievableSession } from "./relievable.ts";

/** Audio is paid for in pieces of 10 s: a look at the account once a second is early enough. */
const LOOK_EVERY_FRAMES = 50;

export class ThriftyEars implements RelievableEars {
  readonly name: string;
  readonly #ears: RelievableEars;

  constructor(ears: RelievableEars) {
    this.name = ears.name;
    this.#ears = ears;
  }

  open(options: EarsOptions, tell: (event: EarsEvent) => void): RelievableSession {
    const { account } = options;
    if (account === undefined) return this.#ears.open(options, tell);
    const session = account.maySpend ? this.#ears.open(options, tell) : null;
    return new ThriftySession(session, account, tell);
  }
}

class ThriftySession implements RelievableSession {
  readonly #account: Account;
  readonly #tell: (event: EarsEvent) => void;
  /** Null: nothing may be spent. */
  #session: RelievableSession | null;
  #owedFromMs: number | null = null;
  #frames = 0;
  #isOver = false;
  #isClosed = false;

  constructor(
    session: RelievableSession | null,
    account: Account,
    tell: (event: EarsEvent) => void,
  ) {
    this.#session = session;
    this.#account = account;
    this.#tell = tell;
  }

  get owedFromMs(): number | null {
    return this.#session?.owedFromMs ?? this.#owedFromMs;
  }

  frame(bytes: Uint8Array, atMs: number): void {
    if (this.#isOver) return;
    const looks = this.#frames++ % LOOK_EVERY_FRAMES === 0;
    if (this.#session === null || (looks && !this.#account.maySpend)) return this.#giveUp();
    this.#session.frame(bytes, atMs);
  }

  speechStarted(atMs: number): void {
    this.#session?.speechStarted(atMs);
  }

  speechStopped(atMs: number): void {
    this.#session?.speechStopped(atMs);
  }

  expect(asked: Asked): void {
    this.#session?.expect(asked);
  }

  relieve(untilMs: number): void {
    this.#session?.relieve(untilMs);
    this.#owedFromMs = null;
  }

  close(): void {
    this.#isOver = this.#isClosed = true;
    this.#session?.close();
  }

  /** What was said and not told yet is left to whoever stands behind these ears. */
  #giveUp(): void {
    this.#owedFromMs = this.owedFromMs;
    this.#session?.close();
    this.#session = null;
    this.#isOver = true;
    const reason = "No more may be spent on listening to this call";
    queueMicrotask(() => this.#isClosed || this.#tell({ type: "failed", reason })); // after the frame
  }
}
