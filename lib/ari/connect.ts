/** The wiring in which we dial Asterisk: a socket of events, REST by HTTP or over that socket. */
import { Connection } from "./connection.ts";
import { Dialler } from "./dialler.ts";
import { Line } from "./line.ts";
import type { Nouns } from "./nouns.ts";
import { HttpRest, type HttpRestOptions } from "./rest_http.ts";
import { Ways } from "./ways.ts";

/** A connection with the operations by noun on it: `ari.channels.list()`. */
export type AriConnection = Connection & Nouns;

export interface ConnectOptions extends HttpRestOptions {
  /** Stable: a new name for each start orphans every call. At most 73 characters. */
  readonly app: string | readonly string[];
  /** Hears of everything in Asterisk, not only of its own calls. Heavy; trim it with `filter`. */
  readonly subscribeAll?: boolean | undefined;
  /** "websocket": quick requests over the socket of events; what blocks still goes by HTTP. */
  readonly rest?: "http" | "websocket" | undefined;
  readonly heartbeatMs?: number | undefined;
  readonly opensWithinMs?: number | undefined;
  readonly WebSocket?: typeof WebSocket | undefined;
  readonly random?: (() => number) | undefined;
}

/** AST_MAX_CONTEXT less "stasis-" */
const APP_CHARS_MAX = 73;

/** Dials at once, and for ever after every cut, until `close()`. */
export function connectAri(options: ConnectOptions): AriConnection {
  const apps = [options.app].flat();
  checkApps(apps);
  const ways = new Ways({
    http: new HttpRest(options),
    preferSocket: options.rest === "websocket",
  });
  const dialler = new Dialler({
    ...options,
    apps,
    subscribeAll: options.subscribeAll ?? false,
    opened: (socket) => {
      const line: Line = new Line({
        socket,
        event: (event) => connection.event(line, event),
        down: (reason) => connection.lost(line, reason),
        heartbeatMs: options.heartbeatMs,
      });
      connection.opened(line);
    },
  });
  const connection = new Connection({
    apps,
    ways,
    redial: () => dialler.redial(),
    closed: () => dialler.close(),
    isGhost: () => dialler.isGhost(),
  });
  dialler.dial();
  return withNouns(connection);
}

export function withNouns(connection: Connection): AriConnection {
  return Object.assign(connection, connection.nouns);
}

/** Throws a `RangeError` for a name that Asterisk would cut or take apart. */
export function checkApps(apps: readonly string[]): void {
  if (apps.length === 0) throw new RangeError("Cannot connect to Asterisk without an application");
  for (const app of apps) {
    if (app !== "" && app.length <= APP_CHARS_MAX && !/[\s,]/.test(app)) continue;
    throw new RangeError(
      `Cannot connect to Asterisk as "${app}": a name has 1 to ${APP_CHARS_MAX} characters and ` +
        "neither commas nor spaces",
    );
  }
}
