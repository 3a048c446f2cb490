/** The ledger of one call's turns: when what happened, from what all parts of the call tell. */
import type { CallEvent } from "../core/conversation/events.ts";
import type { CallEffect, CallState } from "../core/conversation/state.ts";
import type { TurnId, UtteranceId } from "../core/ids.ts";
import type { Fallback } from "../core/turn_timing.ts";
import type { CallObserver } from "./ports.ts";
import {
  type Entry,
  type Filler,
  newEntry,
  type Thought,
  timingOf,
  type UtteranceMoment,
} from "./turn_entry.ts";

/** Of one turn, each once: there are three parts, and few that stand behind one. */
const FALLBACKS_MAX = 8;
/** Words that come later are of another sound, which voice activity has missed. */
const WORDS_LATE_MAX_MS = 4_000;

type TurnObserver = Pick<CallObserver, "turnEnded" | "fellBack">;

/**
 * A turn begins when the caller's words are complete, and is told when the answer was heard to its
 * end or cut short; what is said later in it, to a silent caller, is no answer.
 */
export class TurnLedger {
  readonly #observer: TurnObserver;
  #entry: Entry | null = null;
  /** The last turn that was taken. */
  #decided = 0;
  /** Asked for a turn that has not ended. */
  #early: Thought | null = null;
  /** The last one. */
  #filler: Filler | null = null;
  /** Since when our words are held back. */
  #pausedAtMs: number | null = null;
  /** The caller's last sound; null while there is sound. */
  #soundedAtMs: number | null = null;
  /** When words came last: stands for a sound that voice activity missed, or can't tell from noise. */
  #wordsAtMs: number | null = null;
  /** Of the turn that comes next. */
  #fallbacks: Fallback[] = [];

  constructor(observer: TurnObserver) {
    this.#observer = observer;
  }

  /** One step of the conversation, before its effects are performed. */
  step(event: CallEvent, effects: readonly CallEffect[], { filledTurn }: CallState): void {
    this.#hear(event);
    if (filledTurn !== null) this.#fill(filledTurn, effects);
    const speaks = effects.some(({ type }) => type === "speak");
    for (const effect of effects) this.#take(effect, event, speaks);
    if (this.#isHeard(event)) this.close();
  }

  moment(moment: UtteranceMoment, utterance: UtteranceId, atMs: number): void {
    const entry = this.#entry;
    if (moment === "first_packet" && this.#filler?.utterance === utterance) {
      this.#filler.packetAtMs = atMs;
    }
    if (!entry?.said || utterance < entry.said.first) return;
    if (!entry.moments.has(moment)) entry.moments.set(moment, atMs);
    if (moment === "first_packet") entry.sent = utterance;
  }

  firstToken(turn: TurnId, atMs: number): void {
    const thought = this.#thoughtOf(turn);
    if (thought) thought.firstTokenAtMs ??= atMs;
  }

  /** Ears fall back while they hear the next turn, the others while they make the present one. */
  fellBack(fallback: Fallback): void {
    this.#observer.fellBack(fallback);
    const entry = fallback.part === "ears" ? null : this.#entry;
    const fallbacks = entry?.fallbacks ?? this.#fallbacks;
    const isKnown = fallbacks.some(({ part, to }) => part === fallback.part && to === fallback.to);
    if (!isKnown && fallbacks.length < FALLBACKS_MAX) fallbacks.push(fallback);
  }

  /** Tells the turn that is under way, if there is one; also when the call has ended. */
  close(): void {
    const entry = this.#entry;
    this.#entry = null;
    if (entry) this.#observer.turnEnded(timingOf(entry));
  }

  #hear(event: CallEvent): void {
    switch (event.type) {
      case "call_started":
        return this.#open(0 as TurnId, event.atMs, event.atMs);
      case "speech_started":
      case "speech_resumed":
        this.#soundedAtMs = null;
        return;
      case "speech_paused":
      case "speech_stopped":
        this.#soundedAtMs = event.lastSoundMs;
        return;
      case "interim":
      case "final":
        this.#wordsAtMs = event.atMs;
        return;
      case "digit":
      case "caller_said":
        this.#soundedAtMs = event.atMs;
        return;
      case "brain":
      case "thought_ahead":
        return this.#think(event);
      case "utterance_played":
        return this.#played(event.utterance, event.atMs);
    }
  }

