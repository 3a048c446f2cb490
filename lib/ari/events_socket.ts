/** The socket on which Asterisk tells what happens: kept open for ever, across every cut. */
import { type AriEvent, decodeAriEvent } from "./events.ts";
import { basic } from "./rest_http.ts";

export interface EventsSocketOptions {
  /** As for `AriClient`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly app: string;
  /** Asks Asterisk for a sign of life; rejects when there is none. */
  readonly ping: () => Promise<unknown>;
  readonly connected: () => void;
  /** Told once for each time that a connection is lost. */
  readonly disconnected: (reason: string) => void;
  readonly event: (event: AriEvent) => void;
  /** Somebody else connected under our name: they have the calls now, and it is not fought over. */
  readonly replaced: () => void;
  readonly WebSocket?: typeof WebSocket;
  /** 0 to 1: spreads reconnects of many processes. */
  readonly random?: () => number;
}

/** First wait after a cut, doubled up to the last; each is spread over its whole length. */
const RETRY_FIRST_MS = 100;
const RETRY_LAST_MS = 10_000;
/** Asterisk never pings, and a cut wire is silent: two missed signs of life are a cut. */
const HEARTBEAT_MS = 10_000;
const MISSED_MAX = 2;
/** An upgrade takes milliseconds; a peer that hangs in it is as good as gone. */
const OPEN_WITHIN_MS = 5_000;
/** Events waiting to be handled; more is a stalled process, so the socket is closed and set up anew. */
const QUEUE_MAX = 10_000;

export class EventsSocket {
  readonly #options: EventsSocketOptions;
  #socket: WebSocket | null = null;
  #closed = false;
  #tries = 0;
  #missed = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #queue: string[] = [];

  /** Connects at once, and again after every cut, until `close`. */
  constructor(options: EventsSocketOptions) {
    this.#options = options;
    this.#open();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#drop();
  }

  #open(): void {
    const { url, app } = this.#options;
    const Socket = this.#options.WebSocket ?? WebSocket;
    const address = `${url.replace(/^http/, "ws").replace(/\/+$/, "")}/events`;
    // Deno and Node take headers here, which keeps the password out of every address.
    const init = { headers: { authorization: basic(this.#options) } } as unknown as string[];
    const socket = new Socket(`${address}?app=${encodeURIComponent(app)}`, init);
    this.#socket = socket;
    socket.onopen = () => this.#isOpen(socket);
    socket.onmessage = ({ data }) => this.#take(socket, data);
    socket.onerror = () => {}; // onclose follows, and says more
    socket.onclose = ({ code, reason }) => this.#lost(socket, `${code} ${reason}`.trim());
    this.#timer = setTimeout(() => this.#lost(socket, "no answer"), OPEN_WITHIN_MS);
  }

  #isOpen(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#tries = 0;
    this.#missed = 0;
    this.#options.connected();
    this.#beat(socket);
  }

  #beat(socket: WebSocket): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const alive = await this.#options.ping().then(() => true, () => false);
      if (this.#socket !== socket) return;
      this.#missed = alive ? 0 : this.#missed + 1;
      if (this.#missed >= MISSED_MAX) this.#lost(socket, "no sign of life");
      else this.#beat(socket);
    }, HEARTBEAT_MS);
  }

  /** No work inside the socket's callback: Asterisk closes on a reader that keeps it waiting. */
  #take(socket: WebSocket, data: unknown): void {
    if (this.#socket !== socket || typeof data !== "string") return;
    if (this.#queue.length >= QUEUE_MAX) return this.#lost(socket, "too many events wait");
    this.#queue.push(data);
    if (this.#queue.length === 1) queueMicrotask(() => this.#handOn());
  }

  #handOn(): void {
    const frames = this.#queue;
    this.#queue = [];
    for (const frame of frames) {
      const event = decodeAriEvent(frame);
      if (event.type === "ApplicationReplaced") this.#options.replaced();
      this.#options.event(event);
    }
  }

  #lost(socket: WebSocket, reason: string): void {
    if (this.#socket !== socket || this.#closed) return;
    const wasOpen = this.#tries === 0;
    this.#drop();
    if (wasOpen) this.#options.disconnected(reason);
    const longest = Math.min(RETRY_FIRST_MS * 2 ** this.#tries, RETRY_LAST_MS);
    this.#tries++;
    const random = this.#options.random ?? Math.random;
    this.#timer = setTimeout(() => this.#open(), longest * random());
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#queue = [];
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
