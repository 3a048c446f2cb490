/** Callers who answer the campaign's questions in order, and note when they heard what. */
import type { Lab } from "../../lab/asterisk.ts";
import { type Call, placeCall } from "../../lab/sip_caller.ts";
import { FRAME_MS, SAMPLE_RATE_HZ } from "../../../lib/audio/frames.ts";
import { gapsOf, type Holes } from "../../lab/pacing.ts";
import type { HeardPacket } from "../../lab/rtp_recorder.ts";
import type { Saying } from "./sayings.ts";
import { type Phrase, ToneEar } from "./tones.ts";

/** Silence after a question that makes it the caller's turn. */
const QUIET_MS = 450;
const LOOK_EVERY_MS = 30;
const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1_000;
/** The longest turn of the agent's, and patience. */
const TURN_WITHIN_MS = 40_000;

export interface SpokenTurn {
  readonly tag: string;
  /** From 0. */
  readonly turn: number;
  /** Epoch ms. */
  readonly spokeFromMs: number;
  /** When the packet with the caller's last voiced 20 ms was sent, as a telephone does at their end. */
  readonly spokeUntilMs: number;
  /** What the agent said then. */
  readonly phrases: readonly Phrase[];
}

/** With the holes in its phrases. */
export interface Talk extends Holes {
  readonly tag: string;
  readonly turns: readonly SpokenTurn[];
  readonly inviteToGreetingMs: number | null;
  /** Between packets of a phrase that follow each other. */
  readonly gapsMs: readonly number[];
  /** Null where the call went as it should. */
  readonly trouble: string | null;
}

export interface TalkOptions {
  readonly lab: Lab;
  readonly tag: string;
  readonly sayings: readonly Saying[];
  readonly callerId: string;
}

/** One call from the first to the last question; never rejects. */
export async function talk(options: TalkOptions): Promise<Talk> {
  const { lab, tag, sayings, callerId } = options;
  await using call = placeCall({ sipPort: lab.sipPort, extension: "9000", callerId });
  let trouble: string | null = null;
  const begins: number[] = [];
  const listener = new Listener(call);
  try {
    await call.answered;
    for (const saying of sayings) {
      await listener.question();
      begins.push(performance.now());
      await call.speak(saying.pcm);
    }
    await within(TURN_WITHIN_MS, call.ended, "the agent did not hang up");
  } catch (error) {
    trouble = (error as Error).message;
  }
  return talkOf(call, tag, begins, listener.phrases(), trouble);
}

/** Hears what comes while it comes: all of a call at once would hold up every other caller. */
class Listener {
  readonly #call: Call;
  readonly #ear = new ToneEar();
  #heard = 0;
  #asked = 0;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Resolves when the agent has asked something since the last time, and is quiet. */
  async question(): Promise<void> {
    let over = false;
    this.#call.ended.then(() => over = true);
    const untilMs = performance.now() + TURN_WITHIN_MS;
    while (!this.#isAsked()) {
      if (over) throw new Error("the call ended before its last question");
      if (performance.now() > untilMs) throw new Error("no question came");
      await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    }
    this.#asked = this.#ear.phrases.length;
  }

  /** All that was heard so far. */
  phrases(): readonly Phrase[] {
    const { packets } = this.#call;
    for (; this.#heard < packets.length; this.#heard++) {
      const { payload, atMs, timestamp } = packets[this.#heard]!;
      this.#ear.hear(payload, atMs, timestamp / SAMPLES_PER_MS);
    }
    return this.#ear.phrases;
  }

  #isAsked(): boolean {
    this.phrases();
    const last = this.#ear.phrases.at(-1);
    if (!last || this.#ear.phrases.length <= this.#asked) return false;
    return last.pitch.kind === "line" && performance.now() - last.toMs > QUIET_MS;
  }
}

function talkOf(
  call: Call,
  tag: string,
  begins: readonly number[],
  phrases: readonly Phrase[],
  trouble: string | null,
): Talk {
  const ends = call.spokeUntilMs;
  const turns = ends.map((fromMs, turn): SpokenTurn => {
    const toMs = begins[turn + 1] ?? Infinity;
    const said = phrases.filter((phrase) => phrase.fromMs >= fromMs && phrase.fromMs < toMs);
    const spokeUntilMs = epoch(fromMs - FRAME_MS);
    return { tag, turn, spokeFromMs: epoch(begins[turn]!), spokeUntilMs, phrases: said };
  });
  return {
    tag,
    turns,
    inviteToGreetingMs: phrases[0] ? phrases[0].fromMs - call.invitedAtMs : null,
    gapsMs: phrases.flatMap((phrase) => gapsOf(packetsOf(phrase, call))),
    silencesMs: phrases.flatMap(({ silencesMs }) => silencesMs),
    stepsMs: phrases.flatMap(({ stepsMs }) => stepsMs),
    trouble,
  };
}

/**
 * Between two phrases Asterisk waits for the next one's first frame; and a phrase may be held to begin with the
 * last frame of the one before, where that was no whole one.
 */
function packetsOf({ fromMs, toMs }: Phrase, { packets }: Call): HeardPacket[] {
  return packets.filter(({ atMs }) => atMs > fromMs && atMs <= toMs - FRAME_MS);
}

function epoch(ms: number): number {
  return performance.timeOrigin + ms;
}

async function within<Value>(ms: number, coming: Promise<Value>, late: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(late)), ms);
  });
  try {
    return await Promise.race([coming, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
