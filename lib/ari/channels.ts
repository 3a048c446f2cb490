/** Channels: the legs of calls. Each method is one REST operation, named after what the phone does. */
import type { AriClient } from "./client.ts";

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly caller: { readonly name: string; readonly number: string };
  readonly dialplan: {
    readonly context: string;
    readonly exten: string;
    readonly app_name?: string;
    readonly app_data?: string;
  };
  readonly channelvars?: Readonly<Record<string, string>>;
}

export interface ExternalMedia {
  readonly channelId: string;
  readonly app: string;
  /** "ulaw" or "alaw": what the caller sends, so that nothing is transcoded. */
  readonly format: string;
}

export class Channels {
  readonly #client: AriClient;

  constructor(client: AriClient) {
    this.#client = client;
  }

  list(): Promise<readonly Channel[]> {
    return this.#client.request("GET", ["channels"]);
  }

  answer(id: string): Promise<void> {
    return this.#client.request("POST", ["channels", id, "answer"]);
  }

  /** A channel already gone counts as hung up. */
  hangUp(id: string): Promise<void> {
    return this.#client.release(["channels", id]);
  }

  /** Leaves Stasis for the next priority of the dialplan. */
  continueInDialplan(id: string): Promise<void> {
    return this.#client.request("POST", ["channels", id, "continue"]);
  }

  /** `name` may be a function: "CHANNEL(audioreadformat)". */
  async variable(id: string, name: string): Promise<string> {
    const path = ["channels", id, "variable"];
    const { value } = await this.#client.request<{ value: string }>("GET", path, {
      variable: name,
    });
    return value;
  }

  setVariable(id: string, name: string, value: string): Promise<void> {
    return this.#client.request("POST", ["channels", id, "variable"], { variable: name, value });
  }

  /**
   * A leg whose audio goes over a WebSocket that we open at `/media/<connection id>`, which stands
   * in the answer's `channelvars.MEDIA_WEBSOCKET_CONNECTION_ID`.
   */
  openExternalMedia({ channelId, app, format }: ExternalMedia): Promise<Channel> {
    return this.#client.request("POST", ["channels", "externalMedia"], {
      channelId,
      app,
      format,
      transport: "websocket",
      encapsulation: "none",
      connection_type: "server",
      transport_data: "f(json)",
    });
  }
}
