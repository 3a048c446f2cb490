/** What a connection tells of itself, beside Asterisk's events. */
import type { Channel } from "./channel.ts";
import type { AriEvent, EventName, EventOf } from "./events.ts";

export interface OwnEvents {
  /** Usable, and what was live before a gap has been compared with Asterisk. */
  readonly up: { readonly type: "up"; readonly gap: boolean };
  readonly down: { readonly type: "down"; readonly reason: string };
  /** Another program has taken the name, and the calls: not fought over, and final. */
  readonly replaced: { readonly type: "replaced"; readonly application: string };
  /** A channel in our application that was there before us: to adopt, or to hang up. */
  readonly orphan: { readonly type: "orphan"; readonly channel: Channel };
  /** A call that had ended before its StasisStart reached us: nothing to do. */
  readonly stale: { readonly type: "stale"; readonly channelId: string };
  /** What a listener threw, or what went wrong in the background. Unheard, it is printed. */
  readonly trouble: { readonly type: "trouble"; readonly error: unknown };
}
/** "event" is every event of Asterisk's, whatever its name. */
export type OwnName = keyof OwnEvents | "event";
export type Told<Name extends EventName | "Unhandled" | OwnName> = Name extends "event" ? AriEvent
  : Name extends keyof OwnEvents ? OwnEvents[Name]
  : Name extends EventName | "Unhandled" ? EventOf<Name>
  : never;
