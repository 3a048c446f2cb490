/** The operations by noun, over whatever way there is to Asterisk. */
import { Applications } from "./applications.ts";
import { AsteriskSystem } from "./asterisk.ts";
import { Bridges } from "./bridges.ts";
import { Channels } from "./channels.ts";
import { DeviceStates } from "./device_states.ts";
import { Endpoints } from "./endpoints.ts";
import { Mailboxes } from "./mailboxes.ts";
import type { Call } from "./operation.ts";
import { Playbacks } from "./playbacks.ts";
import { Recordings } from "./recordings.ts";
import { Sounds } from "./sounds.ts";
import { UserEvents } from "./user_events.ts";

export interface Nouns {
  readonly applications: Applications;
  readonly asterisk: AsteriskSystem;
  readonly bridges: Bridges;
  readonly channels: Channels;
  readonly deviceStates: DeviceStates;
  readonly endpoints: Endpoints;
  readonly mailboxes: Mailboxes;
  readonly playbacks: Playbacks;
  readonly recordings: Recordings;
  readonly sounds: Sounds;
  readonly userEvents: UserEvents;
  /** Any operation by the name that Asterisk's description gives it. */
  readonly call: Call;
}

export function nounsOf(call: Call): Nouns {
  return {
    applications: new Applications(call),
    asterisk: new AsteriskSystem(call),
    bridges: new Bridges(call),
    channels: new Channels(call),
    deviceStates: new DeviceStates(call),
    endpoints: new Endpoints(call),
    mailboxes: new Mailboxes(call),
    playbacks: new Playbacks(call),
    recordings: new Recordings(call),
    sounds: new Sounds(call),
    userEvents: new UserEvents(call),
    call,
  };
}
