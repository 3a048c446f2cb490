/** Asks the brain for one turn at a time, and drops it when the turn is over. */
import type { BrainRequest } from "../core/brain.ts";
import type { TurnId } from "../core/ids.ts";
import type { Brain, BrainEvent } from "./ports.ts";

export class Thinking {
  readonly #brain: Brain;
  readonly #tell: (turn: TurnId, told: BrainEvent) => void;
  #running: AbortController | null = null;

  constructor(brain: Brain, tell: (turn: TurnId, told: BrainEvent) => void) {
    this.#brain = brain;
    this.#tell = tell;
  }

  ask(request: BrainRequest): void {
    this.drop();
    const running = new AbortController();
    this.#running = running;
    this.#brain.answer(request, (told) => {
      if (!running.signal.aborted) this.#tell(request.turn, told);
    }, running.signal);
  }

  /** Idempotent. Nothing of a dropped answer is told. */
  drop(): void {
    this.#running?.abort();
    this.#running = null;
  }
}
