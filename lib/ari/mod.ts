/** Asterisk's REST interface for TypeScript: nothing of Parley, nothing outside Web standards. */
import { Bridges } from "./bridges.ts";
import { Channels } from "./channels.ts";
import { AriClient, type AriOptions } from "./client.ts";
import { System } from "./system.ts";

export { type AsteriskInfo } from "./system.ts";
export { AriError, type AriOptions, basic } from "./client.ts";
export { type Bridge } from "./bridges.ts";
export { type Channel } from "./channels.ts";
export { type AriEvent, decodeAriEvent, type EventChannel } from "./events.ts";
export { EventsSocket, type EventsSocketOptions } from "./events_socket.ts";

export interface Ari {
  readonly channels: Channels;
  readonly bridges: Bridges;
  readonly system: System;
}

export function openAri(options: AriOptions): Ari {
  const client = new AriClient(options);
  return {
    channels: new Channels(client),
    bridges: new Bridges(client),
    system: new System(client),
  };
}
