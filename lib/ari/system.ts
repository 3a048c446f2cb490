/** Asterisk itself: is it there, what is it, what has it loaded. */
import type { AriClient } from "./client.ts";

export interface AsteriskInfo {
  readonly system: { readonly version: string; readonly entity_id: string };
}

export class System {
  readonly #client: AriClient;

  constructor(client: AriClient) {
    this.#client = client;
  }

  ping(): Promise<{ readonly asterisk_id: string }> {
    return this.#client.request("GET", ["asterisk", "ping"]);
  }

  info(): Promise<AsteriskInfo> {
    return this.#client.request("GET", ["asterisk", "info"]);
  }

  modules(): Promise<readonly { readonly name: string; readonly status: string }[]> {
    return this.#client.request("GET", ["asterisk", "modules"]);
  }
}
