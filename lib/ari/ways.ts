/** Which way a request goes: nothing quick, and no heartbeat, ever stands behind what blocks. */
import { NotConnected } from "./errors.ts";
import type { Line } from "./line.ts";
import { type Rest, type RestAnswer, type RestRequest, titleOf } from "./operation.ts";

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
  readonly #options: WaysOptions;

  constructor(options: WaysOptions) {
    this.#options = options;
  }

  async send(request: RestRequest): Promise<RestAnswer> {
    const way = this.#wayFor(request);
    if (way === null) throw new NotConnected(titleOf(request));
    return await way.send(request);
  }

  #wayFor({ blocking, binary }: RestRequest): Rest | null {
    const { http, preferSocket } = this.#options;
    if (http && (!preferSocket || blocking || binary)) return http;
    if (blocking && this.control?.isOpen) return this.control;
    return this.calls ?? http;
  }
}
