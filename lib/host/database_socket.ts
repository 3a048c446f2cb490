/** Sockets to a database that can be cut: the driver only says goodbye, and a frozen server never answers. */
import { connect, type Socket } from "node:net";

/** What the driver asks its socket factory for. */
export interface SocketTarget {
  readonly path?: string | false;
  readonly host: readonly string[];
  readonly port: readonly number[];
}

export class DatabaseSockets {
  readonly #open = new Set<Socket>();

  /** For postgres.js: `socket: sockets.open`. Returned before it is connected; writes wait. */
  readonly open = (target: SocketTarget): Socket => {
    const socket = target.path
      ? connect({ path: target.path })
      : connect({ host: target.host[0]!, port: target.port[0]! });
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    return socket;
  };

  /** Every query in flight fails at once; whether the server did its work is unknown. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
