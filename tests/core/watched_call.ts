/** One call, stepped under watch: what must hold whatever comes in whatever order is checked at once. */
import type { CallEvent } from "../../lib/core/conversation/events.ts";
import {
  type CallEffect,
  type CallState,
  newCall,
  type Setting,
  type Undated,
} from "../../lib/core/conversation/state.ts";
import { WASTE_MAX } from "../../lib/core/conversation/likely_end.ts";
import { nextAlarmMs } from "../../lib/core/conversation/deadlines.ts";
import { step } from "../../lib/core/conversation/step.ts";
import type { CallId, TurnId, UtteranceId } from "../../lib/core/ids.ts";
import { MAX_SENTENCE_CHARS } from "../../lib/core/limits.ts";
import { START_MS } from "./story.ts";

/** Alarms at one moment: more means that the state asks for an alarm that changes nothing. */
const ALARMS_MAX = 50;
/** Of an effect in a report: a whole lead would hide the story. */
const EFFECT_CHARS = 120;
/** In the words of every sentence that a brain says here: which of its answers it belongs to. */
const ANSWER = /^Answer (\d+)\b/;

/** What the world still owes the call: an honest one lets it come true. */
export interface Owed {
  /** Given to the voice, not yet heard to the end, not hushed. */
  readonly speech: { readonly utterance: UtteranceId; readonly text: string }[];
  /** The brain's running answer; `number` counts all that were ever asked for. */
  answer: Answer | null;
  /** An answer to a turn that is not over; `done`: the brain has told all of it. */
  ahead: Answer & { readonly generation: number; done: boolean } | null;
  /** Saves that nobody has told the end of. */
  readonly saves: number[];
  /** The PBX was told to transfer the call, and has not said what became of it. */
  transfer: boolean;
}

interface Answer {
  readonly number: number;
  readonly turn: TurnId;
  /** Where it was asked for ahead: by this it is told. */
  readonly generation: number | null;
}

/** A sentence of the brain's answer with that number. */
export function answerText(number: number): string {
  return `Answer ${number} goes on.`;
}

export class WatchedCall {
  readonly owed: Owed = { speech: [], answer: null, ahead: null, saves: [], transfer: false };
  /** Everything that happened, for the report of a failure. */
  readonly #log: (CallEvent | CallEffect)[] = [];
  readonly #setting: Setting;
  state: CallState;
  atMs = START_MS;
  answers = 0;
  #lastUtterance = 0;
  #seq = 0;
  #ended = false;
  /** How the line was let go. */
  #left: "hung_up" | "hang_up" | "hand_over" | "transfer" | null = null;
  #alarms = 0;
  #transferred = false;
  #turnBefore = 0;
  #generation = 0;
  #wasHolding = false;

  constructor(setting: Setting, options: { callerNumber: string | null; earsDown: boolean }) {
    this.#setting = setting;
    const call = "11111111-1111-4111-8111-111111111111" as CallId;
    this.state = newCall({ call, startedAtMs: START_MS, ...options });
  }

  /** It is with a person: nobody here says or wants anything. */
  get away(): boolean {
    return this.state.agent.phase === "with_person";
  }

  get ended(): boolean {
    return this.state.agent.phase === "ended";
  }

