/** Parley's own client with quick requests over the socket of events. */
import type { Client, Server } from "../client.ts";
import { ParleyClient } from "./parley.ts";

export function open(server: Server): Promise<Client> {
  return Promise.resolve(new ParleyClient(server, "websocket"));
}
