/** Bridges: where legs hear each other. */
import type { AriClient } from "./client.ts";

export interface Bridge {
  readonly id: string;
  readonly channels: readonly string[];
}

export class Bridges {
  readonly #client: AriClient;

  constructor(client: AriClient) {
    this.#client = client;
  }

  list(): Promise<readonly Bridge[]> {
    return this.#client.request("GET", ["bridges"]);
  }

  /** Type and id go into the query: in a body Asterisk 22.10 takes them for variables. */
  create(id: string): Promise<Bridge> {
    return this.#client.request("POST", ["bridges", id], { type: "mixing,dtmf_events" });
  }

  add(id: string, channels: readonly string[]): Promise<void> {
    return this.#client.request("POST", ["bridges", id, "addChannel"], { channel: channels });
  }

  /** A bridge already gone counts as done. */
  destroy(id: string): Promise<void> {
    return this.#client.release(["bridges", id]);
  }
}
