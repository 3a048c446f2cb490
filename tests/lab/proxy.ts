/** A TCP proxy that goes wrong on command: cuts and black holes between Parley and Asterisk. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

const HOST = "127.0.0.1";

export interface Proxy extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Pairs of sockets that are open now. */
  readonly connections: number;
  /** All connections that were ever taken. */
  readonly taken: number;
  /** Resets every connection; `refuse`: and each new one too, until `heal()`. */
  cut(options?: { refuse: boolean }): void;
  /** Connections stay open, new ones are taken, and no byte gets through until `heal()`. */
  blackHole(): void;
  /** As new; what a black hole held back goes through. */
  heal(): void;
  close(): Promise<void>;
}

/** Forwards to `targetPort` on 127.0.0.1. */
export async function startProxy(targetPort: number): Promise<Proxy> {
  const server = createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, HOST, resolve);
  });
  return new RunningProxy(server, targetPort);
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

class RunningProxy implements Proxy {
  readonly port: number;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #pairs = new Set<Pair>();
  #state: "open" | "hole" | "refusing" = "open";
  #taken = 0;

  constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (near: Socket) => this.#take(near));
  }

  get connections(): number {
    return this.#pairs.size;
  }

  get taken(): number {
    return this.#taken;
  }

  cut({ refuse }: { refuse: boolean } = { refuse: false }): void {
    this.#state = refuse ? "refusing" : "open";
    for (const pair of [...this.#pairs]) this.#drop(pair);
  }

  blackHole(): void {
    this.#state = "hole";
    for (const { near, far } of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  heal(): void {
    this.#state = "open";
    for (const { near, far } of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  async close(): Promise<void> {
    this.cut({ refuse: true });
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #take(near: Socket): void {
    this.#taken++;
    near.on("error", () => {}); // a reset is what this proxy is for
    if (this.#state === "refusing") {
      near.resetAndDestroy();
      return;
    }
    const pair = {
      near,
      far: connect({ port: this.#targetPort, host: HOST, allowHalfOpen: true }),
    };
    this.#pairs.add(pair);
    this.#forward(pair, near, pair.far);
    this.#forward(pair, pair.far, near);
    if (this.#state === "hole") {
      near.pause();
      pair.far.pause();
    }
  }

  /** A slow reader slows its writer; the end of one direction ends that direction only. */
  #forward(pair: Pair, from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on("data", (bytes) => {
      if (to.write(bytes)) return;
      from.pause();
      to.once("drain", () => this.#state !== "hole" && from.resume());
    });
    from.on("end", () => to.end());
    from.on("error", () => this.#drop(pair));
    from.on("close", () => {
      if (pair.near.destroyed && pair.far.destroyed) this.#pairs.delete(pair);
    });
  }

  #drop(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.near.resetAndDestroy();
    pair.far.resetAndDestroy();
  }
}