  /** The last of what happened, a line each; effects are indented. */
  lastEvents(lines: number): string {
    const told = this.#log.slice(-lines).map((each) => {
      const isEvent = "atMs" in each;
      return isEvent ? JSON.stringify(each) : `  ${JSON.stringify(each).slice(0, EFFECT_CHARS)}`;
    });
    return told.join("\n");
  }

  /** Lets time pass; alarms that fall due come on the way. */
  wait(ms: number): void {
    const untilMs = this.atMs + ms;
    for (let dueMs = nextAlarmMs(this.state); dueMs !== null && dueMs <= untilMs;) {
      this.#alarms = dueMs <= this.atMs ? this.#alarms + 1 : 0;
      this.#must(this.#alarms <= ALARMS_MAX, "An alarm changes nothing");
      this.atMs = Math.max(this.atMs, dueMs);
      this.take({ type: "alarm" });
      dueMs = nextAlarmMs(this.state);
    }
    this.atMs = untilMs;
  }

  take(undated: Undated): void {
    const event = { ...undated, atMs: this.atMs } as CallEvent;
    this.#log.push(event);
    const wasOver = this.ended;
    this.#turnBefore = this.state.turn;
    this.#wasHolding = this.state.heldBack !== null;
    this.#outcome(event);
    const { state, effects } = step(this.#setting, this.state, event);
    this.state = state;
    this.#must(!wasOver || effects.length === 0, "Did something after the end");
    for (const effect of effects) {
      this.#log.push(effect);
      this.#watch(effect);
    }
    this.#settled();
  }

  /** What an event says of the world is true from then on, whoever tells it. */
  #outcome(event: CallEvent): void {
    if (event.type === "utterance_played") this.#heard(event.utterance);
    if (event.type === "brain" && event.told.type === "done") {
      const { answer } = this.owed;
      if (answer?.generation === null && event.turn === answer.turn) this.owed.answer = null;
    }
    if (event.type === "thought_ahead" && event.told.type === "done") {
      this.#aheadDone(event.generation);
    }
    if (event.type === "saved") remove(this.owed.saves, (seq) => seq <= event.seq);
    if (event.type === "hung_up") this.#left ??= "hung_up";
    this.#transferOutcome(event);
  }

  #transferOutcome({ type }: CallEvent): void {
    if (type === "transferred_back" && this.away) this.#left = null;
    if (type === "left" && !this.owed.transfer) this.#left ??= "hung_up";
    if (!this.owed.transfer || !["transferred", "left", "transfer_failed"].includes(type)) return;
    this.owed.transfer = false;
    if (type !== "transfer_failed") this.#left ??= "transfer";
  }

  #aheadDone(generation: number): void {
    const { answer, ahead } = this.owed;
    if (answer?.generation === generation) this.owed.answer = null;
    if (ahead?.generation === generation) ahead.done = true;
  }

  #heard(utterance: UtteranceId): void {
    if (!this.owed.speech.some((owed) => owed.utterance === utterance)) return;
    remove(this.owed.speech, (owed) => owed.utterance <= utterance);
  }

  #watch<Type extends CallEffect["type"]>(effect: Extract<CallEffect, { type: Type }>): void {
    (this.#rules[effect.type] as (effect: CallEffect) => void)(effect);
  }

  /** One rule for each effect. */
  readonly #rules: {
    readonly [Type in CallEffect["type"]]: (effect: Extract<CallEffect, { type: Type }>) => void;
  } = {
    speak: ({ utterance, turn, text }) => {
      this.#must(this.#left === null && !this.#ended, "Spoke after the call had ended");
      this.#must(utterance === ++this.#lastUtterance, "Numbered an utterance wrongly");
      this.#must(this.#isOfThisStep(turn), "Spoke for another turn");
      this.#must(text.trim() !== "" && text.length <= MAX_SENTENCE_CHARS, "Spoke nothing, or all");
      const answer = ANSWER.exec(text)?.[1];
      const running = this.#speakableAnswer;
      this.#must(!answer || Number(answer) === running, "Spoke for a dropped turn");
      this.owed.speech.push({ utterance, text });
    },
    pause: () => {
      this.#must(!this.#paused, "Paused twice");
      this.#paused = true;
    },
    resume: () => {
      this.#must(this.#paused, "Went on without a pause");
      this.#paused = false;
    },
    hush: ({ keep }) => {
      this.#must(keep === null || !this.#paused, "Holds back words that must be heard");
      this.#paused = false;
      this.#must(this.owed.speech.length > 0, "Hushed nothing");
      const isOwed = this.owed.speech.some(({ utterance }) => utterance === keep);
      this.#must(keep === null || isOwed, "Keeps an utterance that nobody is going to hear");
      remove(this.owed.speech, ({ utterance }) => keep === null || utterance > keep);
    },
    ask_brain: ({ request: { turn, history } }) => {
      this.#must(this.owed.answer === null, "Asked a brain that was answering");
      this.#must(this.#isOfThisStep(turn), "Asked for another turn");
      this.#must(history.at(-1)?.speaker === "caller", "Asked for an answer to the agent's words");
      this.owed.answer = { number: ++this.answers, turn, generation: null };
      this.#speakableAnswer = this.answers;
    },
    drop_brain: () => {
      this.#must(this.owed.answer !== null, "Dropped a brain that was not answering");
      this.owed.answer = null;
      this.#speakableAnswer = null;
    },
    think_ahead: ({ generation, request: { turn, history } }) => {
      this.#must(this.owed.ahead === null, "Asked ahead twice at once");
      this.#must(this.owed.answer === null, "Asked ahead while a brain was answering");
      this.#must(generation === ++this.#generation, "Numbered a request ahead wrongly");
      this.#must(turn === this.state.turn + 1, "Asked ahead for another turn than the next");
      this.#must(history.at(-1)?.speaker === "caller", "Asked for an answer to the agent's words");
      this.owed.ahead = { number: ++this.answers, turn, generation, done: false };
    },
    keep_ahead: ({ generation }) => {
      const { ahead } = this.owed;
      this.#must(ahead?.generation === generation, "Kept what was dropped");
      this.#must(this.owed.answer === null, "Kept a second answer");
      this.#must(this.#isOfThisStep(ahead!.turn), "Kept an answer to another turn");
      this.owed.answer = ahead!.done ? null : ahead;
      this.owed.ahead = null;
      this.#speakableAnswer = ahead!.number;
    },
    drop_ahead: ({ generation }) => {
      this.#must(this.owed.ahead?.generation === generation, "Dropped what was not asked ahead");
      this.owed.ahead = null;
    },
    expect: () => {},
    hold_back: ({ turn }) => {
      this.#must(this.#isOfThisStep(turn), "Held another turn back");
    },
    record: ({ fact }) => {
      this.#must(!this.#ended, "Recorded a fact after the last one");
      this.#must(fact.seq === ++this.#seq, "Numbered a fact wrongly");
      this.#must(fact.atMs === this.atMs || this.#wasHolding, "Dated a fact wrongly");
      this.#ended = fact.type === "call_ended";
    },
    save: ({ seq }) => {
      this.#must(seq === this.#seq, "Saves something else than all facts so far");
      this.owed.saves.push(seq);
    },
    transfer: ({ note }) => {
      this.#must(this.#setting.human === true, "Sent a caller to nobody");
      this.#must(this.owed.speech.length === 0, "Sent a caller on in the middle of a sentence");
      this.#must(!this.#transferred, "Sent a caller on twice");
      this.#must(/^[\p{L}\p{N} .:-]*$/u.test(note), "Sent the dialplan more than words");
      this.#transferred = true;
      this.owed.transfer = true;
    },
    hang_up: () => this.#leave("hang_up"),
    hand_over: () => this.#leave("hand_over"),
  };
  #paused = false;
  /** Whose words may be spoken: asked for and not dropped. */
  #speakableAnswer: number | null = null;

  /** A step may end one turn and the next. */
  #isOfThisStep(turn: TurnId): boolean {
    return turn >= this.#turnBefore && turn <= this.state.turn;
  }

  #leave(how: "hang_up" | "hand_over"): void {
    this.#must(this.#left === null, `Left a call that was left: ${this.#left}`);
    this.#left = how;
  }

  /** After each step the state is at one with what was told and wanted. */
  #settled(): void {
    const dueMs = nextAlarmMs(this.state);
    this.#must(dueMs === null || Number.isFinite(dueMs), "Waits for no time");
    const rests = this.ended || this.away;
    this.#must((dueMs === null) === rests, "Waits for nothing, or has ended and waits");
    this.#must(this.ended === this.#ended, "Ended without its last fact, or did not end with it");
    this.#must(this.#left === null || rests, "The line was let go, and the call goes on");
    this.#must(!rests || this.#left !== null, "Ended, and the caller still waits");
    if (this.state.agent.phase !== "putting_through") this.owed.transfer = false; // given up
    const owed = this.owed.speech.map(({ utterance }) => utterance);
    const speaking = this.state.speaking.map(({ utterance }) => utterance);
    this.#must(owed.join() === speaking.join(), "Lost count of what is being heard");
    this.#must(this.#paused === (this.state.overlap?.paused ?? false), "Forgot a pause");
    this.#must(!this.ended || !this.#paused, "Ended in a pause");
    const thinks = this.state.agent.phase === "thinking";
    this.#must(!thinks || this.owed.answer !== null, "Thinks, and nobody was asked");
    this.#must(!this.ended || this.owed.answer === null, "Ended, and a brain still answers");
    const { ahead, requests: { plain, kept, dropped } } = this.state;
    this.#must(ahead?.generation === this.owed.ahead?.generation, "Lost count of what is ahead");
    const most = Math.max(1, WASTE_MAX * (plain + kept + dropped));
    this.#must(dropped <= most, "Wasted more than may be wasted");
  }

  #must(holds: boolean, rule: string): void {
    if (!holds) throw new BrokenRule(rule);
  }
}

/** The message is the rule. */
export class BrokenRule extends Error {}

function remove<Item>(items: Item[], isGone: (item: Item) => boolean): void {
  items.splice(0, items.length, ...items.filter((item) => !isGone(item)));
}
