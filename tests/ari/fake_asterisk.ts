/** What Asterisk sends, and a server that sends it: for tests that need no Asterisk. */
import type { Models } from "../../lib/ari/mod.ts";

/** A channel as Asterisk 22.10 describes one. */
export function snapshot(id: string, more: Partial<Models.Channel> = {}): Models.Channel {
  return {
    id,
    protocol_id: "",
    name: `PJSIP/1001-${id}`,
    state: "Up",
    caller: { name: "", number: "1001" },
    connected: { name: "", number: "" },
    accountcode: "",
    dialplan: {
      context: "parley",
      exten: "9000",
      priority: 4,
      app_name: "Stasis",
      app_data: "hello",
    },
    creationtime: "2026-01-01T00:00:00.000+0000",
    language: "en",
    ...more,
  };
}

/** An event as text, in its envelope. */
export function eventFrame(event: { readonly type: string } & Record<string, unknown>): string {
  return JSON.stringify({
    application: "hello",
    timestamp: "2026-01-01T00:00:00.000+0000",
    asterisk_id: "02:42:ac:11:00:02",
    ...event,
  });
}
