/** How Parley and Asterisk reach each other. In the wiring of this file Parley dials Asterisk. */
import { type AriConnection, type AriOptions, connectAri, SERVED_MEDIA } from "../ari/mod.ts";
import type { MediaLeg } from "../call/ports.ts";
import { type LegOptions, openMediaLeg } from "../media/media_leg.ts";

export interface Wiring {
  readonly ari: AriConnection;
  /** Whose calls are ours. */
  readonly app: string;
  /** Who is dialled, for the log. */
  readonly url: string;
  /** Makes a channel of this id that enters our application, and opens its socket. */
  openLeg(channel: string, options: LegOptions): Promise<MediaLeg>;
  close(): void;
}

/** Dials at once, and for ever after every cut; media by sockets of ours. */
export function dialAsterisk(settings: AriOptions & { readonly app: string }): Wiring {
  const ari = connectAri(settings);
  const { url, app } = settings;
  const mediaUrl = `${url.replace(/^http/, "ws").replace(/\/ari\/?$/, "")}/media/`;
  return {
    ari,
    app,
    url,
    async openLeg(channelId, options) {
      const format = options.encoding;
      const leg = await ari.channels.externalMedia({ channelId, app, format, ...SERVED_MEDIA });
      const connection = leg.channelvars?.MEDIA_WEBSOCKET_CONNECTION_ID ?? "";
      return openMediaLeg({ ...options, url: mediaUrl + encodeURIComponent(connection) });
    },
    close: () => ari.close(),
  };
}
