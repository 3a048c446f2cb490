/** Ears at Deepgram, or at any server that speaks its live protocol. */
import { DeepgramClient } from "@deepgram/sdk";
import type { AudioEncoding, EarsEvent, EarsOptions } from "../call/ports.ts";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { Breaker } from "./breaker.ts";
import { DeepgramLine, type ListenArgs } from "./deepgram_line.ts";
import { DeepgramSession } from "./deepgram_session.ts";
import { RetryBudget } from "./retry_budget.ts";
import type { RelievableEars } from "./relievable.ts";

export const DEFAULT_EARS_MODEL = "nova-2";
const DEFAULT_URL = "wss://api.deepgram.com";

/** A pause after which words are final. Callers pause inside "fifty … thousand", so not shorter. */
const ENDPOINTING_MS = 300;
/** A pause without any sound of speech; Deepgram takes no less than 1000. */
const UTTERANCE_END_MS = 1_000;

const ENCODINGS: Readonly<Record<AudioEncoding, string>> = { ulaw: "mulaw", alaw: "alaw" };

export interface DeepgramOptions {
  readonly apiKey: string;
  /** "wss://…", without a path. */
  readonly url?: string;
  /** Any model of `/v1/listen`. */
  readonly model?: string;
  /** Further query parameters, as Deepgram names them: `mip_opt_out`, `keyterm`. They win. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Each time a line is lost, with a sentence that says why. */
  readonly report?: (reason: string) => void;
  /** Monotonic. */
  readonly nowMs?: () => number;
  /** 0 to 1, for the back-off. */
  readonly chance?: () => number;
}

export class DeepgramEars implements RelievableEars {
  readonly name: string;
  readonly #options: DeepgramOptions;
  readonly #client: DeepgramClient;
  readonly #breaker = new Breaker();
  readonly #retries = new RetryBudget();

  constructor(options: DeepgramOptions) {
    this.#options = options;
    this.name = `deepgram ${options.model ?? DEFAULT_EARS_MODEL}`;
    this.#client = new DeepgramClient({
      apiKey: options.apiKey,
      environment: environmentOf(options.url ?? DEFAULT_URL),
      reconnect: false,
    });
  }

  open(options: EarsOptions, tell: (event: EarsEvent) => void): DeepgramSession {
    const { model = DEFAULT_EARS_MODEL, parameters, report, nowMs, chance } = this.#options;
    const args = listenArgs(model, options, parameters ?? {});
    return new DeepgramSession({
      openLine: (ears) => new DeepgramLine(this.#client, args, ears),
      breaker: this.#breaker,
      retries: this.#retries,
      report: report ?? (() => {}),
      nowMs: nowMs ?? (() => performance.now()),
      chance: chance ?? Math.random,
    }, tell);
  }
}

/**
 * Numbers stay words ("fifty thousand"): our understanding reads both, a quote must be what was said,
 * and formatting makes Deepgram wait to see whether a number goes on.
 */
function listenArgs(
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

/** The SDK wants four addresses; live transcription uses one of them. */
function environmentOf(url: string) {
  const production = url.replace(/\/+$/, "");
  const base = production.replace(/^ws/, "http");
  return { base, production, agent: production, agentRest: base };
}
