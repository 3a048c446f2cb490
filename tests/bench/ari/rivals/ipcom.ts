/** npm `@ipcom/asterisk-ari`, as its README uses it. It is installed for the bench only. */
import type { Client, Server } from "../client.ts";
import { EVENT_TYPES } from "../events.ts";

const name: string = "@ipcom/asterisk-ari";
const { AriClient } = await import(name);

export function open({ origin, username, password }: Server): Promise<Client> {
  const { hostname, port } = new URL(origin);
  const client = new AriClient({ host: hostname, port: Number(port), username, password });
  return Promise.resolve({
    listen: async (app, handle) => {
      await client.connectWebSocket([app]);
      for (const type of EVENT_TYPES) client.on(type, handle);
    },
    ping: () => client.asterisk.ping(),
    channel: (id) => client.channels.get(id),
    variable: (id, variable) => client.channels.getChannelVariable(id, variable),
    setVariable: (id, variable, value) => client.channels.setChannelVariable(id, variable, value),
  });
}
