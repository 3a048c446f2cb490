/** REST by `fetch`: every request goes on its own, so none waits behind another. */
import { AriLimit, OutcomeUnknown } from "./errors.ts";
import { type Rest, type RestAnswer, type RestRequest, searchOf, titleOf } from "./operation.ts";

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface HttpRestOptions extends Login {
  /** "http://127.0.0.1:8088/ari" */
  readonly url: string;
  /** The platform's own unless a test says otherwise. */
  readonly fetch?: typeof fetch;
}

/** Longest answer of a healthy Asterisk to what doesn't wait for a channel. */
export const ANSWERS_WITHIN_MS = 5_000;
/** What waits for a channel waits behind its playback; a longer one should have been stopped. */
export const BLOCKING_WITHIN_MS = 30_000;
/** Of each kind at a time. Asterisk has 100 HTTP sessions unless http.conf says otherwise. */
const PARALLEL_MAX = 32;
/** Requests that wait for their turn; more is a program that asks faster than Asterisk answers. */
const WAITING_MAX = 1_000;

export class HttpRest implements Rest {
  readonly #url: string;
  readonly #authorization: string;
  readonly #fetch: typeof fetch;
  readonly #quick = new Lanes();
  readonly #blocking = new Lanes();

  constructor(options: HttpRestOptions) {
    this.#url = checkedUrl(options.url);
    this.#authorization = basic(options);
    this.#fetch = options.fetch ?? fetch;
  }

  async send(request: RestRequest): Promise<RestAnswer> {
    request.signal?.throwIfAborted();
    const lanes = request.blocking ? this.#blocking : this.#quick;
    await lanes.enter(titleOf(request));
    try {
      return await this.#ask(request);
    } finally {
      lanes.leave();
    }
  }

  async #ask(request: RestRequest): Promise<RestAnswer> {
    const late = AbortSignal.timeout(request.blocking ? BLOCKING_WITHIN_MS : ANSWERS_WITHIN_MS);
    const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
    const headers: Record<string, string> = { authorization: this.#authorization };
    if (request.body !== null) headers["content-type"] = "application/json";
    try {
      const url = `${this.#url}/${request.path}${searchOf(request)}`;
      const init = { method: request.method, headers, body: request.body, signal };
      const response = await this.#fetch(url, { ...init, redirect: "manual" });
      const isFile = request.binary && response.ok;
      const body = isFile ? new Uint8Array(await response.arrayBuffer()) : await response.text();
      return { status: response.status, body };
    } catch (error) {
      request.signal?.throwIfAborted();
      throw new OutcomeUnknown(titleOf(request), late.aborted ? "no answer came" : wordsOf(error));
    }
  }
}

/** A bounded number at a time, in the order of their coming. */
class Lanes {
  #free = PARALLEL_MAX;
  #waiting: (() => void)[] = [];

  async enter(title: string): Promise<void> {
    if (this.#free > 0) return void this.#free--;
    if (this.#waiting.length >= WAITING_MAX) {
      throw new AriLimit(`Cannot ${title}: ${WAITING_MAX} requests wait for Asterisk already`);
    }
    await new Promise<void>((enter) => this.#waiting.push(enter));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}

/** Without a slash at its end. Throws a `RangeError` that doesn't repeat it: it may hold a password. */
export function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new RangeError(
      'Cannot use the address of Asterisk: it isn\'t like "http://pbx:8088/ari"',
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new RangeError("Cannot use an address with a password in it: give it as `password`");
  }
  return text.replace(/\/+$/, "");
}

/** The value of an Authorization header. */
export function basic({ username, password }: Login): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** What `fetch` says, without the address: parameters stand in it. */
function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\(?https?:\/\/[^\s)]+\)?/g, "(address)");
}
