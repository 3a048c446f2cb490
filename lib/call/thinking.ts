/** Asks the brain for one turn at a time, and drops it when the turn is over. */
import type { BrainRequest } from "../core/brain.ts";
import type { TurnId } from "../core/ids.ts";
import type { Brain, BrainAside, BrainEvent } from "./ports.ts";

export class Thinking {
  readonly #brain: Brain;
  readonly #tell: (turn: TurnId, told: BrainEvent) => void;
  readonly #tellAside: (turn: TurnId, told: BrainAside) => void;
  #running: AbortController | null = null;

  constructor(
    brain: Brain,
    tell: (turn: TurnId, told: BrainEvent) => void,
    tellAside: (turn: TurnId, told: BrainAside) => void = () => {},
  ) {
    this.#brain = brain;
    this.#tell = tell;
    this.#tellAside = tellAside;
  }

  ask(request: BrainRequest): void {
    this.drop();
    const running = new AbortController();
    this.#running = running;
    this.#brain.answer(request, (told) => {
      if (running.signal.aborted) return;
      if (told.type === "first_token" || told.type === "fell_back") {
        this.#tellAside(request.turn, told);
      } else this.#tell(request.turn, told);
    }, running.signal);
  }

  /** Idempotent. Nothing of a dropped answer is told. */
  drop(): void {
    this.#running?.abort();
    this.#running = null;
  }
}
