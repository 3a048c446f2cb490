/** Parameters that belong together when a call's audio goes over a WebSocket. */

/** A mixing bridge in which keys stay visible (reference: native bridges hide them). */
export const BRIDGE_TYPE = "mixing,dtmf_events";

/** A leg whose socket waits at Asterisk's `/media/<connection id>` and speaks JSON. */
export const SERVED_MEDIA = {
  transport: "websocket",
  encapsulation: "none",
  connection_type: "server",
  transport_data: "f(json)",
} as const;

/** A leg whose socket Asterisk opens itself, as an entry of websocket_client.conf says. */
export const DIALLED_MEDIA = {
  transport: "websocket",
  encapsulation: "none",
  connection_type: "client",
} as const;
