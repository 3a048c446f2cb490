/** Deepgram's live transcription as the SDK meets it; it hears speech that it was taught, by its sound. */
import type { AudioEncoding } from "../../lib/call/ports.ts";
import { Bill } from "./bill.ts";
import { DeepgramConnection, type LiveStream, type StreamEars } from "./deepgram_connection.ts";
import { DeepgramHearing, Lexicon } from "./deepgram_hearing.ts";
import { type ListenRefusal, readListen, refusalOf, refused } from "./deepgram_request.ts";
import { DeepgramStream } from "./deepgram_stream.ts";
import { readFlux } from "./flux_request.ts";
import { FluxStream } from "./flux_stream.ts";
import { type Fault, FaultPlan, pause, untilAborted } from "./faults.ts";
import { Gate } from "./gate.ts";
import { Watch } from "./watch.ts";

export interface DeepgramStandInOptions {
  /** Keys that are let in; "test-key" unless said. */
  readonly keys?: readonly string[];
}

/** By path: what is asked of a line's audio. */
type Listening = (id: string, ears: StreamEars) => LiveStream;

export class DeepgramStandIn implements AsyncDisposable {
  readonly gate: Gate;
  readonly faults = new FaultPlan();
  /** From audio to its result. */
  resultMs = 0;
  /** Lines that were let in, oldest first. */
  readonly lines: DeepgramConnection[] = [];
  /** Handshakes that came, also those that were refused. */
  knocks = 0;
  readonly #keys: readonly string[];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #lexicons = { ulaw: new Lexicon("ulaw"), alaw: new Lexicon("alaw") };
  readonly #watch = new Watch();
  /** Ends also lines whose handshake was never completed; `shutdown()` would wait for them. */
  readonly #life: AbortController;

  private constructor(
    server: Deno.HttpServer<Deno.NetAddr>,
    gate: Gate,
    keys: readonly string[],
    life: AbortController,
  ) {
    this.#life = life;
    this.#server = server;
    this.gate = gate;
    this.#keys = keys;
  }

  static async start({ keys = ["test-key"] }: DeepgramStandInOptions = {}) {
    let standIn: DeepgramStandIn | null = null;
    const life = new AbortController();
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {}, signal: life.signal },
      (request, info) => standIn!.#answer(request, info.remoteAddr.port),
    );
    standIn = new DeepgramStandIn(server, await Gate.open(server.addr.port), keys, life);
    return standIn;
  }

  /** Of all audio that came, whatever became of its line. */
  get bill(): Bill {
    const bill = new Bill();
    for (const { query, samples } of this.lines) {
      bill.add(query.get("model") ?? "", { audioMinutes: samples / 8_000 / 60 });
    }
    return bill;
  }

  /** For `DEEPGRAM_URL`. */
  get url(): string {
    return `ws://127.0.0.1:${this.gate.port}`;
  }

  /** Lines that are open now. */
  get open(): number {
    return this.lines.filter(({ ending }) => ending === null).length;
  }

  /** From now on this speech (8 kHz) is heard as this text, on new and on open lines. */
  learn(text: string, pcm: Int16Array): void {
    for (const lexicon of Object.values(this.#lexicons)) lexicon.learn(text, pcm);
  }

  /** Resolves as soon as something holds; asked each time that something happens on a line. */
  until(what: string, holds: () => boolean): Promise<void> {
    return this.#watch.until(what, holds);
  }

  async close(): Promise<void> {
    for (const line of this.lines) line.abandon();
    await this.gate.close();
    this.#life.abort();
    await this.#server.finished;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #answer(request: Request, farPort: number): Promise<Response> {
    this.knocks++;
    this.#changed();
    const id = crypto.randomUUID();
    const fault = this.faults.take();
    const { pathname, searchParams } = new URL(request.url);
    if (fault?.type === "status") return refused(refusalOf(fault.status), id);
    const key = /^Token (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    if (key === undefined || !this.#keys.includes(key)) return refused(refusalOf(401), id);
    const asked = this.#read(pathname, searchParams);
    if (typeof asked !== "function") return refused(asked, id);
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return refused(refusalOf(400), id);
    }
    const wrong = await this.#goWrong(fault, farPort, id);
    return wrong ?? this.#upgrade(request, { id, farPort, fault, asked, query: searchParams });
  }

  #read(pathname: string, query: URLSearchParams): Listening | ListenRefusal {
    if (pathname === "/v1/listen") {
      const asked = readListen(query);
      if ("status" in asked) return asked;
      return (id, ears) => new DeepgramStream(id, asked, this.#hearing(asked.encoding), ears);
    }
    if (pathname !== "/v2/listen") return refusalOf(404);
    const asked = readFlux(query);
    if ("status" in asked) return asked;
    return (id, ears) => new FluxStream(id, asked, this.#hearing(asked.encoding), ears);
  }

  /** Before the handshake is answered. */
  async #goWrong(fault: Fault | null, farPort: number, id: string): Promise<Response | null> {
    if (fault?.type === "drip") await pause(fault.pieceMs, this.#life.signal);
    if (fault === null || !("when" in fault) || fault.when !== "before") return null;
    if (fault.type === "stall") {
      this.gate.hold(farPort);
      await untilAborted(this.#life.signal);
    } else if (fault.type === "garbage") {
      return new Response("<html><body>Sign in to this network</body></html>", {
        headers: { "content-type": "text/html" },
      });
    } else if (fault.type === "close" || fault.type === "cut_json") return null; // once it stands
    this.gate.cut(farPort);
    return refused(refusalOf(503), id); // nobody is there to read it
  }

  #upgrade(
    request: Request,
    { id, farPort, fault, asked, query }: {
      readonly id: string;
      readonly farPort: number;
      readonly fault: Fault | null;
      readonly asked: Listening;
      readonly query: URLSearchParams;
    },
  ): Response {
    const { socket, response } = Deno.upgradeWebSocket(request);
    response.headers.set("dg-request-id", id);
    const line = new DeepgramConnection({
      socket,
      query,
      stream: (ears) => asked(id, ears),
      fault,
      resultMs: () => this.resultMs,
      cut: () => this.gate.cut(farPort),
      refuse: () => void this.gate.refuse(),
      hold: () => this.gate.hold(farPort),
      changed: () => this.#changed(),
    });
    this.lines.push(line);
    this.#changed();
    return response;
  }

  #hearing(encoding: AudioEncoding): DeepgramHearing {
    return new DeepgramHearing(this.#lexicons[encoding], encoding);
  }

  #changed(): void {
    this.#watch.happened();
  }
}
