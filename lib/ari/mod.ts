/** Asterisk's REST interface for TypeScript: nothing of Parley, nothing outside Web standards. */
import { Applications } from "./applications.ts";
import { AsteriskSystem } from "./asterisk.ts";
import { Bridges } from "./bridges.ts";
import { Channels } from "./channels.ts";
import { DeviceStates } from "./device_states.ts";
import { Endpoints } from "./endpoints.ts";
import { Mailboxes } from "./mailboxes.ts";
import { type Call, callOver } from "./operation.ts";
import { Playbacks } from "./playbacks.ts";
import { Recordings } from "./recordings.ts";
import { HttpRest, type HttpRestOptions } from "./rest_http.ts";
import { Sounds } from "./sounds.ts";
import { UserEvents } from "./user_events.ts";

export { AriEnded, AriError, AriLimit, type EndedHow, OutcomeUnknown } from "./errors.ts";
export {
  type AriEvent,
  decodeAriEvent,
  type EventName,
  type EventOf,
  type Unhandled,
} from "./events.ts";
export { BRIDGE_TYPE, SERVED_MEDIA } from "./media_params.ts";
export { EventsSocket, type EventsSocketOptions } from "./events_socket.ts";
/** Everything that Asterisk answers and tells, as it calls it: `Models.Channel`. */
export type * as Models from "./models.gen.ts";
export type {
  Asking,
  Call,
  Method,
  OperationEntry,
  OperationName,
  Rest,
  RestAnswer,
  RestRequest,
} from "./operation.ts";
export {
  DESCRIBED_VERSION,
  type OperationParams,
  type OperationResults,
  OPERATIONS,
} from "./operations.gen.ts";
export { basic, type HttpRestOptions, type Login } from "./rest_http.ts";
export { ariTimeMs, type Misfit, misfitsOf } from "./shapes.ts";
export { EVENT_NAMES } from "./shapes.gen.ts";

export type AriOptions = HttpRestOptions;

/** The operations by noun, over whatever way there is to Asterisk. */
export interface Ari {
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

/** REST by `fetch`, and no events. */
export function openAri(options: AriOptions): Ari {
  return nounsOf(callOver(new HttpRest(options)));
}

function nounsOf(call: Call): Ari {
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
