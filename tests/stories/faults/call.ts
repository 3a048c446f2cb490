/** One call through the real parts of speech, with a caller who answers; what went wrong shows in its figures. */
import { machineClock } from "../../../lib/call/clock.ts";
import { LiveCall } from "../../../lib/call/live_call.ts";
import type { Brain, Ears, Voice } from "../../../lib/call/ports.ts";
import { encode, silence } from "../../../lib/audio/g711.ts";
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { rmsDbfs } from "../../../lib/audio/level.ts";
import type { Fact } from "../../../lib/core/facts.ts";
import { SILENCE_MS } from "../../../lib/core/conversation/speaking.ts";
import type { CallId } from "../../../lib/core/ids.ts";
import { ANSWERS, shortTalk } from "./campaign.data.ts";
import { QuietLeg } from "./leg.ts";

/** People answer a fifth of a second after a question; silence may also be a gap. */
const ANSWERS_AFTER_MS = 400;
const VOICE_DBFS = -45;
/** A timer that is later than this was kept from running by whatever else this machine does. */
const LATE_MS = 15;
/** A call of three questions takes fifteen seconds; whoever hangs is let go. */
const LONGEST_MS = 120_000;

export interface CallParts {
  readonly ears: Ears | null;
  readonly brain: Brain;
  readonly voice: Voice;
  /** What the caller says, as audio; by its text. */
  readonly spoken: ReadonlyMap<string, Int16Array>;
}

export interface CallFigures {
  readonly facts: readonly Fact[];
  readonly left: "hang_up" | "continue" | null;
  /** The longest time in which the agent had the word, and nothing was heard of it. */
  readonly silenceMs: number;
  /** … with what this machine stood still in it. */
  readonly wholeSilenceMs: number;
  /** All standstills of the call together. */
  readonly stillMs: number;
  readonly troubles: readonly string[];
}

/** Resolves when the call has ended. */
export async function placeCall(parts: CallParts): Promise<CallFigures> {
  const call = new StoryCall(parts);
  return await call.run();
}

class StoryCall {
  readonly #parts: CallParts;
  readonly #leg = new QuietLeg((event) => this.#live.media(event));
  readonly #live: LiveCall;
  readonly #facts: Fact[] = [];
  readonly #troubles: string[] = [];
  /** While it is the agent's turn: from its begin, to its end. */
  readonly #turns: { readonly fromMs: number; untilMs: number }[] = [];
  /** When this process did not run. */
  readonly #standstills: { readonly fromMs: number; readonly untilMs: number }[] = [];
  #left: CallFigures["left"] = null;
  #saying: Uint8Array | null = null;
  #frames = 0;
  #startMs = 0;
  /** Facts that were there at the last answer. */
  #answered = 0;
  #asked = ANSWERS[0]!;

  constructor(parts: CallParts) {
    this.#parts = parts;
    this.#live = new LiveCall({
      setting: { campaign: shortTalk, timeZone: "UTC", silenceMs: SILENCE_MS },
      call: {
        call: crypto.randomUUID() as CallId,
        callerNumber: null,
        startedAtMs: machineClock.nowMs(),
        earsDown: parts.ears === null,
      },
      clock: machineClock,
      leg: this.#leg,
      ears: parts.ears,
      detector: { isVoiced: (frame) => rmsDbfs(frame) > VOICE_DBFS, close() {} },
      brain: parts.brain,
      voice: parts.voice,
      journal: { write: (fact) => void this.#facts.push(fact), sync: () => Promise.resolve() },
      transfer: () => Promise.resolve(),
      observer: { turnEnded() {}, fellBack() {}, callEnded() {} },
      leave: (how) => this.#left = how,
      trouble: (part, error) => this.#troubles.push(`${part}: ${error}`),
    });
  }

  async run(): Promise<CallFigures> {
    this.#startMs = performance.now();
    this.#turns.push({ fromMs: this.#startMs, untilMs: Infinity });
    this.#live.start(null);
    const pump = setInterval(() => this.#send(), FRAME_MS);
    const tooLong = setTimeout(() => this.#live.hungUp(), LONGEST_MS);
    await this.#live.ended;
    clearInterval(pump);
    clearTimeout(tooLong);
    this.#turns.at(-1)!.untilMs = Math.min(this.#turns.at(-1)!.untilMs, performance.now());
    return {
      facts: this.#facts,
      left: this.#left,
      silenceMs: this.#silenceMs((fromMs, untilMs) => this.#runningMs(fromMs, untilMs)),
      wholeSilenceMs: this.#silenceMs((fromMs, untilMs) => untilMs - fromMs),
      stillMs: this.#standstills.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0),
      troubles: this.#troubles,
    };
  }

  /** From the begin of a turn of the agent to its first sound, and between its sounds. */
  #silenceMs(lengthOf: (fromMs: number, untilMs: number) => number): number {
    const gaps = this.#turns.flatMap(({ fromMs, untilMs }) => {
      const heard = this.#leg.heardAtMs.filter((atMs) => atMs >= fromMs && atMs <= untilMs);
      const ends = heard.length === 0 ? [untilMs] : heard;
      return ends.map((atMs, at) => lengthOf(ends[at - 1] ?? fromMs, atMs));
    });
    return Math.round(Math.max(...gaps));
  }

  /** What a call hears of a machine that stands still is no provider's fault. */
  #runningMs(fromMs: number, untilMs: number): number {
    const still = this.#standstills.map((each) =>
      Math.min(each.untilMs, untilMs) - Math.max(each.fromMs, fromMs)
    );
    return untilMs - fromMs - still.reduce((sum, ms) => sum + Math.max(0, ms), 0);
  }

  /** A timer that is late makes up for it, as a PBX does. */
  #send(): void {
    const dueMs = this.#startMs + this.#frames * FRAME_MS;
    const nowMs = performance.now();
    if (nowMs - dueMs > LATE_MS) this.#standstills.push({ fromMs: dueMs, untilMs: nowMs });
    for (; this.#frames * FRAME_MS <= performance.now() - this.#startMs; this.#frames++) {
      const bytes = silence("ulaw", FRAME_BYTES);
      if (this.#saying !== null) this.#speak(bytes);
      else this.#listen();
      this.#live.media({ type: "frame", bytes, atMs: machineClock.nowMs() - FRAME_MS });
    }
  }

  #speak(frame: Uint8Array): void {
    frame.set(this.#saying!.subarray(0, FRAME_BYTES));
    this.#saying = this.#saying!.subarray(FRAME_BYTES);
    if (this.#saying.length > 0) return;
    this.#saying = null;
    this.#agentTurn();
  }

  /** Once a question was heard to its end, it is answered. */
  #listen(): void {
    if (!this.#leg.isQuiet(ANSWERS_AFTER_MS)) return;
    const lines = this.#facts.slice(this.#answered)
      .flatMap((fact) => fact.type === "turn" && fact.speaker === "agent" ? [fact.text] : []);
    const keys = lines.some((line) => /\bpress (one|two)\b/i.test(line));
    const asked = ANSWERS.find(({ asked }) => lines.some((line) => asked.includes(line)));
    if (!asked && !keys) return;
    this.#asked = asked ?? this.#asked;
    this.#answered = this.#facts.length;
    this.#turns.at(-1)!.untilMs = performance.now();
    if (keys) {
      this.#live.media({ type: "digit", digit: this.#asked.key });
      return this.#agentTurn();
    }
    this.#saying = encode("ulaw", this.#parts.spoken.get(this.#asked.says)!);
  }

  #agentTurn(): void {
    this.#turns.push({ fromMs: performance.now(), untilMs: Infinity });
  }
}
