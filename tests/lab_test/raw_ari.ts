/** ARI as the wire has it: the lab is proved without the client that is proved on the lab. */
import type { Lab } from "../lab/asterisk.ts";

/** An event arrives within milliseconds; the dialplan's longest wait is four seconds. */
const EVENT_WITHIN_MS = 8_000;

export interface RawEvent {
  readonly type: string;
  readonly channel?: { readonly id: string; readonly name: string };
  readonly args?: readonly string[];
}

/** Connects as application `app`; Asterisk knows it when this resolves. */
export async function connectAri(lab: Lab, app: string): Promise<RawAri> {
  const login = `${lab.username}:${lab.password}`;
  const url = `${lab.ariUrl.replace("http", "ws")}/events?app=${app}&api_key=${login}`;
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`Cannot open ${lab.ariUrl}/events`));
  });
  return new RawAri(lab.ariUrl, login, socket);
}

export class RawAri implements AsyncDisposable {
  readonly #url: string;
  readonly #login: string;
  readonly #socket: WebSocket;
  readonly #events: RawEvent[] = [];
  #wake = () => {};

  constructor(url: string, login: string, socket: WebSocket) {
    this.#url = url;
    this.#login = login;
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#events.push(JSON.parse(data));
      this.#wake();
    };
  }

  /** Takes the next event of that type, also one that came before. */
  async next(type: string): Promise<RawEvent> {
    const untilMs = performance.now() + EVENT_WITHIN_MS;
    for (;;) {
      const at = this.#events.findIndex((event) => event.type === type);
      if (at >= 0) return this.#events.splice(at, 1)[0]!;
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) throw new Error(`No ${type} within ${EVENT_WITHIN_MS} ms`);
      await this.#change(leftMs);
    }
  }

  /** Throws unless Asterisk answers 2xx; `null` for an empty answer. */
  async request(method: string, path: string, query: Record<string, string> = {}) {
    const response = await fetch(`${this.#url}/${path}?${new URLSearchParams(query)}`, {
      method,
      headers: { authorization: `Basic ${btoa(this.#login)}` },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Cannot ${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return; // Asterisk was stopped before
    await new Promise((resolve) => {
      this.#socket.onclose = resolve;
      this.#socket.close();
    });
  }

  /** Resolves at the next event, or when the time is up. */
  async #change(withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, withinMs);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
  }
}
