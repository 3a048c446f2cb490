/** A room in Asterisk for a probe: an application of its own, media legs, one bridge, no trace. */
import type { AriConfig } from "./config.ts";
import { askAri, credentials } from "./doctor_ari.ts";

/** What Asterisk needs for any one step, many times over. */
const STEP_WITHIN_MS = 5_000;

export interface ProbeLeg {
  readonly channel: string;
  /** µ-law, 160 bytes. */
  send(frame: Uint8Array<ArrayBuffer>): void;
  onFrame: (frame: Uint8Array) => void;
}

/** Everything in it is named by chance: never under the application name that calls come to. */
export class ProbeRoom implements AsyncDisposable {
  readonly #ari: AriConfig;
  readonly #signal: AbortSignal;
  readonly #app = `parley-doctor-${crypto.randomUUID().slice(0, 8)}`;
  readonly #bridge = crypto.randomUUID();
  readonly #channels: string[] = [];
  readonly #sockets: WebSocket[] = [];
  readonly #entered = new Map<string, PromiseWithResolvers<void>>();

  constructor(ari: AriConfig, signal: AbortSignal) {
    this.#ari = ari;
    this.#signal = signal;
  }

  async open(): Promise<void> {
    const events = await this.#connect(
      `ari/events?app=${this.#app}`,
      "ari",
      "the socket of events",
    );
    events.onmessage = ({ data }) => {
      const { type, channel } = JSON.parse(data);
      if (type === "StasisStart") this.#entered.get(channel.id)?.resolve();
    };
  }

  /** Resolves when the channel is in the application and its socket is open. */
  async leg(): Promise<ProbeLeg> {
    const channel = crypto.randomUUID();
    this.#channels.push(channel);
    const entered = Promise.withResolvers<void>();
    this.#entered.set(channel, entered);
    const made = await this.#post("channels/externalMedia", {
      app: this.#app,
      channelId: channel,
      format: "ulaw",
      transport: "websocket",
      encapsulation: "none",
      connection_type: "server",
      transport_data: "f(json)",
    });
    const socket = await this.#connect(`media/${connectionOf(made)}`, "media", "a media socket");
    const leg: ProbeLeg = {
      channel,
      send: (frame) => socket.send(frame),
      onFrame: () => {},
    };
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) leg.onFrame(new Uint8Array(data));
    };
    await within(entered.promise, "a media leg to enter the application", this.#signal);
    return leg;
  }

  async join(legs: readonly ProbeLeg[]): Promise<void> {
    await this.#post("bridges", { type: "mixing", bridgeId: this.#bridge });
    const channel = legs.map((leg) => leg.channel).join(",");
    await this.#post(`bridges/${this.#bridge}/addChannel`, { channel });
  }

  /** Deletes by name, also what may never have been made. */
  async [Symbol.asyncDispose](): Promise<void> {
    const names = [...this.#channels.map((id) => `channels/${id}`), `bridges/${this.#bridge}`];
    const ownTime = new AbortController().signal; // also when the check was told to stop
    for (const name of names) await askAri(this.#ari, "DELETE", name, ownTime).catch(() => {});
    for (const socket of this.#sockets) socket.close();
  }

  async #post(path: string, query: Readonly<Record<string, string>>): Promise<unknown> {
    const asked = `${path}?${new URLSearchParams(query)}`;
    const { status, json } = await askAri(this.#ari, "POST", asked, this.#signal);
    if (status < 300) return json;
    const { message = "" } = (json ?? {}) as { message?: string };
    throw new Error(`POST ${path} was answered with ${status} "${message}"`);
  }

  async #connect(path: string, protocol: string, what: string): Promise<WebSocket> {
    const base = this.#ari.url.replace(/^http/, "ws").replace(/ari$/, "");
    const headers = credentials(this.#ari);
    const socket = new WebSocket(`${base}${path}`, { protocols: [protocol], headers });
    socket.binaryType = "arraybuffer";
    this.#sockets.push(socket);
    const opened = Promise.withResolvers<void>();
    socket.onopen = () => opened.resolve();
    socket.onerror = (event) => {
      const why = event instanceof ErrorEvent ? event.message : "it was refused";
      opened.reject(new Error(`${what} can't be opened, ${why}`));
    };
    await within(opened.promise, `${what} to open`, this.#signal);
    return socket;
  }
}

function connectionOf(made: unknown): string {
  const { channelvars = {} } = made as { channelvars?: Record<string, string> };
  const connection = channelvars["MEDIA_WEBSOCKET_CONNECTION_ID"];
  if (connection !== undefined) return connection;
  throw new Error("the media leg came without MEDIA_WEBSOCKET_CONNECTION_ID");
}

/** Rejects when it takes too long, or the check as a whole does. */
async function within<T>(work: Promise<T>, what: string, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = () => reject(new Error(`it took over ${STEP_WITHIN_MS / 1_000} s for ${what}`));
  const timer = setTimeout(late, STEP_WITHIN_MS);
  signal.addEventListener("abort", late);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", late);
  }
}
