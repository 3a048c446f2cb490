/** Sockets to a database that can be cut: the driver only says goodbye, and a frozen server never answers. */
import { connect, type Socket } from "node:net";

/** What the driver asks its socket factory for. */
export interface SocketTarget {
  readonly path?: string | false;
  readonly host: readonly string[];
  readonly port: readonly number[];
}

export class DatabaseSockets {
  #open: Socket[] = [];
  /** An address may name several servers: each try takes the next one. */
  #tries = 0;

  /** For postgres.js: `socket: sockets.open`. Returned before it is connected; writes wait. */
  readonly open = (target: SocketTarget): Socket => {
    const at = this.#tries++ % target.host.length;
    const [host, port] = [target.host[at]!, target.port[at]!];
    const socket = target.path ? connect({ path: target.path }) : connect({ host, port });
    this.#open = this.#open.filter(({ destroyed }) => !destroyed);
    this.#open.push(socket);
    return Object.assign(socket, { host }); // the driver asks for a certificate of this name
  };

  /** Every query in flight fails at once; whether the server did its work is unknown. */
  cut(): void {
    for (const socket of this.#open.splice(0)) socket.destroy();
  }
}
