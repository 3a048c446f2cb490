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
  cut(options?: { readonly refuse: boolean; readonly only?: Kind }): void;
  /** Connections stay open, new ones are taken, and no byte gets through until `heal()`. */
  blackHole(only?: Kind): void;
  /** As new; what a black hole held back goes through. */
  heal(): void;
  close(): Promise<void>;
}

/** What a connection carries, by its first request. */
export type Kind = "events" | "media" | "rest";

const KINDS: readonly (readonly [start: string, kind: Kind])[] = [
  ["GET /media/", "media"],
  ["GET /ari/events", "events"],
];

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
  /** Null until its first request has come. */
  kind: Kind | null;
}

/** What happens to connections, and to which of them; null: to all. */
interface Trouble {
  readonly state: "open" | "hole" | "refusing";
  readonly only: Kind | null;
}

class RunningProxy implements Proxy {
  readonly port: number;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #pairs = new Set<Pair>();
  #trouble: Trouble = { state: "open", only: null };
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

  cut({ refuse, only = null }: { refuse: boolean; only?: Kind | null } = { refuse: false }): void {
    this.#trouble = { state: refuse ? "refusing" : "open", only };
    for (const pair of [...this.#pairs]) if (isMeant(pair, only)) this.#drop(pair);
  }

  blackHole(only: Kind | null = null): void {
    this.#trouble = { state: "hole", only };
    for (const pair of this.#pairs) this.#hold(pair);
  }

  heal(): void {
    this.#trouble = { state: "open", only: null };
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
    if (this.#trouble.state === "refusing" && this.#trouble.only === null) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: this.#targetPort, host: HOST, allowHalfOpen: true });
    const pair: Pair = { near, far, kind: null };
    this.#pairs.add(pair);
    near.once("data", (bytes) => this.#learn(pair, String(bytes)));
    this.#forward(pair, near, far);
    this.#forward(pair, far, near);
    this.#hold(pair);
  }

  /** Before the first request goes on: only now it is known whether the trouble is this one's. */
  #learn(pair: Pair, request: string): void {
    pair.kind = KINDS.find(([start]) => request.startsWith(start))?.[1] ?? "rest";
    const { state, only } = this.#trouble;
    if (state === "refusing" && pair.kind === only) this.#drop(pair);
    else this.#hold(pair);
  }

  #hold(pair: Pair): void {
    if (this.#trouble.state !== "hole" || !isMeant(pair, this.#trouble.only)) return;
    pair.near.pause();
    pair.far.pause();
  }

  /** A slow reader slows its writer; the end of one direction ends that direction only. */
  #forward(pair: Pair, from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on("data", (bytes) => {
      if (from.isPaused()) return from.unshift(bytes); // a black hole has just learned what it is
      if (to.destroyed || to.write(bytes)) return;
      from.pause();
      to.once("drain", () => this.#trouble.state !== "hole" && from.resume());
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

function isMeant({ kind }: Pair, only: Kind | null): boolean {
  return only === null || kind === only;
}
