/**
 * Plays a call from events with times, giving alarms when the state asks for them: no waiting. No
 * brain is asked ahead unless the setting says so.
 */
import type { CallId } from "../../lib/core/ids.ts";
import type { CallEvent } from "../../lib/core/conversation/events.ts";
import {
  type CallEffect,
  type CallState,
  newCall,
  type Setting,
  type Undated,
} from "../../lib/core/conversation/state.ts";
import { turnEndsAtMs } from "../../lib/core/conversation/turn_end.ts";
import { nextAlarmMs } from "../../lib/core/conversation/deadlines.ts";
import { step } from "../../lib/core/conversation/step.ts";

export const START_MS = Date.parse("2026-05-04T10:00:00Z");
/** Alarms at one moment: more means that the state asks for an alarm that changes nothing. */
const ALARMS_MAX = 1_000;

export class Story {
  readonly effects: CallEffect[] = [];
  readonly #setting: Setting;
  state: CallState;
  atMs = START_MS;

  constructor(setting: Setting, callerNumber: string | null = null) {
    this.#setting = { thinksAhead: false, ...setting };
    const call = "11111111-1111-4111-8111-111111111111" as CallId;
    this.state = newCall({ call, callerNumber, startedAtMs: START_MS, earsDown: false });
  }

  /** Lets time pass; alarms that fall due come on the way. */
  wait(ms: number): this {
    const untilMs = this.atMs + ms;
    for (let alarms = 0;; alarms++) {
      if (alarms > ALARMS_MAX) {
        throw new Error(`An alarm repeats: ${JSON.stringify(this.state.agent)}`);
      }
      const dueMs = nextAlarmMs(this.state);
      if (dueMs === null || dueMs > untilMs) break;
      this.atMs = Math.max(this.atMs, dueMs);
      this.#step({ type: "alarm" });
    }
    this.atMs = untilMs;
    return this;
  }

  tell(...events: Undated[]): this {
    for (const event of events) this.#step(event);
    return this;
  }

  /** The agent's words are heard to their end, whatever was said; at most `utterances` of them. */
  hearOut(utterances = 100): this {
    for (let count = 0; count < utterances && this.state.speaking.length > 0; count++) {
      this.tell({ type: "utterance_played", utterance: this.state.speaking[0]!.utterance });
    }
    return this;
  }

  /** The caller speaks, the ears hand the words over while the voice ends, and the turn ends. */
  says(text: string, confidence = 0.95): this {
    this.tell({ type: "speech_started" }).wait(800).tell(
      { type: "speech_stopped", lastSoundMs: this.atMs },
      { type: "final", text, confidence, endOfSpeech: true },
    );
    const endsAtMs = turnEndsAtMs(this.state.hearing, this.state.pauseMs) ?? this.atMs;
    return this.wait(Math.max(0, endsAtMs - this.atMs));
  }

  /** What the running save came to. */
  saved(ok: boolean): this {
    const { agent } = this.state;
    return this.tell({ type: "saved", seq: agent.phase === "saving" ? agent.seq : 0, ok });
  }

  /** The brain answers the present turn in these sentences. */
  brain(...sentences: string[]): this {
    const { turn } = this.state;
    for (const text of sentences) {
      this.tell({ type: "brain", turn, told: { type: "sentence", text } });
    }
    return this.tell({ type: "brain", turn, told: { type: "done", by: "test" } });
  }

  /** What was given to the voice since the last time this was asked. */
  said(): string[] {
    const words = this.effects.filter((effect) => effect.type === "speak").map(({ text }) => text);
    this.effects.length = 0;
    return words;
  }

  types(): string[] {
    return this.effects.map(({ type }) => type);
  }

  #step(event: Undated): void {
    const dated = { ...event, atMs: this.atMs } as CallEvent;
    const { state, effects } = step(this.#setting, this.state, dated);
    this.state = state;
    this.effects.push(...effects);
  }
}
