/** Plays labelled turns through the core and measures where it held them to be over. */
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import type { Campaign } from "../../../lib/core/campaign.ts";
import type { BrainRequests } from "../../../lib/core/conversation/ahead.ts";
import type { CallEvent } from "../../../lib/core/conversation/events.ts";
import { type CallState, newCall, type Setting } from "../../../lib/core/conversation/state.ts";
import { nextAlarmMs } from "../../../lib/core/conversation/deadlines.ts";
import { step } from "../../../lib/core/conversation/step.ts";
import type { CallId } from "../../../lib/core/ids.ts";
import type { Asked, Context } from "../../../lib/core/understand/heard.ts";
import { meansSame, understand } from "../../../lib/core/understand/understand.ts";
import { bareWords } from "../../../lib/core/understand/bare_words.ts";
import { clinicAppointment } from "../../stories/clinic_campaign.data.ts";
import { START_MS } from "../story.ts";
import { Answering } from "./answering.ts";
import { type AnsweredKind, labelled } from "./labelled.data.ts";
import { type SpokenWord, spokenWords, type TimedEvent, toldOf } from "./spoken_turn.ts";

export interface Measured {
  readonly kind: AnsweredKind;
  readonly line: string;
  /** Held to be over while the caller had more to say. */
  readonly cutOff: boolean;
  /** … and what they had more to say was understood together with the rest, or said nothing new. */
  readonly mended: boolean;
  /** From the caller's last word to the end of the turn; null where it was cut off. */
  readonly addedMs: number | null;
  /** How long before the end of the turn a brain was asked whose answer was kept; null: none. */
  readonly wonMs: number | null;
}

export interface Turns {
  readonly turns: readonly Measured[];
  readonly requests: BrainRequests;
}

/** What a caller's next turn begins with. */
export type Learned = Pick<CallState, "pauseMs" | "requests">;

/** Turns that one caller says; his pace is learned from them. */
const TURNS_OF_CALLER = 10;
/** Long enough for any turn to be over. */
const PATIENCE_MS = 10_000;

/** `part` 0: what the rules were tuned by; 1: held out. */
export function measure(part: 0 | 1): Turns {
  const turns: Measured[] = [];
  const requests = { plain: 0, kept: 0, dropped: 0 };
  let caller = 0;
  for (const [kind, lines] of Object.entries(labelled) as [AnsweredKind, readonly string[]][]) {
    let learned: Learned | null = null;
    for (const [index, line] of lines.entries()) {
      if (index % 2 !== part) continue;
      if ((index - part) % (2 * TURNS_OF_CALLER) === 0) {
        caller++;
        learned = null;
      }
      const words = spokenWords(line, index * 31 + line.length, caller * 2 + part);
      const { after, ...turn } = playTurn(kind, words, toldOf(words), learned);
      for (const key of ["plain", "kept", "dropped"] as const) {
        requests[key] += after.requests[key] - (learned?.requests[key] ?? 0);
      }
      learned = after;
      turns.push({ kind, line, ...turn });
    }
  }
  return { turns, requests };
}

/** One turn that answers a question of its kind. */
export function playTurn(
  kind: AnsweredKind,
  words: readonly SpokenWord[],
  told: readonly TimedEvent[],
  learned: Learned | null,
): Omit<Measured, "kind" | "line"> & { readonly after: Learned } {
  const text = words.map((word) => word.text).join(" ");
  const { asked, campaign } = questionOf(kind, text);
  const setting = { campaign, timeZone: "America/New_York", silenceMs: 60_000 };
  const call = "11111111-1111-4111-8111-111111111111" as CallId;
  const fresh = newCall({ call, callerNumber: null, startedAtMs: START_MS, earsDown: false });
  const agent = { phase: "listening", dueMs: START_MS + 60_000 } as const;
  const { pauseMs, requests } = learned ?? fresh;
  const play = new Play(setting, { ...fresh, asked, agent, pauseMs, requests }, told);
  const endMs = words.at(-1)!.toMs;
  const overMs = play.overMs();
  const cutOff = overMs < endMs;
  const wonMs = play.wonMs;
  play.rest(cutOff ? PATIENCE_MS : 0);
  const context = { ...setting, asked, agentSaid: "", nowMs: START_MS };
  const mended = cutOff && play.isMended(text, context);
  return { cutOff, mended, addedMs: cutOff ? null : overMs - endMs, wonMs, after: play.state };
}

