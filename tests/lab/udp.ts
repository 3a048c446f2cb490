/** A UDP socket on one local address. */
import { createSocket, type Socket } from "node:dgram";

export interface Address {
  /** Numbers with dots: names are not looked up. */
  readonly host: string;
  readonly port: number;
}

export class Udp {
  readonly local: Address;
  readonly #socket: Socket;
  #sending = 0;
  #closed = false;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.local = { host, port: socket.address().port };
    socket.on("error", () => {}); // a peer that is gone shows by not answering
  }

  /** On a port of the system's choice. */
  static async open(host: string): Promise<Udp> {
    const socket = createSocket({ type: "udp4", lookup: asItIs });
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, host, resolve);
    });
    return new Udp(socket, host);
  }

  /** Each datagram as it comes. */
  onReceive(listener: (bytes: Uint8Array) => void): void {
    this.#socket.on("message", listener);
  }

  send(bytes: Uint8Array | string, to: Address): void {
    if (this.#closed) return;
    this.#sending++;
    this.#socket.send(bytes, to.port, to.host, () => {
      this.#sending--;
      if (this.#closed && this.#sending === 0) this.#socket.close();
    });
  }

  /** What was sent before still goes out. Safe to repeat. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#sending === 0) this.#socket.close();
  }
}

/** Spares a look-up for each packet. */
function asItIs(
  host: string,
  _options: unknown,
  done: (error: Error | null, address: string, family: number) => void,
): void {
  done(null, host, 4);
}
