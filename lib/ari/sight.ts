/** What is in Asterisk now, and what that says about a time when nobody told us. */
import { AriError } from "./errors.ts";
import type { AriEvent } from "./events.ts";
import type { Book } from "./book.ts";
import { START_LOOK_EVERY_MS, START_LOOKS_MAX } from "./limits.ts";
import type * as Models from "./models.gen.ts";
import type { Nouns } from "./nouns.ts";

export interface Sight {
  readonly channels: ReadonlyMap<string, Models.Channel>;
  readonly bridges: ReadonlyMap<string, Models.Bridge>;
  /** Channels that our applications hear of. */
  readonly heard: ReadonlySet<string>;
  readonly apps: readonly string[];
}

/** Rejects when Asterisk doesn't know one of the applications: then nobody tells us anything. */
export async function lookAround(nouns: Nouns, apps: readonly string[]): Promise<Sight> {
  const [applications, channels, bridges] = await Promise.all([
    Promise.all(apps.map((app) => nouns.applications.get(app))),
    nouns.channels.list(),
    nouns.bridges.list(),
  ]);
  return {
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    bridges: new Map(bridges.map((bridge) => [bridge.id, bridge])),
    heard: new Set(applications.flatMap(({ channel_ids }) => channel_ids)),
    apps,
  };
}

/** Looks again while Asterisk is still starting, on the same socket: what it told on it is kept. */
export async function whenStarted(
  look: () => Promise<Sight>,
  goesOn: () => boolean,
): Promise<Sight> {
  for (let looks = 1;; looks++) {
    try {
      return await look();
    } catch (error) {
      const isStarting = error instanceof AriError && error.status === 503;
      if (!isStarting || looks === START_LOOKS_MAX || !goesOn()) throw error;
      await new Promise((wake) => setTimeout(wake, START_LOOK_EVERY_MS));
    }
  }
}

/** Ids in the book at the time of the cut: what came later is none of the gap's business. */
export interface Known {
  readonly channels: readonly string[];
  readonly bridges: readonly string[];
}

/** The events that nobody told: of what was known, is still in the book, and is gone. */
export function untoldEvents(book: Book, known: Known, sight: Sight): AriEvent[] {
  const envelope = {
    application: book.app,
    timestamp: new Date().toISOString().replace("Z", "+0000"),
    asterisk_id: "",
    synthesized: true,
  } as const;
  const lost = known.channels.flatMap((id): AriEvent[] => {
    const handle = book.channels.get(id);
    if (handle === undefined) return [];
    const cause = { cause: 0, cause_txt: "Gone during a gap" };
    if (!sight.channels.has(id)) {
      return [{
        ...envelope,
        type: "ChannelDestroyed",
        channel: handle.data ?? unknownChannel(id),
        ...cause,
      }];
    }
    const isHere = !handle.hasEntered || isInside(sight, id);
    return isHere ? [] : [{ ...envelope, type: "StasisEnd", channel: sight.channels.get(id)! }];
  });
  const unbridged = known.bridges.filter((id) => book.bridges.has(id) && !sight.bridges.has(id))
    .map((id): AriEvent => ({ ...envelope, type: "BridgeDestroyed", bridge: bridgeOf(id) }));
  return [...lost, ...unbridged];
}

/** Channels in our applications that nobody here knows. */
export function orphansOf(book: Book, sight: Sight): Models.Channel[] {
  return [...sight.channels.values()]
    .filter(({ id, dialplan }) => isOurs(sight, dialplan) && !book.channels.has(id));
}

/** A call from before the socket opened counts only if its channel is still there: of the others, the ids. */
export function staleIn(early: readonly AriEvent[], sight: Sight): ReadonlySet<string> {
  const calls = early.filter(({ type }) => type === "StasisStart").map(channelOf);
  return new Set(calls.filter((id): id is string => !sight.channels.has(id ?? "")));
}

/** The channel that an event is about. */
export function channelOf(event: AriEvent): string | undefined {
  return (event as { readonly channel?: Models.Channel }).channel?.id;
}

function isInside(sight: Sight, id: string): boolean {
  return sight.heard.has(id) || isOurs(sight, sight.channels.get(id)!.dialplan);
}

/** The dialplan step says "Stasis" with "app,arguments". */
function isOurs({ apps }: Sight, { app_name, app_data }: Models.DialplanCEP): boolean {
  return app_name === "Stasis" && apps.includes(app_data.split(",")[0]!);
}

/** All that is known of a bridge that is gone. */
function bridgeOf(id: string): Models.Bridge {
  return {
    id,
    technology: "",
    bridge_type: "mixing",
    bridge_class: "stasis",
    creator: "Stasis",
    name: "",
    channels: [],
    creationtime: "",
  };
}

/** All that is known of a channel whose making got no answer. */
function unknownChannel(id: string): Models.Channel {
  return {
    id,
    protocol_id: "",
    name: "",
    state: "Unknown",
    caller: { name: "", number: "" },
    connected: { name: "", number: "" },
    accountcode: "",
    dialplan: { context: "", exten: "", priority: 0, app_name: "", app_data: "" },
    creationtime: "",
    language: "",
  };
}
