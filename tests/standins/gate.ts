/** The door in front of a stand-in: refuses, resets and holds single connections, as a bad network does. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

const HOST = "127.0.0.1";

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

export class Gate {
  readonly port: number;
  #server: Server;
  readonly #targetPort: number;
  /** By the port from which the stand-in sees the connection come. */
  readonly #pairs = new Map<number, Pair>();
  #taken = 0;

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (near: Socket) => this.#take(near));
  }

  static async open(targetPort: number): Promise<Gate> {
    return new Gate(await listen(0), targetPort);
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** All connections that ever came. */
  get taken(): number {
    return this.#taken;
  }

  /** A TCP reset on the connection that the stand-in sees come from `farPort`. */
  cut(farPort: number): void {
    const pair = this.#pairs.get(farPort);
    this.#pairs.delete(farPort);
    pair?.near.resetAndDestroy();
    pair?.far.resetAndDestroy();
  }

  cutAll(): void {
    for (const farPort of [...this.#pairs.keys()]) this.cut(farPort);
  }

  /** The connection stays open, and no byte passes any more, either way. */
  hold(farPort: number): void {
    const pair = this.#pairs.get(farPort);
    pair?.near.pause();
    pair?.far.pause();
  }

  /** Nobody listens any more ("connection refused"), and open connections are reset. */
  async refuse(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cutAll();
    await closed;
  }

  /** Listens again, on the same port. */
  async accept(): Promise<void> {
    this.#server = await listen(this.port);
    this.#server.on("connection", (near: Socket) => this.#take(near));
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.refuse();
  }

  #take(near: Socket): void {
    this.#taken++;
    near.on("error", () => {}); // resets are what this door is for
    near.pause();
    const far = connect({ port: this.#targetPort, host: HOST, allowHalfOpen: true });
    far.on("error", () => near.resetAndDestroy());
    near.on("close", () => far.destroyed || far.resetAndDestroy());
    far.on("connect", () => {
      const farPort = far.localPort!;
      this.#pairs.set(farPort, { near, far });
      far.on("close", () => this.#pairs.delete(farPort));
      forward(near, far);
      forward(far, near);
      near.resume();
    });
  }
}

/** A slow reader slows its writer; the end of one direction ends that direction only. */
function forward(from: Socket, to: Socket): void {
  from.setNoDelay(true);
  from.on("data", (bytes) => {
    if (to.destroyed || to.write(bytes)) return;
    from.pause();
    to.once("drain", () => from.resume());
  });
  from.on("end", () => to.destroyed || to.end());
}

async function listen(port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, resolve);
  });
  return server;
}
