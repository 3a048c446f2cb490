/** Plays a whole call from the caller's lines, with the scripted brain and virtual time: no waiting. */
import type { Fact } from "../facts.ts";
import type { CallEvent } from "./events.ts";
import {
  type CallEffect,
  type CallState,
  type NewCall,
  newCall,
  type Setting,
  type Undated,
} from "./state.ts";
import { step } from "./step.ts";

/** How long a line takes in virtual time, whoever says it: dates move on as in a slow call. */
export const LINE_MS = 1_000;
/** Effects of one call that may follow each other without a new line; a circle would go on for ever. */
const EFFECTS_MAX = 100_000;

export interface Rehearsed {
  readonly state: CallState;
  readonly facts: readonly Fact[];
  readonly said: readonly string[];
}

/** Lines left after the agent hung up are ignored; when lines run out, the caller hangs up. */
export function rehearse(setting: Setting, call: NewCall, lines: Iterable<string>): Rehearsed {
  const play = new Rehearsal(setting, call);
  play.tell({ type: "call_started", dialled: null });
  for (const text of lines) {
    if (play.ended) break;
    play.tell({ type: "caller_said", text });
  }
  play.tell({ type: "hung_up" });
  return play.result();
}

class Rehearsal {
  readonly #setting: Setting;
  readonly #facts: Fact[] = [];
  readonly #said: string[] = [];
  #state: CallState;
  #atMs: number;

  constructor(setting: Setting, call: NewCall) {
    this.#setting = setting;
    this.#state = newCall(call);
    this.#atMs = call.startedAtMs;
  }

  get ended(): boolean {
    return this.#state.agent.phase === "ended";
  }

  result(): Rehearsed {
    return { state: this.#state, facts: this.#facts, said: this.#said };
  }

  /** One event and everything that follows from it. */
  tell(first: Undated): void {
    this.#atMs += LINE_MS;
    const inbox: Undated[] = [first];
    for (let count = 0; count < inbox.length && count < EFFECTS_MAX; count++) {
      const event = { ...inbox[count]!, atMs: this.#atMs } as CallEvent;
      const { state, effects } = step(this.#setting, this.#state, event);
      this.#state = state;
      for (const effect of effects) inbox.push(...this.#perform(effect));
    }
  }

  /** What the world answers to an effect when everything goes well and at once. */
  #perform(effect: CallEffect): Undated[] {
    switch (effect.type) {
      case "speak":
        this.#said.push(effect.text);
        return [{ type: "utterance_played", utterance: effect.utterance }];
      case "ask_brain": {
        const { turn, scripted } = effect.request;
        const sentences = scripted.map((text) => ({ type: "sentence", text }) as const);
        const told = [...sentences, { type: "done", by: "scripted" } as const];
        return told.map((each) => ({ type: "brain", turn, told: each }));
      }
      case "record":
        this.#facts.push(effect.fact);
        return [];
      case "save":
        return [{ type: "saved", seq: effect.seq, ok: true }];
      default:
        return [];
    }
  }
}
