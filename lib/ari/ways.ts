/** Which way a request goes: nothing quick, and no heartbeat, ever stands behind what blocks. */
import { AriLimit, NotConnected } from "./errors.ts";
import type { Line } from "./line.ts";
import { type Rest, type RestAnswer, type RestRequest, titleOf } from "./operation.ts";
import { BLOCKING_WITHIN_MS } from "./rest_http.ts";

export interface WaysOptions {
  /** HTTP, where Asterisk can be reached; null at the edge. */
  readonly http: Rest | null;
  /** Quick requests go over the socket of events although there is HTTP. */
  readonly preferSocket: boolean;
}

export class Ways implements Rest {
  /** The socket of events. */
  calls: Line | null = null;
  /** A second one of another application: at the edge it carries what blocks. */
  control: Line | null = null;
  /** Resolves when nothing is played to, or recorded from, these channels. */
  quiet: (channels: readonly string[]) => Promise<void> = () => Promise.resolve();
  readonly #options: WaysOptions;

  constructor(options: WaysOptions) {
    this.#options = options;
  }

  async send(request: RestRequest): Promise<RestAnswer> {
    if (this.#wayFor(request) !== this.#options.http) await this.#turnOf(request);
    const way = this.#wayFor(request);
    if (way === null) throw new NotConnected(titleOf(request));
    return await way.send(request);
  }

  /**
   * On a socket, what waits for a channel would hold up everything behind it, the `stop` that would
   * release it too. So it is sent when the channel has nothing to do.
   */
  async #turnOf(request: RestRequest): Promise<void> {
    if (request.channels.length === 0) return;
    const { promise: over, reject } = Promise.withResolvers<never>();
    const aborted = () => reject(request.signal!.reason);
    if (request.signal?.aborted) aborted();
    request.signal?.addEventListener("abort", aborted);
    const why = `Cannot ${titleOf(request)}: the channel plays or records, stop that first`;
    const timer = setTimeout(() => reject(new AriLimit(why)), BLOCKING_WITHIN_MS);
    try {
      await Promise.race([this.quiet(request.channels), over]);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener("abort", aborted);
    }
  }

  #wayFor({ blocking, binary }: RestRequest): Rest | null {
    const { http, preferSocket } = this.#options;
    if (http && (!preferSocket || blocking || binary)) return http;
    if (blocking && this.control?.isOpen) return this.control;
    return this.calls ?? http;
  }
}
