/**
 * Asterisk's REST interface for TypeScript: nothing of Parley, nothing outside Web standards.
 * `connectAri` where we dial Asterisk, `AriDoor` where it dials us, `openAri` for REST alone.
 */
import { type Nouns, nounsOf } from "./nouns.ts";
import { callOver } from "./operation.ts";
import { HttpRest, type HttpRestOptions } from "./rest_http.ts";

export { type Bridge } from "./bridge.ts";
export { type Channel, type ChannelEnd } from "./channel.ts";
export { type AriConnection, connectAri, type ConnectOptions } from "./connect.ts";
export { type Connection, type Phase } from "./connection.ts";
export type { OwnEvents, OwnName, Told } from "./own_events.ts";
export { ARI_PROTOCOL, AriDoor, type DoorOptions, type Knock } from "./door.ts";
export {
  AriEnded,
  AriError,
  AriLimit,
  type EndedHow,
  NotConnected,
  OutcomeUnknown,
} from "./errors.ts";
export {
  type AriEvent,
  decodeAriEvent,
  type EventName,
  type EventOf,
  type Unhandled,
} from "./events.ts";
export { BRIDGE_TYPE, DIALLED_MEDIA, SERVED_MEDIA } from "./media_params.ts";
export { type AriSocket } from "./line.ts";
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
export { type Playback } from "./playback.ts";
export { type Recording } from "./recording.ts";
export { basic, type HttpRestOptions, type Login } from "./rest_http.ts";
export { ariTimeMs, type Misfit, misfitsOf } from "./shapes.ts";
export { EVENT_NAMES } from "./shapes.gen.ts";
export { type Patience } from "./wait.ts";

export type AriOptions = HttpRestOptions;

export type { Nouns };

/** REST by `fetch`, and no events. */
export function openAri(options: AriOptions): Nouns {
  return nounsOf(callOver(new HttpRest(options)));
}
