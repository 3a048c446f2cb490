/** OpenAI's server as the SDK meets it: chat completions and speech, with delays and faults to set. */
import { joinedBytes } from "../../lib/audio/joined.ts";
import { Bill } from "./bill.ts";
import { type Fault, FaultPlan } from "./faults.ts";
import { Gate } from "./gate.ts";
import type { ChatReply, ChatRequest } from "./openai_chat.ts";
import { answerTokens, chatEvents, cutAnywhere, refusalOf } from "./openai_chat.ts";
import { speechRefusal, type SpeechRequest, type SpeechTiming } from "./openai_speech.ts";
import {
  atWrongRate,
  PIECE_BYTES,
  SPEECH_RATE_HZ,
  speechPieces,
  WRONG_FORMATS,
  WRONG_RATE_HZ,
} from "./openai_speech.ts";
import { ROUGH_TOKENS, type Tokens } from "./openai_tokens.ts";
import { failed, type Pieces, streamed } from "./openai_wire.ts";

export interface ChatTiming {
  readonly firstMs: number;
  readonly pieceMs: number;
}

export interface OpenAiStandInOptions {
  /** Keys that are let in; "test-key" unless said. */
  readonly keys?: readonly string[];
  readonly chat?: (request: ChatRequest) => ChatReply;
  /** 24 kHz speech of a text; without it `/audio/speech` answers 404. */
  readonly speak?: (request: SpeechRequest) => Promise<Int16Array>;
  /** Models that refuse a temperature. */
  readonly coldModels?: readonly string[];
  /** How tokens are counted; roughly unless said. */
  readonly tokens?: Tokens;
}

/** One request as the server saw it. */
export interface Seen {
  readonly path: string;
  readonly body: unknown;
  readonly authorised: boolean;
  /** Pieces of the answer that went out so far. */
  sent: number;
  /** `performance.now()` of each of them. */
  readonly sentAtMs: number[];
  /** Null while it is being sent. */
  ending: Ending | null;
  /** How the answer ended: "cancelled" is the client's doing. */
  readonly ended: Promise<Ending>;
}

export type Ending = "complete" | "cancelled" | "refused" | "broken";

const CHAT = "/v1/chat/completions";
const SPEECH = "/v1/audio/speech";

export class OpenAiStandIn implements AsyncDisposable {
  readonly gate: Gate;
  /** Also of answers that were cut short: the prompt, and what was sent. */
  readonly bill = new Bill();
  readonly chatFaults = new FaultPlan();
  readonly speechFaults = new FaultPlan();
  chatTiming: ChatTiming = { firstMs: 0, pieceMs: 0 };
  speechTiming: SpeechTiming = { firstMs: 0, pace: 50 };
  /** Oldest first. */
  readonly seen: Seen[] = [];
  readonly #options: OpenAiStandInOptions;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #waiting: { readonly count: number; readonly met: () => void }[] = [];
  readonly #life = new AbortController();
  #open = 0;

  private constructor(
    server: Deno.HttpServer<Deno.NetAddr>,
    gate: Gate,
    options: OpenAiStandInOptions,
  ) {
    this.#server = server;
    this.gate = gate;
    this.#options = options;
  }

