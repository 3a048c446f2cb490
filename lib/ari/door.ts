/** The wiring in which Asterisk dials us: checks who comes, and finds out which socket is which. */
import { type AriConnection, checkApps, withNouns } from "./connect.ts";
import { Connection } from "./connection.ts";
import type { AriEvent } from "./events.ts";
import { type AriSocket, Line } from "./line.ts";
import { HttpRest, type HttpRestOptions, type Login } from "./rest_http.ts";
import { sameText } from "./same_text.ts";
import { Ways } from "./ways.ts";

export interface DoorOptions extends Login {
  /** Of the persistent socket that carries events and quick requests; or `perCall` only. */
  readonly app?: string | undefined;
  /** Of a second persistent socket: what blocks goes over it, and stands in nobody's way. */
  readonly controlApp?: string | undefined;
  /** Application of `connection_type = per_call_config`: each call comes on a socket of its own. */
  readonly perCallApp?: string | undefined;
  readonly perCall?: ((ari: AriConnection) => void) | undefined;
  /** Where Asterisk can be reached by HTTP all the same. */
  readonly http?: HttpRestOptions | undefined;
  readonly heartbeatMs?: number | undefined;
}

/** A `Request`, or what is left of it: some servers take it back when they upgrade. */
export interface Knock {
  readonly headers: Headers;
}

/** The subprotocol that Asterisk asks for and that the answer must name. */
export const ARI_PROTOCOL = "ari";
/** How long a call's own socket may be away: Asterisk gives up after some tries, and goes on. */
const CALL_AWAY_MS = 30_000;
/** Sockets that haven't said it yet. */
const UNKNOWN_MAX = 100;

export class AriDoor {
  /** Lasts across all sockets of `app`. */
  readonly ari: AriConnection | null;
  readonly #options: DoorOptions;
  readonly #ways: Ways;
  readonly #perCall = new Map<string, Connection>();
  #unknown = 0;

  constructor(options: DoorOptions) {
    this.#options = options;
    const { app, controlApp, perCallApp, http } = options;
    checkApps([app, controlApp, perCallApp].filter((name) => name !== undefined));
    this.#ways = new Ways({ http: http ? new HttpRest(http) : null, preferSocket: true });
    this.ari = app === undefined ? null : withNouns(waiting([app], this.#ways));
  }

  /**
   * Null for a request that may be upgraded, with this subprotocol; else what it is answered. Media
   * sockets, of subprotocol "media", have the same login and aren't for `acceptAri`.
   */
  refusal(request: Knock, protocol: string = ARI_PROTOCOL): Response | null {
    if (!this.#isLogin(request.headers.get("authorization"))) {
      const headers = { "www-authenticate": 'Basic realm="ari"' };
      return new Response("Unauthorized", { status: 401, headers });
    }
    const isUpgrade = request.headers.get("upgrade")?.toLowerCase() === "websocket";
    const asked = request.headers.get("sec-websocket-protocol")?.split(",") ?? [];
    if (isUpgrade && asked.some((one) => one.trim() === protocol)) return null;
    return new Response(`Upgrade to a WebSocket of subprotocol "${protocol}"`, { status: 400 });
  }

  /** Takes a socket that is, or is being, upgraded for `request`. Never throws. */
  acceptAri(socket: AriSocket, request: Knock): void {
    if (this.refusal(request) !== null || this.#unknown >= UNKNOWN_MAX) {
      return socket.close(1008, "not let in");
    }
    this.#unknown++;
    const begin = () => this.#identify(socket);
    socket.onclose = () => this.#unknown--; // until the line takes the socket over
    if (socket.readyState === 1) begin();
    else socket.onopen = begin;
  }

  close(): void {
    this.ari?.close();
    this.#ways.control?.close();
    for (const connection of this.#perCall.values()) connection.close();
  }

  #isLogin(authorization: string | null): boolean {
    const { username, password } = this.#options;
    return sameText(loginOf(authorization), `${username}:${password}`);
  }

  /** The answer to a ping names the application; events that come before it wait. */
  #identify(socket: AriSocket): void {
    let early: AriEvent[] | null = [];
    let owner: Connection | null = null;
    const line: Line = new Line({
      socket,
      event: (event) => owner ? owner.event(line, event) : early?.push(event),
      down: (reason) => owner ? owner.lost(line, reason) : this.#controlLost(line),
      heartbeatMs: this.#options.heartbeatMs,
    });
    const asked = line.ping().then(() => {
      owner = this.#ownerOf(line);
      owner?.opened(line);
      for (const event of early ?? []) owner?.event(line, event);
      early = null; // a control socket's events are nobody's
    });
    asked.catch(() => line.close()).finally(() => this.#unknown--);
  }

  #ownerOf(line: Line): Connection | null {
    const { app, controlApp, perCallApp } = this.#options;
    const { application } = line;
    if (this.ari && application === app) return this.ari;
    if (perCallApp !== undefined && application.startsWith(`${perCallApp}:`)) {
      return this.#callOf(application);
    }
    if (application === controlApp && application !== "") this.#controlled(line);
    else line.close();
    return null;
  }

  #controlled(line: Line): void {
    this.#ways.control?.close();
    this.#ways.control = line;
  }

  #controlLost(line: Line): void {
    if (this.#ways.control === line) this.#ways.control = null;
  }

  /** The same call's next socket goes to the same connection. */
  #callOf(application: string): Connection {
    const known = this.#perCall.get(application);
    if (known) return known;
    const { http, perCall } = this.#options;
    const ways = new Ways({ http: http ? new HttpRest(http) : null, preferSocket: true });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const away = () => {
      if (connection.live.length === 0) return connection.close();
      timer = setTimeout(() => {
        if (connection.phase === "connecting") connection.close();
      }, CALL_AWAY_MS);
    };
    const closed = () => {
      clearTimeout(timer);
      this.#perCall.delete(application);
    };
    const connection: Connection = waiting([application], ways, away, closed);
    this.#perCall.set(application, connection);
    perCall?.(withNouns(connection));
    return connection;
  }
}

/** A connection that waits for sockets instead of dialling. */
function waiting(
  apps: readonly string[],
  ways: Ways,
  redial: () => void = () => {},
  closed: () => void = () => {},
): Connection {
  return new Connection({ apps, ways, redial, closed });
}

/** "name:password" out of an Authorization header; empty for anything else. */
function loginOf(authorization: string | null): string {
  const [, encoded] = /^Basic\s+([\w+/=-]+)$/i.exec(authorization ?? "") ?? [];
  if (encoded === undefined) return "";
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return "";
  }
}
