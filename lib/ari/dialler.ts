/** Opens the socket of events, and again after every cut, for ever. */
import { GHOST_MS_MAX, OPENS_WITHIN_MS, RETRY_FIRST_MS, RETRY_LAST_MS } from "./limits.ts";
import type { AriSocket } from "./line.ts";
import { basic, type Login } from "./rest_http.ts";

export interface DiallerOptions extends Login {
  /** "http://127.0.0.1:8088/ari" */
  readonly url: string;
  readonly apps: readonly string[];
  readonly subscribeAll: boolean;
  readonly opened: (socket: AriSocket) => void;
  readonly WebSocket?: typeof WebSocket | undefined;
  readonly opensWithinMs?: number | undefined;
  /** 0 to 1: spreads the tries of many programs. */
  readonly random?: (() => number) | undefined;
}

export class Dialler {
  readonly #options: DiallerOptions;
  #socket: AriSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #lostAtMs = 0;
  /** Of tries that were given up without an answer: when. */
  #givenUpAtMs: number | null = null;

  constructor(options: DiallerOptions) {
    this.#options = options;
    this.#lostAtMs = performance.now();
  }

  /** Tries until one socket is open, which is handed to `opened`. */
  dial(): void {
    if (this.#tries === 0) this.#lostAtMs = performance.now();
    const { url, apps, subscribeAll, opensWithinMs } = this.#options;
    const Socket = this.#options.WebSocket ?? WebSocket;
    const query = new URLSearchParams({ app: apps.join(",") });
    if (subscribeAll) query.set("subscribeAll", "true");
    const address = `${url.replace(/^http/, "ws").replace(/\/+$/, "")}/events?${query}`;
    // Deno and Node take headers here, which keeps the password out of every address.
    const init = { headers: { authorization: basic(this.#options) } } as unknown as string[];
    const socket = new Socket(address, init) as AriSocket;
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#giveUp(socket), opensWithinMs ?? OPENS_WITHIN_MS);
    socket.onopen = () => this.#opened(socket);
    socket.onclose = socket.onerror = () => this.#again(socket);
  }

  /** After a cut: not at once, when many programs have lost the same Asterisk. */
  redial(): void {
    clearTimeout(this.#timer);
    const { random = Math.random } = this.#options;
    this.#timer = setTimeout(() => this.dial(), RETRY_FIRST_MS * random());
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#drop();
  }

  /** Whether a try that was given up may reach Asterisk even now. Each may do so once. */
  isGhost(): boolean {
    const atMs = this.#givenUpAtMs;
    this.#givenUpAtMs = null;
    return atMs !== null && performance.now() - atMs < GHOST_MS_MAX;
  }

  #opened(socket: AriSocket): void {
    if (this.#socket !== socket) return;
    clearTimeout(this.#timer);
    this.#socket = null;
    this.#tries = 0;
    this.#options.opened(socket);
  }

  #giveUp(socket: AriSocket): void {
    this.#givenUpAtMs = performance.now();
    this.#again(socket);
  }

  #again(socket: AriSocket): void {
    if (this.#socket !== socket) return;
    clearTimeout(this.#timer);
    this.#drop();
    const { random = Math.random } = this.#options;
    const outageMs = performance.now() - this.#lostAtMs;
    this.#timer = setTimeout(() => this.dial(), longestWaitMs(this.#tries++, outageMs) * random());
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onclose = null;
    socket.onerror = () => {}; // a socket that is closed while it opens says so
    socket.close();
  }
}

/** Before try number `tries`, when nobody has been reached for so long. */
export function longestWaitMs(tries: number, outageMs: number): number {
  const { least, most, ofOutage } = RETRY_LAST_MS;
  const last = Math.min(most, Math.max(least, outageMs * ofOutage));
  return Math.min(last, RETRY_FIRST_MS * 2 ** Math.min(tries, 30));
}
