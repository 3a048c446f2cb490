/** Asks the brain for one turn at a time, also ahead of its end, and drops what nobody waits for. */
import type { BrainRequest } from "../core/brain.ts";
import type { TurnId } from "../core/ids.ts";
import type { Account, Brain, BrainAside, BrainEvent, Prepared } from "./ports.ts";

export interface ThinkingListener {
  readonly told: (turn: TurnId, told: BrainEvent) => void;
  /** Of a request ahead, also after it was kept. */
  readonly toldAhead: (turn: TurnId, generation: number, told: BrainEvent) => void;
  readonly toldAside: (turn: TurnId, told: BrainAside) => void;
}

/** What plugins make of a request; they are bounded in time. */
export type Prepare = (request: BrainRequest) => Prepared | Promise<Prepared>;

export class Thinking {
  readonly #brain: Brain;
  readonly #listener: ThinkingListener;
  readonly #prepare: Prepare;
  readonly #account: Account | undefined;
  #running: AbortController | null = null;
  #ahead: AbortController | null = null;

  constructor(
    brain: Brain,
    listener: ThinkingListener,
    prepare: Prepare = (request) => ({ request, offer: null }),
    account?: Account,
  ) {
    this.#brain = brain;
    this.#listener = listener;
    this.#prepare = prepare;
    this.#account = account;
  }

  ask(request: BrainRequest): void {
    this.drop();
    this.#running = this.#ask(request, (told) => this.#listener.told(request.turn, told));
  }

  askAhead(generation: number, request: BrainRequest): void {
    this.dropAhead();
    const { turn } = request;
    const tell = (told: BrainEvent) => this.#listener.toldAhead(turn, generation, told);
    this.#ahead = this.#ask(request, tell);
  }

  /** The turn is over, and the request ahead is its own. */
  keepAhead(): void {
    this.drop();
    this.#running = this.#ahead;
    this.#ahead = null;
  }

  /** Idempotent. Nothing of a dropped answer is told. */
  drop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  /** Idempotent. */
  dropAhead(): void {
    this.#ahead?.abort();
    this.#ahead = null;
  }

  close(): void {
    this.drop();
    this.dropAhead();
  }

  #ask(request: BrainRequest, tell: (told: BrainEvent) => void): AbortController {
    const running = new AbortController();
    const prepared = this.#prepare(request);
    const answer = (ready: Prepared) => this.#answer(ready, tell, running.signal);
    if (prepared instanceof Promise) prepared.then(answer);
    else answer(prepared);
    return running;
  }

  #answer(
    { request, offer }: Prepared,
    tell: (told: BrainEvent) => void,
    signal: AbortSignal,
  ): void {
    if (signal.aborted) return;
    if (offer !== null) tell({ type: "offer_person", text: offer });
    this.#brain.answer(
      request,
      (told) => {
        if (signal.aborted) return;
        if (told.type === "first_token" || told.type === "fell_back") {
          this.#listener.toldAside(request.turn, told);
        } else tell(told);
      },
      signal,
      this.#account,
    );
  }
}
