/** The voice behind OpenAI's speech, or behind any server that speaks the same. */
import OpenAI from "openai";
import type { Account, FellBack, Voice } from "../call/ports.ts";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import type { Usage } from "../core/cost.ts";
import { SLOW_RATE } from "../core/pace.ts";
import { VoiceLevel } from "../audio/leveller.ts";
import { type OpenAiAccount, openAiClient, openAiTrouble } from "./openai_client.ts";
import { PcmStream } from "./pcm_stream.ts";
import { tokenizer } from "./tokenizer.ts";

export const DEFAULT_SPEECH_MODEL = "tts-1";
export const DEFAULT_VOICE = "alloy";

/** What OpenAI's `pcm` is, where the answer names no other. */
const PCM_RATE_HZ = 24_000;
/** What the filter takes; see `Resampler`. */
const RATES_HZ = { min: 8_000, max: 48_000 };
/** OpenAI refuses more. */
const MAX_INPUT_CHARS = 4_096;
const SLOW_INSTRUCTIONS = "Speak calmly, and a little more slowly than usual.";
/** Speech that is longer than its words can be goes on for ever: 300 ms a character, and 5 s. */
const MAX_SPEECH_MS = (text: string) => 5_000 + 300 * text.length;

/** How a phrase is to be said, in a request's words; none where it is as usual. */
interface Manner {
  readonly speed?: number;
  readonly instructions?: string;
}

export interface OpenAiVoiceOptions extends OpenAiAccount {
  readonly model?: string;
  /** Any name that the provider knows. */
  readonly voice?: string;
}

export class OpenAiVoice implements Voice {
  readonly name: string;
  readonly slow: Voice;
  readonly #client: OpenAI;
  readonly #model: string;
  readonly #voice: string;
  readonly #level = new VoiceLevel();

  constructor(options: OpenAiVoiceOptions) {
    this.#model = options.model ?? DEFAULT_SPEECH_MODEL;
    this.#voice = options.voice ?? DEFAULT_VOICE;
    this.name = `openai ${this.#model} ${this.#voice}`;
    this.#client = openAiClient(options);
    this.slow = {
      name: `${this.name} slow`,
      speak: (text, signal, _tell, account) =>
        this.#speak(text, slowFor(this.#model), signal, account),
    };
  }

  /** Rejects with a ProviderError, before the first audio or in the middle. */
  speak(
    text: string,
    signal: AbortSignal,
    _tell?: (told: FellBack) => void,
    account?: Account,
  ): AsyncGenerator<Int16Array> {
    return this.#speak(text, {}, signal, account);
  }

  async *#speak(
    text: string,
    manner: Manner,
    signal: AbortSignal,
    account?: Account,
  ): AsyncGenerator<Int16Array> {
    const use = { input: text.slice(0, MAX_INPUT_CHARS), manner, isPaid: true, spokenMs: 0 };
    try {
      yield* this.#stream(use, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw openAiTrouble(`speak with ${this.name}`, error, Date.now());
    } finally {
      if (use.isPaid) account?.used(this.#usage(use));
    }
  }

  async *#stream(use: SpeechUse, signal: AbortSignal): AsyncGenerator<Int16Array> {
    const response = await this.#ask(use, signal).catch((error) => {
      use.isPaid = signal.aborted; // else it was refused, or nobody was there
      throw error;
    });
    const bytes = response.body?.getReader();
    if (!bytes) throw new Error("the answer is empty");
    try {
      const rateHz = rateOf(response.headers.get("content-type") ?? "");
      const came = (count: number) => use.spokenMs += count / 2 / rateHz * 1_000;
      const audio = decoded(bytes, new PcmStream(rateHz, this.#level), came);
      yield* bounded(audio, MAX_SPEECH_MS(use.input));
    } finally {
      await bytes.cancel().catch(() => {}); // closes the request, also where nobody wants more
    }
  }

  #ask({ input, manner }: SpeechUse, signal: AbortSignal): Promise<Response> {
    const [model, voice] = [this.#model, this.#voice];
    const body = { model, voice, input, response_format: "pcm", ...manner } as const;
    return this.#client.audio.speech.create(body, { signal });
  }

  /** Models are billed by one or the other; the table of prices knows by which. */
  #usage({ input, manner, spokenMs }: SpeechUse): Usage {
    const units = {
      characters: [...input].length,
      text_tokens: tokenizer().count(input) + tokenizer().count(manner.instructions ?? ""),
      spoken_ms: Math.round(spokenMs),
    };
    return { provider: "openai", model: this.#model, units, estimated: false };
  }
}

/** `tts-1` and `tts-1-hd` know no instructions; models after them go by those. */
function slowFor(model: string): Manner {
  return model.startsWith("tts-1") ? { speed: SLOW_RATE } : { instructions: SLOW_INSTRUCTIONS };
}

interface SpeechUse {
  readonly input: string;
  readonly manner: Manner;
  isPaid: boolean;
  /** Audio that came, also what nobody heard any more. */
  spokenMs: number;
}

async function* decoded(
  bytes: ReadableStreamDefaultReader<Uint8Array>,
  audio: PcmStream,
  came: (bytes: number) => void,
): AsyncGenerator<Int16Array> {
  for (;;) {
    const { done, value } = await bytes.read();
    came(value?.length ?? 0);
    const pcm = done ? audio.end() : audio.push(value);
    if (pcm.length > 0) yield pcm;
    if (!done) continue;
    if (!audio.heard) throw new Error("no audible audio came");
    return;
  }
}

async function* bounded(
  audio: AsyncGenerator<Int16Array>,
  maxMs: number,
): AsyncGenerator<Int16Array> {
  let samples = 0;
  for await (const pcm of audio) {
    samples += pcm.length;
    if (samples * 1_000 / SAMPLE_RATE_HZ > maxMs) throw new Error("the audio does not end");
    yield pcm;
  }
}

/** Throws one sentence where the type says that it is no raw audio. */
function rateOf(contentType: string): number {
  const [type = "", ...parameters] = contentType.toLowerCase().split(";").map((s) => s.trim());
  if (
    !/^(|audio\/(pcm|l16|x-pcm|raw)|application\/octet-stream|binary\/octet-stream)$/.test(type)
  ) {
    throw new Error(`it is ${type}, not raw audio`);
  }
  const named = parameters.map((parameter) => /^rate=(\d+)$/.exec(parameter)?.[1]).find(Boolean);
  const rateHz = named === undefined ? PCM_RATE_HZ : Number(named);
  if (rateHz < RATES_HZ.min || rateHz > RATES_HZ.max) {
    throw new Error(`its rate is ${named} Hz, which can't be used`);
  }
  return rateHz;
}