  static async start(options: OpenAiStandInOptions = {}): Promise<OpenAiStandIn> {
    let standIn: OpenAiStandIn | null = null;
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {}, onError: () => failed(500) },
      (request, info) => standIn!.#answer(request, info.remoteAddr.port),
    );
    standIn = new OpenAiStandIn(server, await Gate.open(server.addr.port), options);
    return standIn;
  }

  /** For `OPENAI_BASE_URL`. */
  get url(): string {
    return `http://127.0.0.1:${this.gate.port}/v1`;
  }

  /** The same past the gate: without its faults, and without its way. */
  get directUrl(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/v1`;
  }

  /** Answers that are being sent now. */
  get open(): number {
    return this.#open;
  }

  /** Resolves when this many requests have come in all. */
  requests(count: number): Promise<void> {
    if (this.seen.length >= count) return Promise.resolve();
    return new Promise((met) => this.#waiting.push({ count, met }));
  }

  async close(): Promise<void> {
    this.#life.abort();
    await this.gate.close();
    await this.#server.shutdown();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #answer(request: Request, farPort: number): Promise<Response> {
    const path = new URL(request.url).pathname;
    const body = await request.json().catch(() => null);
    const key = request.headers.get("authorization")?.replace(/^Bearer /, "") ?? "";
    const authorised = (this.#options.keys ?? ["test-key"]).includes(key);
    const ended = Promise.withResolvers<Ending>();
    const seen: Seen = {
      path,
      body,
      authorised,
      sent: 0,
      sentAtMs: [],
      ending: null,
      ended: ended.promise,
    };
    ended.promise.then((how) => seen.ending = how);
    this.seen.push(seen);
    for (const { count, met } of this.#waiting) if (count <= this.seen.length) met();
    const refused = (response: Response) => {
      ended.resolve("refused");
      return response;
    };
    if (!authorised) return refused(failed(401));
    if (request.method !== "POST") return refused(failed(405));
    if (path === CHAT) return await this.#chat(body, seen, ended.resolve, farPort);
    if (path === SPEECH && this.#options.speak) {
      return await this.#speech(body, seen, ended.resolve, farPort);
    }
    return refused(failed(404));
  }

  get #tokens(): Tokens {
    return this.#options.tokens ?? ROUGH_TOKENS;
  }

  #chat(
    body: unknown,
    seen: Seen,
    ended: (how: Ending) => void,
    farPort: number,
  ): Promise<Response> {
    const fault = this.chatFaults.take();
    const refusal = refusalOf(body, new Set(this.#options.coldModels));
    const request = body as ChatRequest;
    const reply = refusal ? {} : this.#options.chat?.(request) ?? { text: "All right." };
    const tokens = this.#tokens;
    const earlier = this.seen.slice(0, -1).filter(({ path }) => path === CHAT);
    const cachedTokens = refusal
      ? 0
      : tokens.cached(request, earlier.map((one) => one.body as ChatRequest));
    const answering = { id: `chatcmpl-${this.seen.length}`, tokens, cachedTokens };
    const events = refusal ? [] : chatEvents(request, reply, answering);
    this.#billWhenOver(seen, fault, () => {
      const counts = {
        input: tokens.prompt(request) - cachedTokens,
        cachedInput: cachedTokens,
        output: answerTokens(events.slice(0, seen.sent), tokens),
      };
      this.bill.add(request.model, counts);
    });
    const encoder = new TextEncoder();
    const whole = [...events, "[DONE]"].map((data) => encoder.encode(`data: ${data}\n\n`));
    const burst = fault?.type === "wrong_rate";
    const pieces: Pieces = {
      type: "text/event-stream; charset=utf-8",
      pieces: burst ? cutAnywhere(joinedBytes(whole)) : whole,
      firstMs: this.chatTiming.firstMs,
      dueMs: (at) => burst ? 0 : at * this.chatTiming.pieceMs,
      cutJson: whole[0]!.slice(0, 40),
      garbage: encoder.encode('data: {"id":"chatcmpl-1","obj\n\ndata: <nonsense>\n\n'),
    };
    return this.#send(pieces, { refusal, fault, seen, ended, farPort });
  }

  async #speech(
    body: unknown,
    seen: Seen,
    ended: (how: Ending) => void,
    farPort: number,
  ): Promise<Response> {
    const fault = this.speechFaults.take();
    const refusal = speechRefusal(body);
    const pcm = refusal ? new Int16Array(0) : await this.#options.speak!(body as SpeechRequest);
    const wrong = fault?.type === "wrong_format" ? WRONG_FORMATS[fault.format](pcm) : null;
    const slow = fault?.type === "wrong_rate";
    this.#billWhenOver(seen, fault, () => {
      const { model, input, instructions = "" } = body as SpeechRequest;
      this.bill.add(model, {
        characters: [...input].length,
        input: this.#tokens.split(input).length + this.#tokens.split(instructions).length,
        audioMinutes: Math.min(seen.sent * PIECE_BYTES, pcm.length * 2) / 2 / SPEECH_RATE_HZ / 60,
      });
    });
    const { pieces, dueMs } = speechPieces(slow ? atWrongRate(pcm) : pcm, this.speechTiming);
    const sound: Pieces = {
      type: wrong?.type ?? (slow ? `audio/l16; rate=${WRONG_RATE_HZ}` : "audio/pcm"),
      pieces: wrong ? [wrong.bytes] : pieces,
      firstMs: this.speechTiming.firstMs,
      dueMs,
      cutJson: new TextEncoder().encode('{"error":{"message":"The server had an error while proce'),
      garbage: crypto.getRandomValues(new Uint8Array(48_001)),
    };
    return await this.#send(sound, { refusal, fault, seen, ended, farPort });
  }

  /** What was refused, or broke before it began, is free; a stall is not. */
  #billWhenOver(seen: Seen, fault: Fault | null, bill: () => void): void {
    seen.ended.then((how) => {
      const isBegun = how !== "broken" || seen.sent > 0 || fault?.type === "stall";
      if (how !== "refused" && isBegun) bill();
    });
  }

  async #send(
    pieces: Pieces,
    how: Omit<Parameters<typeof streamed>[1], "signal" | "cut" | "refuse" | "hold" | "opened">,
  ): Promise<Response> {
    const { farPort } = how;
    return await streamed(pieces, {
      ...how,
      signal: this.#life.signal,
      cut: () => this.gate.cut(farPort),
      refuse: () => void this.gate.refuse(),
      hold: () => this.gate.hold(farPort),
      opened: (by) => this.#open += by,
    });
  }
}
