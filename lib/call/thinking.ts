/** Asks the brain for one turn at a time, also ahead of its end, and drops what nobody waits for. */
import type { BrainRequest } from "../core/brain.ts";
import type { TurnId } from "../core/ids.ts";
import type { Brain, BrainAside, BrainEvent } from "./ports.ts";

export interface ThinkingListener {
  readonly told: (turn: TurnId, told: BrainEvent) => void;
  /** Of a request ahead, also after it was kept. */
  readonly toldAhead: (turn: TurnId, generation: number, told: BrainEvent) => void;
  readonly toldAside: (turn: TurnId, told: BrainAside) => void;
}

export class Thinking {
  readonly #brain: Brain;
  readonly #listener: ThinkingListener;
  #running: AbortController | null = null;
  #ahead: AbortController | null = null;

  constructor(brain: Brain, listener: ThinkingListener) {
    this.#brain = brain;
    this.#listener = listener;
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
    this.#brain.answer(request, (told) => {
      if (running.signal.aborted) return;
      if (told.type === "first_token" || told.type === "fell_back") {
        this.#listener.toldAside(request.turn, told);
      } else tell(told);
    }, running.signal);
    return running;
  }
}
