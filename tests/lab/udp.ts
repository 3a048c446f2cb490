/** A UDP socket on one local address. */

/** More than any packet of a call: SIP with SDP is 1.5 KB, RTP 172 bytes. */
const DATAGRAM_BYTES_MAX = 8_192;

export interface Address {
  /** Numbers with dots: names are not looked up. */
  readonly host: string;
  readonly port: number;
}

/**
 * On Deno's own sockets (`"unstable": ["net"]`), not node:dgram: that one takes a fresh 64 KB for
 * each packet, and the collector's pauses showed as gaps of 50 ms in ten callers' audio.
 */
export class Udp {
  readonly local: Address;
  readonly #socket: Deno.DatagramConn;
  #receive: (bytes: Uint8Array) => void = () => {};
  #sending = 0;
  #closed = false;

  private constructor(socket: Deno.DatagramConn, host: string) {
    this.#socket = socket;
    this.local = { host, port: (socket.addr as Deno.NetAddr).port };
    this.#listen();
  }

  /** On a port of the system's choice. */
  static open(host: string): Udp {
    if (!("listenDatagram" in Deno)) {
      throw new Error("Cannot open a telephone: run with deno.json's settings, or --unstable-net");
    }
    return new Udp(Deno.listenDatagram({ transport: "udp", hostname: host, port: 0 }), host);
  }

  /** Each datagram as it comes; the listener may keep it. */
  onReceive(listener: (bytes: Uint8Array) => void): void {
    this.#receive = listener;
  }

  send(bytes: Uint8Array, to: Address): void {
    if (this.#closed) return;
    this.#sending++;
    // A peer that is gone shows by not answering.
    this.#socket.send(bytes, { transport: "udp", hostname: to.host, port: to.port })
      .catch(() => {})
      .finally(() => {
        this.#sending--;
        this.#closeWhenSent();
      });
  }

  /** What was sent before still goes out. Safe to repeat. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#closeWhenSent();
  }

  #closeWhenSent(): void {
    if (this.#closed && this.#sending === 0) this.#socket.close();
  }

  async #listen(): Promise<void> {
    const buffer = new Uint8Array(DATAGRAM_BYTES_MAX);
    try {
      for (;;) {
        const [bytes] = await this.#socket.receive(buffer);
        if (!this.#closed) this.#receive(bytes.slice());
      }
    } catch (error) {
      if (!this.#closed) throw error;
    }
  }
}
