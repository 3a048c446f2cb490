/** Deepgram's first live protocol, `/v1/listen`: words that become final, and pauses. */
import type { Deepgram, DeepgramClient } from "@deepgram/sdk";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import type { EarsOptions } from "../call/ports.ts";
import { ENCODINGS, isTimed, placeOf, sureIn } from "./deepgram_audio.ts";
import type { ConnectLimits, Dialect, LineEars, LiveSocket } from "./deepgram_line.ts";
import type { HeardPart } from "./transcript.ts";

type ListenArgs = Parameters<DeepgramClient["listen"]["v1"]["connect"]>[0];
type NovaSocket = Awaited<ReturnType<DeepgramClient["listen"]["v1"]["connect"]>>;

/** A pause after which words are final. Callers pause inside "fifty … thousand", so not shorter. */
const ENDPOINTING_MS = 300;
/** A pause without any sound of speech; Deepgram takes no less than 1000. */
const UTTERANCE_END_MS = 1_000;

export class Nova implements Dialect {
  readonly #client: DeepgramClient;
  readonly #args: ListenArgs;
  #socket: NovaSocket | null = null;

  constructor(client: DeepgramClient, args: ListenArgs) {
    this.#client = client;
    this.#args = args;
  }

  async connect(limits: ConnectLimits): Promise<LiveSocket> {
    return this.#socket = await this.#client.listen.v1.connect({ ...this.#args, ...limits });
  }

  take(message: { readonly type?: unknown; readonly last_word_end?: unknown }, ears: LineEars) {
    if (message.type === "UtteranceEnd") {
      return ears.utteranceEnded((Number(message.last_word_end) || 0) * SAMPLE_RATE_HZ);
    }
    const part = message.type === "Results" ? partOf(message as Results) : null;
    if (part) ears.heard(part);
  }

  keepAlive(): void {
    this.#socket?.sendKeepAlive({ type: "KeepAlive" });
  }

  finalize(): void {
    this.#socket?.sendFinalize({ type: "Finalize" });
  }
}

/**
 * Numbers stay words ("fifty thousand"): our understanding reads both, a quote must be what was said,
 * and formatting makes Deepgram wait to see whether a number goes on.
 */
export function novaArgs(
  model: string,
  { campaign, encoding }: EarsOptions,
  parameters: Readonly<Record<string, string>>,
): ListenArgs {
  return {
    model,
    language: campaign.language,
    encoding: ENCODINGS[encoding],
    sample_rate: SAMPLE_RATE_HZ,
    channels: 1,
    interim_results: "true",
    endpointing: ENDPOINTING_MS,
    utterance_end_ms: UTTERANCE_END_MS,
    vad_events: "true",
    punctuate: "true",
    smart_format: "false",
    numerals: "false",
    queryParams: parameters,
  };
}

type Results = Deepgram.listen.ListenV1Results;

/** null for anything that has not the shape. */
function partOf(results: Results): HeardPart | null {
  const best = results.channel?.alternatives?.[0];
  if (typeof best?.transcript !== "string") return null;
  const words = Array.isArray(best.words) ? best.words : [];
  return {
    words: words.filter(isWord).map(({ word, punctuated_word, start, end, confidence }) => ({
      text: punctuated_word ?? word,
      from: placeOf(start),
      to: placeOf(end),
      ...sureIn(confidence),
    })),
    until: placeOf((results.start + results.duration) || 0),
    isFinal: results.is_final === true,
    endOfSpeech: results.speech_final === true || results.from_finalize === true,
    confidence: Math.min(1, Math.max(0, Number(best.confidence) || 0)),
  };
}

function isWord(word: { word: unknown; start: unknown; end: unknown }): boolean {
  return typeof word.word === "string" && isTimed(word);
}