class Play {
  readonly #setting: Setting;
  readonly #told: readonly TimedEvent[];
  readonly #answering = new Answering();
  #next = 0;
  #askedAheadMs = 0;
  state: CallState;
  /** How long before the end of the first turn its answer was asked for; null: not before. */
  wonMs: number | null = null;

  constructor(setting: Setting, state: CallState, told: readonly TimedEvent[]) {
    this.#setting = setting;
    this.state = state;
    this.#told = told;
  }

  /** When the first turn was held to be over, counted from the first word's beginning. */
  overMs(): number {
    for (let atMs = 0; atMs < PATIENCE_MS + this.#told.at(-1)!.atMs;) {
      atMs = this.#goOn();
      if (this.state.turn > 0) return atMs;
    }
    throw new Error("A turn never ended");
  }

  /** What is left of the turn, so that the caller's pace is learned from all of it; and some time after. */
  rest(thenMs: number): void {
    while (this.#next < this.#told.length) this.#goOn();
    const untilMs = this.#told.at(-1)!.atMs + thenMs;
    for (let atMs = 0; thenMs > 0 && atMs < untilMs;) atMs = this.#goOn();
  }

  /** The caller's last line has all that was said, or all that it comes to. */
  isMended(text: string, context: Context): boolean {
    const line = this.state.history.findLast(({ speaker }) => speaker === "caller")?.text ?? "";
    const begin = bareWords(line).join(" ");
    return `${bareWords(text).join(" ")} `.startsWith(`${begin} `) &&
      meansSame(line, text, context);
  }

  /** The next event or alarm; its time. */
  #goOn(): number {
    const { atMs, event } = this.#nextEvent();
    const dated = { ...shifted(event), atMs: START_MS + atMs } as CallEvent;
    const { state, effects } = step(this.#setting, this.state, dated);
    this.state = state;
    for (const effect of effects) {
      if (effect.type === "think_ahead") this.#askedAheadMs = atMs;
      if (effect.type === "keep_ahead") this.wonMs ??= atMs - this.#askedAheadMs;
      this.#answering.perform(effect, atMs);
    }
    return atMs;
  }

  #nextEvent(): TimedEvent {
    const told = this.#told[this.#next];
    const alarmMs = (nextAlarmMs(this.state) ?? Infinity) - START_MS;
    const toldMs = told?.atMs ?? Infinity;
    const answeredMs = this.#answering.nextMs;
    if (alarmMs <= Math.min(toldMs, answeredMs)) return { atMs: alarmMs, event: { type: "alarm" } };
    if (answeredMs < toldMs) return this.#answering.take();
    this.#next++;
    return told!;
  }
}

function shifted(event: TimedEvent["event"]): TimedEvent["event"] {
  return "lastSoundMs" in event ? { ...event, lastSoundMs: START_MS + event.lastSoundMs } : event;
}

/** A question which the words answer. */
function questionOf(kind: AnsweredKind, text: string): { asked: Asked; campaign: Campaign } {
  const value = { minMinor: 5_000_000, maxMinor: 5_000_000, currency: "USD" };
  const confirm: Asked = { type: "confirm", key: "amount", value };
  const candidates: Readonly<Record<AnsweredKind, readonly (Asked | string)[]>> = {
    yes_no: [confirm],
    choice: ["investmentType", "riskTolerance", "reason"],
    amount: ["amount"],
    phone: [{ type: "phone" }],
    time: [/year|month|term|rush|retire|soon/.test(text) ? "timeline" : { type: "callback_time" }],
    email: [{ type: "nothing" }],
    free: [{ type: "nothing" }],
  };
  const questions = candidates[kind].map((each) => {
    const campaign = each === "reason" ? clinicAppointment : investmentLead;
    const asked: Asked = typeof each === "string" ? { type: "field", key: each } : each;
    return { asked, campaign };
  });
  return questions.find((question) => isAnswered(question, text)) ?? questions.at(-1)!;
}

function isAnswered({ asked, campaign }: { asked: Asked; campaign: Campaign }, text: string) {
  const context: Context = { campaign, asked, agentSaid: "", nowMs: START_MS, timeZone: "UTC" };
  const key = asked.type === "field" ? asked.key : "callback";
  return understand(text, context).answers.some((answer) => answer.key === key);
}
