/** A caller who listens to what is asked, and answers it in words of their own. */
import type { Call } from "../lab/sip_caller.ts";
import type { Voice } from "../../lib/call/ports.ts";
import type { PhraseEar } from "./phrase_ear.ts";

/** By the name of the phrase that the agent ended with; a list is used up one by one. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

export interface Exchange {
  readonly asked: readonly string[];
  readonly said: string | null;
}

/** Turns that a call may have; more is an agent that never comes to an end. */
const TURNS_MAX = 25;
const SAMPLES_PER_MS = 8;

export class ListeningCaller {
  readonly #call: Call;
  readonly #voice: Voice;
  readonly #ear: PhraseEar;
  readonly #answers: Map<string, string[]>;

  constructor(call: Call, voice: Voice, ear: PhraseEar, answers: Answers) {
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
    for (let from = 0; exchanges.length < TURNS_MAX && !over;) {
      await Promise.race([this.#agentTurn(), this.#call.ended]);
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
  #agentTurn(): Promise<void> {
    return this.#call.waitForAgentTurn({ quietMs: 900 }).catch(() => {});
  }

  /** The last question counts; its last answer is repeated for as long as it is asked. */
  #answerTo(asked: readonly string[]): string | null {
    const name = asked.findLast((phrase) => this.#answers.has(phrase));
    if (name === undefined) return null;
    const said = this.#answers.get(name)!;
    return said.length > 1 ? said.shift()! : said[0]!;
  }

  async #say(text: string): Promise<void> {
    await this.#call.speak(await render(this.#voice, text));
  }
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
