/** A caller who listens to what is asked, and answers it in words of their own. */
import type { Call } from "../lab/sip_caller.ts";
import type { Voice } from "../../lib/call/ports.ts";
import { FliteVoices } from "../../lib/host/flite_voice.ts";
import type { FliteVoiceName } from "../../lib/host/flite_wasi.ts";
import type { PhraseEar } from "./phrase_ear.ts";

/**
 * By the name of the phrase that the agent ended with; a list is used up one by one. Who is asked
 * again ("reask amount") answers as to the question unless that has an answer of its own.
 */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

export interface Exchange {
  readonly asked: readonly string[];
  readonly said: string | null;
}

export interface CallerHabits {
  /** Silence after which it is the caller's turn; 900 ms. */
  readonly quietMs?: number;
  /** Told right before each answer: how many were given, and what is going to be said. */
  readonly beforeAnswer?: (answers: number, text: string) => void;
}

/** Turns that a call may have; more is an agent that never comes to an end. */
const TURNS_MAX = 25;
const SAMPLES_PER_MS = 8;
/** A sentence takes 60 ms; on a busy machine the thread that makes it takes seconds to begin. */
const RENDERED_WITHIN_MS = 60_000;

export class ListeningCaller {
  readonly #call: Call;
  readonly #voice: Voice;
  readonly #ear: PhraseEar;
  readonly #answers: Map<string, string[]>;
  readonly #habits: CallerHabits;
  #given = 0;

  constructor(
    call: Call,
    voice: Voice,
    ear: PhraseEar,
    answers: Answers,
    habits: CallerHabits = {},
  ) {
    this.#habits = habits;
    this.#call = call;
    this.#voice = voice;
    this.#ear = ear;
    this.#answers = new Map(
      Object.entries(answers).map((
        [name, said],
      ) => [name, typeof said === "string" ? [said] : [...said]]),
    );
  }

  /** Talks until the agent hangs up; what was asked and answered, in order. */
  async talk(): Promise<Exchange[]> {
    const exchanges: Exchange[] = [];
    let over = false;
    this.#call.ended.then(() => over = true);
    await this.#call.answered;
    let sinceMs = 0;
    for (let from = 0; exchanges.length < TURNS_MAX && !over;) {
      await Promise.race([this.#agentTurn(sinceMs), this.#call.ended]);
      sinceMs = performance.now();
      const heard = this.#call.heard();
      const asked = await this.#ear.hear(heard.subarray(from));
      from = heard.length;
      const said = over ? null : this.#answerTo(asked);
      exchanges.push({ asked, said });
      if (said !== null) await Promise.race([this.#say(said), this.#call.ended]);
    }
    return exchanges;
  }

  /** Sentences of one turn follow each other closely; a longer pause is the caller's turn. */
  #agentTurn(sinceMs: number): Promise<void> {
    const { quietMs = 900 } = this.#habits;
    return this.#call.waitForAgentTurn({ quietMs, sinceMs }).catch(() => {});
  }

  /** The last question counts; its last answer is repeated for as long as it is asked. */
  #answerTo(asked: readonly string[]): string | null {
    const said = asked.map((phrase) => this.#answersFor(phrase)).findLast((found) => found);
    if (said === undefined) return null;
    return said.length > 1 ? said.shift()! : said[0]!;
  }

  #answersFor(phrase: string): string[] | undefined {
    return this.#answers.get(phrase) ?? this.#answers.get(phrase.replace("reask", "question"));
  }

  async #say(text: string): Promise<void> {
    const pcm = await render(this.#voice, text);
    this.#habits.beforeAnswer?.(this.#given++, text);
    await this.#call.speak(pcm);
  }
}

/** Says at once what was rendered before the call: on a busy machine a voice made in it comes late. */
export interface Rehearsed extends Voice {
  /** 8000 Hz, by its text. */
  readonly said: ReadonlyMap<string, Int16Array>;
}

export async function rehearse(name: FliteVoiceName, texts: Iterable<string>): Promise<Rehearsed> {
  const flite = new FliteVoices({ maxJobMs: RENDERED_WITHIN_MS });
  const said = new Map<string, Int16Array>();
  try {
    for (const text of texts) said.set(text, await render(flite.voice(name), text));
  } finally {
    flite.close();
  }
  return {
    name: `flite ${name}`,
    said,
    async *speak(text) {
      const pcm = said.get(text);
      if (!pcm) throw new Error(`Cannot say "${text}": it was not rehearsed`);
      yield await Promise.resolve(pcm);
    },
  };
}

/** All that `answers` may come to. */
export function textsOf(answers: Answers): string[] {
  return Object.values(answers).flat();
}

export async function render(voice: Voice, text: string): Promise<Int16Array> {
  const chunks: number[] = [];
  for await (const chunk of voice.speak(text, new AbortController().signal)) chunks.push(...chunk);
  return Int16Array.from(chunks);
}

/** Silence of so many ms at 8000 Hz. */
export function pause(ms: number): Int16Array {
  return new Int16Array(ms * SAMPLES_PER_MS);
}