  #think({ turn, told, atMs }: Extract<CallEvent, { type: "brain" | "thought_ahead" }>): void {
    const thought = this.#thoughtOf(turn);
    if (thought && told.type === "sentence") thought.firstSentenceAtMs ??= atMs;
    if (thought && told.type === "done") thought.running = false;
  }

  #played(utterance: UtteranceId, atMs: number): void {
    const entry = this.#entry;
    if (!entry?.said || entry.sent === null) return;
    if (utterance < entry.said.first || utterance > entry.sent) return; // it could not be spoken
    entry.firstHeardAtMs ??= atMs;
    entry.lastHeardAtMs = atMs;
  }

  #take(effect: CallEffect, event: CallEvent, speaks: boolean): void {
    switch (effect.type) {
      case "record":
        if (effect.fact.type !== "turn" || effect.fact.speaker !== "caller") return;
        return this.#decide(effect.fact.turn, event.atMs);
      case "hold_back":
        return this.#decide(effect.turn, event.atMs);
      case "ask_brain":
      case "think_ahead":
        return this.#ask(effect.request.turn, event.atMs);
      case "drop_brain":
        return this.#drop(event.type === "alarm" && speaks);
      case "keep_ahead":
        if (this.#entry) this.#entry.thought = this.#early;
        this.#early = null;
        return;
      case "drop_ahead":
        this.#early = null;
        return;
      case "speak":
        return this.#speak(effect.utterance);
      case "pause":
        this.#pausedAtMs = event.atMs;
        return;
      case "resume":
        this.#pausedAtMs = null;
        return;
      case "hush":
        return this.#hush(event);
    }
  }

  /** Once for each turn: one that was held back is written down later. */
  #decide(turn: TurnId, atMs: number): void {
    if (turn <= this.#decided) return;
    this.#decided = turn;
    const [soundedAtMs, wordsAtMs] = [this.#soundedAtMs, this.#wordsAtMs];
    const isOfSound = soundedAtMs !== null && (wordsAtMs ?? 0) - soundedAtMs <= WORDS_LATE_MAX_MS;
    this.#open(turn, isOfSound ? soundedAtMs : wordsAtMs ?? atMs, atMs);
    this.#wordsAtMs = null;
  }

  #open(turn: TurnId, soundedAtMs: number, decidedAtMs: number): void {
    this.close();
    const entry = newEntry(turn, soundedAtMs, decidedAtMs);
    if (this.#filler?.turn === turn) entry.filler = this.#filler;
    entry.fallbacks = this.#fallbacks;
    this.#entry = entry;
    this.#fallbacks = [];
  }

  #ask(turn: TurnId, askedAtMs: number): void {
    const asked = { turn, askedAtMs, firstTokenAtMs: null, firstSentenceAtMs: null, running: true };
    if (this.#entry?.turn === turn) this.#entry.thought = asked;
    else this.#early = asked;
  }

  /** A brain was too slow where the clock alone drops it: the script answers, as behind a brain that failed. */
  #drop(isPassedOver: boolean): void {
    const thought = this.#entry?.thought;
    if (isPassedOver && thought?.running) this.fellBack({ part: "brain", to: "scripted" });
    if (thought) thought.running = false;
  }

  /** A turn that is filled now, and was not before: it is what was said last. */
  #fill(turn: TurnId, effects: readonly CallEffect[]): void {
    const spoken = effects.findLast(({ type }) => type === "speak");
    if (spoken?.type !== "speak" || turn <= (this.#filler?.turn ?? 0)) return;
    this.#filler = { turn, utterance: spoken.utterance, packetAtMs: null };
    if (this.#entry?.turn === turn) this.#entry.filler = this.#filler;
  }

  #speak(utterance: UtteranceId): void {
    const entry = this.#entry;
    if (!entry || utterance === this.#filler?.utterance) return;
    if (entry.said) entry.said.last = utterance;
    else entry.said = { first: utterance, last: utterance };
  }

  /** We fell silent at the pause, if there was one; that it was an interruption came out later. */
  #hush(event: CallEvent): void {
    const entry = this.#entry;
    const pausedAtMs = this.#pausedAtMs;
    this.#pausedAtMs = null;
    const isDecided = pausedAtMs !== null && event.type === "alarm";
    if (!entry?.said || !(isDecided || isByCaller(event))) return;
    const silentAtMs = pausedAtMs ?? event.atMs;
    const packetAtMs = entry.moments.get("first_packet") ?? silentAtMs;
    entry.interruptedAfterMs = Math.max(0, silentAtMs - packetAtMs);
    this.close();
  }

  #isHeard(event: CallEvent): boolean {
    const { said, thought } = this.#entry ?? {};
    if (event.type !== "utterance_played" || !said || thought?.running) return false;
    return event.utterance >= said.last;
  }

  #thoughtOf(turn: TurnId): Thought | null {
    const thoughts = [this.#entry?.thought, this.#early];
    return thoughts.find((thought) => thought?.turn === turn) ?? null;
  }
}

/** Other ends of our speech are no interruption: the line's, the call's, and a mark's that is lost. */
function isByCaller({ type }: CallEvent): boolean {
  return ["speech_started", "interim", "final", "digit", "caller_said"].includes(type);
}
