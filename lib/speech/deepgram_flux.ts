/** Flux, `/v2/listen`: a model that hears whole turns, and when one is over. */
import type { Deepgram, DeepgramClient } from "@deepgram/sdk";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import type { EarsOptions } from "../call/ports.ts";
import { ENCODINGS, isTimed, placeOf, sureIn } from "./deepgram_audio.ts";
import type { ConnectLimits, Dialect, LineEars, LiveSocket } from "./deepgram_line.ts";
import type { HeardPart, TimedWord } from "./transcript.ts";

type FluxArgs = Parameters<DeepgramClient["listen"]["v2"]["connect"]>[0];

/** Every model of this protocol: "flux-general-en", "flux-general-multi". */
export function isFlux(model: string): boolean {
  return model.startsWith("flux");
}

/**
 * How sure Flux is that a turn is likely over, and that it is: Deepgram's documentation has 0.3 to 0.5
 * as usual for the first, and 0.7 as the default of the second.
 */
const LIKELY_OVER = 0.5;
const OVER = 0.7;
/** A turn ends after so much silence; our own end of turn is there long before, so it only tidies up. */
const TURN_TIMEOUT_MS = 2_000;

export class Flux implements Dialect {
  readonly #client: DeepgramClient;
  readonly #args: FluxArgs;

  constructor(client: DeepgramClient, args: FluxArgs) {
    this.#client = client;
    this.#args = args;
  }

  connect(limits: ConnectLimits): Promise<LiveSocket> {
    return this.#client.listen.v2.connect({ ...this.#args, ...limits });
  }

  take(message: { readonly type?: unknown }, ears: LineEars): void {
    if (message.type !== "TurnInfo") return; // after an error the line is closed
    const info = message as Deepgram.listen.ListenV2TurnInfo;
    const part = partOf(info);
    if (part === null) return;
    ears.heard(part);
    if (info.event === "EagerEndOfTurn") ears.turned({ type: "turn_likely_over" });
    if (info.event === "TurnResumed") ears.turned({ type: "turn_resumed" });
    const isHeld = info.event === "EndOfTurn" && info.trigger !== "timeout";
    if (isHeld) ears.turned({ type: "turn_over" });
  }
}

export function fluxArgs(
  model: string,
  { campaign, encoding }: EarsOptions,
  parameters: Readonly<Record<string, string>>,
): FluxArgs {
  return {
    model,
    encoding: ENCODINGS[encoding],
    sample_rate: SAMPLE_RATE_HZ,
    eager_eot_threshold: LIKELY_OVER,
    eot_threshold: OVER,
    eot_timeout_ms: TURN_TIMEOUT_MS,
    ...(model.endsWith("multi") ? { language_hint: campaign.language.split("-")[0]! } : {}),
    queryParams: parameters,
  } as FluxArgs; // the SDK wants the key here, too, and takes it from its client
}

/** A turn's words so far, all of them each time; null for anything that has not the shape. */
function partOf(info: Deepgram.listen.ListenV2TurnInfo): HeardPart | null {
  if (typeof info.transcript !== "string" || !Array.isArray(info.words)) return null;
  const words = info.words.filter(({ word }) => typeof word === "string");
  const sure = words.map(({ confidence }) => Number(confidence) || 0);
  const isOver = info.event === "EndOfTurn";
  return {
    words: timed(words, info),
    until: placeOf(Number(info.audio_window_end) || 0),
    isFinal: isOver,
    endOfSpeech: isOver,
    confidence: sure.length === 0 ? 1 : sure.reduce((sum, each) => sum + each, 0) / sure.length,
  };
}

/** Words have no times on every server: they are then spread over what was listened to. */
function timed(
  words: readonly Deepgram.listen.ListenV2TurnInfo.Words.Item[],
  { audio_window_start, audio_window_end }: Deepgram.listen.ListenV2TurnInfo,
): TimedWord[] {
  const start = Number(audio_window_start) || 0;
  const each = Math.max(0, (Number(audio_window_end) || 0) - start) / Math.max(1, words.length);
  return words.map((word, at) => ({
    text: word.word,
    from: placeOf(isTimed(word) ? word.start! : start + each * at),
    to: placeOf(isTimed(word) ? word.end! : start + each * (at + 1)),
    ...sureIn(word.confidence),
  }));
}
