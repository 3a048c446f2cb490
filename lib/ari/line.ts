/** One socket to Asterisk while it lives: events in, requests out, and a sign of life. */
import { type AriEvent, decodeAriEvent, type EventOf } from "./events.ts";
import { AriLimit, NotConnected, OutcomeUnknown } from "./errors.ts";
import { Inbox } from "./inbox.ts";
import {
  FRAME_BYTES_MAX,
  HEARTBEAT_MS,
  MISSED_MAX,
  OUTBOX_BYTES_MAX,
  PENDING_MAX,
} from "./limits.ts";
import { requestOf, type Rest, type RestAnswer, type RestRequest, titleOf } from "./operation.ts";
import { ANSWERS_WITHIN_MS, BLOCKING_WITHIN_MS } from "./rest_http.ts";

/** What is used of a WebSocket: the Web's own, Deno's server side, and `ws` on Node have it. */
export interface AriSocket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  // What the platforms type differently, though it is the same.
  onopen: Told;
  onmessage: Told;
  onclose: Told;
  onerror: Told;
}

// deno-lint-ignore no-explicit-any -- the event differs from platform to platform
type Told = ((event: any) => any) | null;

export interface LineOptions {
  readonly socket: AriSocket;
  readonly event: (event: AriEvent) => void;
  /** Told once; nothing is told afterwards. */
  readonly down: (reason: string) => void;
  readonly heartbeatMs?: number | undefined;
}

interface Pending {
  readonly title: string;
  readonly blocking: boolean;
  readonly settle: (answer: RestAnswer | Error) => void;
}

const OPEN = 1;

export class Line implements Rest {
  readonly #options: LineOptions;
  readonly #socket: AriSocket;
  readonly #inbox: Inbox;
  readonly #pending = new Map<string, Pending>();
  #application = "";
  #lastId = 0;
  #missed = 0;
  #heard = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** Of a socket that is open. */
  constructor(options: LineOptions) {
    this.#options = options;
    const socket = this.#socket = options.socket;
    this.#inbox = new Inbox((frame) => this.#handle(frame), (why) => this.#down(why));
    socket.onmessage = ({ data }: { data: unknown }) => {
      this.#heard = true;
      if (typeof data === "string") this.#inbox.push(data);
    };
    socket.onclose = (event: { code?: number; reason?: string }) =>
      this.#down(`${event.code ?? ""} ${event.reason ?? ""}`.trim());
    socket.onerror = () => {}; // onclose follows, and says more
    this.#beatLater();
  }

  get isOpen(): boolean {
    return !this.#closed && this.#socket.readyState === OPEN;
  }

  /** The first application that the socket serves; known after a `ping`. */
  get application(): string {
    return this.#application;
  }

  /** A round trip: what Asterisk sent before is here when it resolves. */
  async ping(): Promise<void> {
    await this.send(requestOf("asterisk.ping", {}));
  }

  async send(request: RestRequest): Promise<RestAnswer> {
    request.signal?.throwIfAborted();
    const title = titleOf(request);
    if (!this.isOpen) throw new NotConnected(title);
    if (request.binary) throw new AriLimit(`Cannot ${title}: files come by HTTP only`);
    if (this.#pending.size >= PENDING_MAX) {
      throw new AriLimit(`Cannot ${title}: ${PENDING_MAX} requests have no answer yet`);
    }
    const id = `${++this.#lastId}`;
    const frame = frameOf(id, request);
    if (new TextEncoder().encode(frame).length > FRAME_BYTES_MAX) {
      throw new AriLimit(`Cannot ${title}: the request has over ${FRAME_BYTES_MAX} bytes`);
    }
    const answered = this.#answerTo(id, request, title);
    this.#socket.send(frame);
    if (this.#socket.bufferedAmount > OUTBOX_BYTES_MAX) this.#down("Asterisk reads no more");
    return await answered;
  }

  /** Says nothing to `down`. */
  close(): void {
    this.#shut("this side has closed the connection");
  }

  #answerTo(id: string, request: RestRequest, title: string): Promise<RestAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<RestAnswer>();
    const { signal, blocking } = request;
    const settle = (answer: RestAnswer | Error) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", aborted);
      this.#pending.delete(id);
      if (answer instanceof Error) reject(answer);
      else resolve(answer);
    };
    const aborted = () => settle(signal!.reason);
    signal?.addEventListener("abort", aborted);
    const late = () => settle(new OutcomeUnknown(title, "no answer came"));
    const timer = setTimeout(late, blocking ? BLOCKING_WITHIN_MS : ANSWERS_WITHIN_MS);
    this.#pending.set(id, { title, blocking, settle });
    return promise;
  }

  #handle(frame: string): void {
    const event = decodeAriEvent(frame);
    if (event.type === "RESTResponse") this.#answered(event);
    else this.#options.event(event);
  }

  #answered(event: EventOf<"RESTResponse">): void {
    const { request_id, status_code, message_body } = event;
    this.#application ||= event.application;
    const answer = { status: status_code, body: message_body ?? "" };
    this.#pending.get(request_id)?.settle(answer);
  }

  #beatLater(): void {
    this.#timer = setTimeout(() => this.#beat(), this.#options.heartbeatMs ?? HEARTBEAT_MS);
  }

  /** What waits for a channel holds up its own socket's answers too, and has a limit of its own. */
  #beat(): void {
    const waits = [...this.#pending.values()].some(({ blocking }) => blocking);
    this.#missed = this.#heard || waits ? 0 : this.#missed + 1;
    if (this.#missed >= MISSED_MAX) return this.#down("no sign of life");
    this.#heard = false;
    this.ping().catch(() => {}); // any frame is a sign of life, its answer among them
    this.#beatLater();
  }

  #down(reason: string): void {
    if (this.#closed) return;
    this.#shut(reason);
    this.#options.down(reason);
  }

  #shut(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#inbox.close();
    const socket = this.#socket;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    for (const { title, settle } of this.#pending.values()) {
      settle(new OutcomeUnknown(title, `the connection was lost: ${reason}`));
    }
  }
}

/** A parameter's value is always a text here, and a body a text that holds JSON. */
function frameOf(id: string, { method, path, query, body }: RestRequest): string {
  return JSON.stringify({
    type: "RESTRequest",
    transaction_id: "",
    request_id: id,
    method,
    uri: path,
    ...(query.length > 0 ? { query_strings: query.map(([name, value]) => ({ name, value })) } : {}),
    ...(body === null ? {} : { content_type: "application/json", message_body: body }),
  });
}
