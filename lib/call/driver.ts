/** Drives one call: events queue up; each is stepped, then its effects are performed, in order. */
import { MAX_INBOX } from "../core/limits.ts";
import type { CallEvent } from "../core/conversation/events.ts";
import {
  type CallEffect,
  type CallState,
  type NewCall,
  newCall,
  type Setting,
  type Undated,
} from "../core/conversation/state.ts";
import { nextAlarmMs } from "../core/conversation/deadlines.ts";
import { step } from "../core/conversation/step.ts";
import type { Clock } from "./ports.ts";

/** One verb for each effect. A verb only starts work; its outcome comes back through `receive`. */
export type Verbs = {
  readonly [Type in CallEffect["type"]]: (effect: Extract<CallEffect, { type: Type }>) => void;
};

/** Sees each step, with the state that it came to, before its effects are performed. */
export type Watch = (
  event: CallEvent,
  effects: readonly CallEffect[],
  state: CallState,
) => void;

export class CallDriver {
  readonly #setting: Setting;
  readonly #clock: Clock;
  readonly #verbs: Verbs;
  readonly #watch: Watch;
  readonly #ended = Promise.withResolvers<CallState>();
  #state: CallState;
  #inbox: CallEvent[] = [];
  #busy = false;
  #disarm: () => void = () => {};
  #alarmAtMs: number | null = null;

  /** A state is that of a call which goes on. `verbs` may call `receive` at once, while performed. */
  constructor(
    setting: Setting,
    call: NewCall | CallState,
    clock: Clock,
    verbs: Verbs,
    watch: Watch = () => {},
  ) {
    this.#setting = setting;
    this.#clock = clock;
    this.#verbs = verbs;
    this.#watch = watch;
    this.#state = "agent" in call ? call : newCall(call);
  }

  get state(): CallState {
    return this.#state;
  }

  /** Resolves with the last state when the call has ended, or a person has it. */
  get ended(): Promise<CallState> {
    return this.#ended.promise;
  }

  receive(event: Undated): void {
    if (this.#state.agent.phase === "ended") return;
    this.#inbox.push({ ...event, atMs: this.#clock.nowMs() } as CallEvent);
    if (this.#busy) return; // a verb answered at once: the loop below takes it next
    this.#busy = true;
    try {
      for (let next = this.#inbox.shift(); next; next = this.#inbox.shift()) this.#take(next);
    } finally {
      this.#busy = false;
    }
    this.#setAlarm();
  }

  #take(event: CallEvent): void {
    const flooded = this.#inbox.length > MAX_INBOX;
    if (flooded) this.#inbox = [];
    const taken: CallEvent = flooded
      ? { type: "lost", reason: "flooded", atMs: event.atMs }
      : event;
    const { state, effects } = step(this.#setting, this.#state, taken);
    this.#state = state;
    this.#watch(taken, effects, state);
    for (const effect of effects) this.#perform(effect);
  }

  #perform<Type extends CallEffect["type"]>(effect: Extract<CallEffect, { type: Type }>): void {
    (this.#verbs[effect.type] as (effect: CallEffect) => void)(effect);
  }

  #setAlarm(): void {
    const atMs = nextAlarmMs(this.#state);
    if (atMs === null) this.#ended.resolve(this.#state);
    if (atMs === this.#alarmAtMs) return;
    this.#disarm();
    this.#alarmAtMs = atMs;
    this.#disarm = atMs === null ? () => {} : this.#clock.wakeAt(atMs, () => {
      this.#alarmAtMs = null;
      this.receive({ type: "alarm" });
    });
  }
}
