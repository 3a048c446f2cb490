/** Asks the brain for one turn at a time, also ahead of its end, and drops what nobody waits for. */
import type { BrainRequest } from "../core/brain.ts";
import type { TurnId } from "../core/ids.ts";
import type { Account, Brain, BrainAside, BrainEvent, Prepared, Toolbox } from "./ports.ts";

export interface ThinkingListener {
  readonly told: (turn: TurnId, told: BrainEvent) => void;
  /** Of a request ahead, also after it was kept. */
  readonly toldAhead: (turn: TurnId, generation: number, told: BrainEvent) => void;
  readonly toldAside: (turn: TurnId, told: BrainAside) => void;
}

/** What plugins make of a request; they are bounded in time. */
export type Prepare = (request: BrainRequest) => Prepared | Promise<Prepared>;

/** One request, and what lets it act: a turn that goes on may yet become another. */
interface Running {
  readonly abort: AbortController;
  readonly turnIsOver: () => void;
  isSlow: boolean;
}

export class Thinking {
  readonly #brain: Brain;
  readonly #listener: ThinkingListener;
  readonly #prepare: Prepare;
  readonly #account: Account | undefined;
  /** The last one, also when its answer has come or was dropped. */
  #running: Running | null = null;
  #ahead: Running | null = null;

  constructor(
    brain: Brain,
    listener: ThinkingListener,
    prepare: Prepare = (request) => ({ request, offer: null, isSlow: false }),
    account?: Account,
  ) {
    this.#brain = brain;
    this.#listener = listener;
    this.#prepare = prepare;
    this.#account = account;
  }

  /** The turn that was asked about last is to be answered slowly, whoever answers it. */
  get isSlow(): boolean {
    return this.#running?.isSlow ?? false;
  }

  ask(request: BrainRequest): void {
    this.drop();
    this.#running = this.#ask(request, (told) => this.#listener.told(request.turn, told));
    this.#running.turnIsOver();
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
    this.#running?.turnIsOver();
    this.#ahead = null;
  }

  /** Idempotent. Nothing of a dropped answer is told. */
  drop(): void {
    this.#running?.abort.abort();
  }

  /** Idempotent. */
  dropAhead(): void {
    this.#ahead?.abort.abort();
    this.#ahead = null;
  }

  close(): void {
    this.drop();
    this.dropAhead();
  }

  #ask(request: BrainRequest, tell: (told: BrainEvent) => void): Running {
    const abort = new AbortController();
    const { promise: over, resolve: turnIsOver } = Promise.withResolvers<void>();
    abort.signal.addEventListener("abort", () => turnIsOver());
    const running: Running = { abort, turnIsOver, isSlow: false };
    const prepared = this.#prepare(request);
    const answer = ({ tools, ...ready }: Prepared) => {
      running.isSlow = ready.isSlow;
      this.#answer({ ...ready, ...tools && { tools: heldUntil(over, tools) } }, tell, abort.signal);
    };
    if (prepared instanceof Promise) prepared.then(answer);
    else answer(prepared);
    return running;
  }

  #answer(
    { request, offer, tools }: Prepared,
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
      tools,
    );
  }
}

/** A tool may do something that can't be undone: it is not called for words that may be taken back. */
function heldUntil(over: Promise<void>, tools: Toolbox): Toolbox {
  return {
    offers: tools.offers,
    async call(name, args, signal) {
      await over;
      return await tools.call(name, args, signal);
    },
  };
}
