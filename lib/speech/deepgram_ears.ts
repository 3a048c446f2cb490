/** Ears at Deepgram, or at any server that speaks its live protocol. */
import { DeepgramClient } from "@deepgram/sdk";
import type { EarsEvent, EarsOptions } from "../call/ports.ts";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { Breaker } from "./breaker.ts";
import { Flux, fluxArgs, isFlux } from "./deepgram_flux.ts";
import { DeepgramLine, type Dialect } from "./deepgram_line.ts";
import { Nova, novaArgs } from "./deepgram_nova.ts";
import { DeepgramSession } from "./deepgram_session.ts";
import { RetryBudget } from "./retry_budget.ts";
import type { RelievableEars } from "./relievable.ts";

export const DEFAULT_EARS_MODEL = "nova-2";
const DEFAULT_URL = "wss://api.deepgram.com";

export interface DeepgramOptions {
  readonly apiKey: string;
  /** "wss://…", without a path. */
  readonly url?: string;
  /** Any model of `/v1/listen`, or one of Flux. */
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
    const { model = DEFAULT_EARS_MODEL, report, nowMs, chance } = this.#options;
    const paid = (samples: number) => {
      const units = { heard_ms: Math.round(samples * 1_000 / SAMPLE_RATE_HZ) };
      options.account?.used({ provider: "deepgram", model, units, estimated: false });
    };
    return new DeepgramSession({
      openLine: (ears) => new DeepgramLine(this.#dialect(options), ears, paid),
      breaker: this.#breaker,
      retries: this.#retries,
      report: report ?? (() => {}),
      nowMs: nowMs ?? (() => performance.now()),
      chance: chance ?? Math.random,
    }, tell);
  }

  #dialect(options: EarsOptions): Dialect {
    const { model = DEFAULT_EARS_MODEL, parameters = {} } = this.#options;
    return isFlux(model)
      ? new Flux(this.#client, fluxArgs(model, options, parameters))
      : new Nova(this.#client, novaArgs(model, options, parameters));
  }
}

/** The SDK wants four addresses; live transcription uses one of them. */
function environmentOf(url: string) {
  const production = url.replace(/\/+$/, "");
  const base = production.replace(/^ws/, "http");
  return { base, production, agent: production, agentRest: base };
}
