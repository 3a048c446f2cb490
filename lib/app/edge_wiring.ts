/** The wiring in which Asterisk dials us: its sockets come to our web server, with one login. */
import { ARI_PROTOCOL, AriDoor, DIALLED_MEDIA, type Login } from "../ari/mod.ts";
import type { MediaLeg } from "../call/ports.ts";
import { type LegOptions, mediaLegOver } from "../media/media_leg.ts";
import type { Wiring } from "./wiring.ts";

/** Where websocket_client.conf sends events, control and media. */
export const EVENTS_PATH = "/asterisk/events";
export const MEDIA_PATH = "/asterisk/media";
/** Media's entry there. */
const MEDIA_CLIENT = "parley-edge-media";
const MEDIA_PROTOCOL = "media";
/** Asterisk dials within milliseconds, and a second time half a second later. */
const DIALS_WITHIN_MS = 2_000;

/** What a web server does to a request that becomes a socket. */
export type Upgrade = (
  request: Request,
  protocol: string,
) => { readonly socket: WebSocket; readonly response: Response };

export interface EdgeOptions extends Login {
  readonly app: string;
  /** The second socket: what blocks goes over it. */
  readonly controlApp: string;
  readonly upgrade: Upgrade;
}

export class EdgeWiring implements Wiring {
  readonly app: string;
  readonly url = EVENTS_PATH;
  readonly #door: AriDoor;
  readonly #upgrade: Upgrade;
  /** Legs whose socket hasn't come yet, by their channel. */
  readonly #awaited = new Map<string, (socket: WebSocket) => void>();

  constructor({ upgrade, ...options }: EdgeOptions) {
    this.#door = new AriDoor(options);
    this.#upgrade = upgrade;
    this.app = options.app;
  }

  get ari(): Wiring["ari"] {
    return this.#door.ari!; // it has an application
  }

  /** Null for what isn't for Asterisk: a web page. */
  answer(request: Request): Response | null {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === EVENTS_PATH) return this.#acceptAri(request);
    if (pathname === MEDIA_PATH) return this.#acceptMedia(request, searchParams.get("call") ?? "");
    return null;
  }

  async openLeg(channelId: string, options: LegOptions): Promise<MediaLeg> {
    const { promise: opened, resolve, reject } = Promise.withResolvers<MediaLeg>();
    const late = () => reject(new Error(`Cannot open a media leg: ${NOT_DIALLED}`));
    const timer = setTimeout(late, DIALS_WITHIN_MS);
    this.#awaited.set(channelId, (socket) => resolve(mediaLegOver(socket, options)));
    try {
      const [leg] = await Promise.all([opened, this.#ask(channelId, options)]);
      return leg;
    } catch (error) {
      reject(error);
      opened.then((leg) => leg.close(), () => {}); // its socket may have come all the same
      throw error;
    } finally {
      clearTimeout(timer);
      this.#awaited.delete(channelId);
    }
  }

  close(): void {
    this.#door.close();
  }

  #ask(channelId: string, { encoding }: LegOptions): Promise<unknown> {
    return this.ari.channels.externalMedia({
      channelId,
      app: this.app,
      format: encoding,
      external_host: MEDIA_CLIENT,
      ...DIALLED_MEDIA,
      transport_data: `f(json)v(call=${encodeURIComponent(channelId)})`,
    });
  }

  #acceptAri(request: Request): Response {
    const refusal = this.#door.refusal(request);
    if (refusal !== null) return refusal;
    const headers = new Headers(request.headers); // some servers take them back
    const { socket, response } = this.#upgrade(request, ARI_PROTOCOL);
    this.#door.acceptAri(socket, { headers });
    return response;
  }

  /** Handed over before it is open, so that its first message finds the leg. */
  #acceptMedia(request: Request, channelId: string): Response {
    const refusal = this.#door.refusal(request, MEDIA_PROTOCOL);
    if (refusal !== null) return refusal;
    const handOver = this.#awaited.get(channelId);
    if (handOver === undefined) return new Response("No call awaits this socket", { status: 404 });
    this.#awaited.delete(channelId);
    const { socket, response } = this.#upgrade(request, MEDIA_PROTOCOL);
    handOver(socket);
    return response;
  }
}

const NOT_DIALLED = `Asterisk has not dialled ${MEDIA_PATH} in ${DIALS_WITHIN_MS} ms; see that ` +
  `[${MEDIA_CLIENT}] of its websocket_client.conf has this Parley's address`;
