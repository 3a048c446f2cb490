/** No client at all: what the runtime itself can do, as the ceiling. */
import type { Client, Server } from "../client.ts";

export function open({ origin, username, password }: Server): Promise<Client> {
  const headers = { authorization: `Basic ${btoa(`${username}:${password}`)}` };
  const ask = async (method: string, path: string) => {
    const response = await fetch(`${origin}/ari/${path}`, { method, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`Cannot ${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
  return Promise.resolve({
    listen: async (app, handle) => {
      const login = `${username}:${password}`;
      const socket = new WebSocket(
        `${origin.replace("http", "ws")}/ari/events?app=${app}&api_key=${login}`,
      );
      socket.onmessage = ({ data }) => handle(JSON.parse(data));
      await new Promise((resolve, reject) => {
        socket.onopen = resolve;
        socket.onerror = () => reject(new Error(`Cannot open ${origin}`));
      });
    },
    ping: () => ask("GET", "asterisk/ping"),
    channel: (id) => ask("GET", `channels/${id}`),
    variable: (id, name) => ask("GET", `channels/${id}/variable?variable=${name}`),
    setVariable: (id, name, value) =>
      ask("POST", `channels/${id}/variable?variable=${name}&value=${value}`),
  });
}
