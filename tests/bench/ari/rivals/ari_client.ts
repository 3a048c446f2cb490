/** npm `ari-client`, as its README uses it. It is installed for the bench only, and has no types. */
import type { Client, Server } from "../client.ts";
import { EVENT_TYPES } from "../events.ts";

const name: string = "ari-client";
const { default: ari } = await import(name);

export async function open({ origin, username, password }: Server): Promise<Client> {
  const client = await ari.connect(origin, username, password);
  return {
    listen: async (app, handle) => {
      for (const type of EVENT_TYPES) client.on(type, handle);
      await client.start(app);
    },
    ping: () => client.asterisk.ping(),
    channel: (channelId) => client.channels.get({ channelId }),
    variable: (channelId, variable) => client.channels.getChannelVar({ channelId, variable }),
    setVariable: (channelId, variable, value) =>
      client.channels.setChannelVar({ channelId, variable, value }),
  };
}
