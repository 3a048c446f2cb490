/** Lets Asterisk in where Deno serves: `Deno.serve((request) => acceptOnDeno(door, request))`. */
import { ARI_PROTOCOL, type AriDoor } from "./door.ts";

/** The upgrade is answered at once; everything else happens on the socket. */
export function acceptOnDeno(door: AriDoor, request: Request): Response {
  const refusal = door.refusal(request);
  if (refusal !== null) return refusal;
  const headers = new Headers(request.headers);
  const { socket, response } = Deno.upgradeWebSocket(request, {
    protocol: ARI_PROTOCOL,
    idleTimeout: 0, // the line has a heartbeat of its own
  });
  door.acceptAri(socket, { headers });
  return response;
}
