/** Brain, voice and disk of a played turn: they answer the conversation as late as the bench's table has it. */
import type { CallEffect, Undated } from "../../../lib/core/conversation/state.ts";
import type { TurnId, UtteranceId } from "../../../lib/core/ids.ts";
import { TABLE, TOKEN_MS } from "../../bench/voice/delays.ts";
import type { TimedEvent } from "./spoken_turn.ts";

const SENTENCE = "Thank you, I see.";
const TOKENS = 6;
/** A letter of our own speech. */
const LETTER_MS = 60;
const DISK_MS = 20;

export class Answering {
  #due: TimedEvent[] = [];
  #heardOutAtMs = 0;

  /** When something is answered next; Infinity: nothing is. */
  get nextMs(): number {
    return this.#due[0]?.atMs ?? Infinity;
  }

  take(): TimedEvent {
    return this.#due.shift()!;
  }

  perform(effect: CallEffect, atMs: number): void {
    switch (effect.type) {
      case "ask_brain":
        return this.#think(atMs, effect.request.turn, null);
      case "think_ahead":
        return this.#think(atMs, effect.request.turn, effect.generation);
      case "speak": {
        const beginsAtMs = Math.max(this.#heardOutAtMs, atMs + TABLE.firstAudioMs);
        this.#heardOutAtMs = beginsAtMs + effect.text.length * LETTER_MS;
        const { utterance } = effect;
        return this.#owe(this.#heardOutAtMs, { type: "utterance_played", utterance });
      }
      case "hush":
        return this.#hush(effect.keep, atMs);
      case "save":
        return this.#owe(atMs + DISK_MS, { type: "saved", seq: effect.seq, ok: true });
    }
  }

  /** What nobody waits for any more is told all the same. */
  #think(atMs: number, turn: TurnId, generation: number | null): void {
    const firstMs = atMs + TABLE.firstTokenMs;
    const told = [{ type: "sentence", text: SENTENCE }, { type: "done", by: "test" }] as const;
    for (const [at, each] of told.entries()) {
      const event = generation === null
        ? { type: "brain", turn, told: each } as const
        : { type: "thought_ahead", turn, generation, told: each } as const;
      this.#owe(firstMs + (at + 1) * TOKENS * TOKEN_MS, event);
    }
  }

  #hush(keep: UtteranceId | null, atMs: number): void {
    this.#due = this.#due.filter(({ event }) =>
      event.type !== "utterance_played" || (keep !== null && event.utterance <= keep)
    );
    this.#heardOutAtMs = atMs;
  }

  #owe(atMs: number, event: Undated): void {
    this.#due.push({ atMs, event });
    this.#due.sort((a, b) => a.atMs - b.atMs);
  }
}
