/** Parley's own client, as a program of its README uses it. */
import { type AriConnection, connectAri } from "../../../../lib/ari/mod.ts";
import type { Client, Server, StampedEvent } from "../client.ts";
import { EVENT_TYPES } from "../events.ts";

export function open(server: Server): Promise<Client> {
  return Promise.resolve(new ParleyClient(server, "http"));
}

/** Opens its connection with the first thing that is asked of it. */
export class ParleyClient implements Client {
  readonly #server: Server;
  readonly #rest: "http" | "websocket";
  #ari: AriConnection | null = null;

  constructor(server: Server, rest: "http" | "websocket") {
    this.#server = server;
    this.#rest = rest;
  }

  async listen(app: string, handle: (event: StampedEvent) => void): Promise<void> {
    const { origin, username, password } = this.#server;
    const ari = connectAri({ url: `${origin}/ari`, username, password, app, rest: this.#rest });
    this.#ari = ari;
    for (const type of EVENT_TYPES) ari.on(type, (event) => handle(event as StampedEvent));
    await ari.up();
  }

  ping(): Promise<unknown> {
    return this.#connection.asterisk.ping();
  }

  channel(id: string): Promise<unknown> {
    return this.#connection.channels.get(id);
  }

  variable(id: string, name: string): Promise<unknown> {
    return this.#connection.channels.variable(id, name);
  }

  setVariable(id: string, name: string, value: string): Promise<unknown> {
    return this.#connection.channels.setVariable(id, name, value);
  }

  get #connection(): AriConnection {
    if (this.#ari === null) throw new Error("Cannot ask before listening");
    return this.#ari;
  }
}
