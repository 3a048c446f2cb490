/** A service over HTTP as a delivery meets it: what it stores lives here, and it can be made to fail. */
import { type Fault, FaultPlan, untilAborted } from "./faults.ts";
import { Gate } from "./gate.ts";

/** One request as the service saw it. */
export interface HttpSeen {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export abstract class HttpService implements AsyncDisposable {
  readonly faults = new FaultPlan();
  readonly seen: HttpSeen[] = [];
  /** Epoch ms; a test may move it on. */
  now: () => number = () => Date.now();
  #gate!: Gate;
  #server!: Deno.HttpServer<Deno.NetAddr>;
  readonly #life = new AbortController();

  get host(): string {
    return `127.0.0.1:${this.#gate.port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  get gate(): Gate {
    return this.#gate;
  }

  async listen(): Promise<this> {
    this.#server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request, info) => this.#take(request, info.remoteAddr.port),
    );
    this.#gate = await Gate.open(this.#server.addr.port);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort();
    await this.#gate.close();
    await this.#server.shutdown();
  }

  protected abstract answer(request: Request, url: URL): Promise<Response> | Response;
  protected abstract failed(status: number): unknown;

  async #take(request: Request, farPort: number): Promise<Response> {
    const fault = this.faults.take();
    const url = new URL(request.url);
    const before = await this.#goWrong(fault, "before", farPort);
    if (before !== null) return this.#noted(request, url, before);
    const response = await this.answer(request, url);
    this.#noted(request, url, response);
    return await this.#goWrong(fault, "after", farPort) ?? response;
  }

  #noted(request: Request, url: URL, response: Response): Response {
    const path = `${url.pathname}${url.search}`;
    this.seen.push({ method: request.method, path, status: response.status });
    return response;
  }

  /** "after": what was asked for is done, and nobody is told. */
  async #goWrong(
    fault: Fault | null,
    when: "before" | "after",
    farPort: number,
  ): Promise<Response | null> {
    if (fault === null) return null;
    if (fault.type === "status") {
      if (when === "after") return null;
      const { status, retryAfterSeconds } = fault;
      const rest = retryAfterSeconds === undefined ? null : String(retryAfterSeconds);
      const headers = rest === null ? {} : { "retry-after": rest };
      return Response.json(this.failed(status), { status, headers });
    }
    if (!("when" in fault) || fault.when !== when) return null;
    switch (fault.type) {
      case "reset":
        this.#gate.cut(farPort);
        break;
      case "refuse":
        this.#gate.refuse();
        break;
      case "stall":
        this.#gate.hold(farPort);
        await untilAborted(this.#life.signal);
        break;
      case "garbage":
        return new Response("<html>Bad gateway</html>", {
          headers: { "content-type": "text/html" },
        });
      default:
        throw new Error(`This service has no fault ${fault.type}`);
    }
    return new Response(null, { status: 500 }); // nobody is there to read it
  }
}
