/** One connection to the stand-in: what came over it, and what goes wrong on it. */
import { Alarm } from "../../lib/clockwork/alarm.ts";
import { type Fault, pause, type When } from "./faults.ts";

/** Deepgram closes a line on which neither audio nor a message comes for so long. */
export const IDLE_MS = 10_000;
/** What was sent before a reset arrives. */
const ARRIVES_MS = 20;
const GARBAGE = ['{"type":"Results","channel":{"altern', "<html>", '{"type":"Results"}', "[7]"];

/** What one of the live protocols makes of a line's audio. */
export interface LiveStream {
  audio(bytes: Uint8Array): void;
  /** False for a message that the protocol does not know. */
  message(type: string): boolean;
  /** The client sends no more audio. */
  finish(): void;
}

export interface StreamEars {
  readonly tell: (message: Readonly<Record<string, unknown>>) => void;
  /** "during": in the middle of a word, after two whole ones; "after": the end of speech was told. */
  readonly reached: (when: "during" | "after") => void;
}

export interface ConnectionParts {
  readonly socket: WebSocket;
  readonly query: URLSearchParams;
  readonly stream: (ears: StreamEars) => LiveStream;
  readonly fault: Fault | null;
  /** From audio to its result. */
  readonly resultMs: () => number;
  readonly cut: () => void;
  /** Cuts all lines, and takes no new one. */
  readonly refuse: () => void;
  readonly hold: () => void;
  /** Something has changed. */
  readonly changed: () => void;
}

/** How a line ended: its code, or "lost" where there was no closing. */
export type LineEnding = number | "lost";

export class DeepgramConnection {
  readonly query: URLSearchParams;
  /** Messages of the client, by type, in order; audio is not among them. */
  readonly asked: string[] = [];
  /** Messages that were sent, in order. */
  readonly told: Readonly<Record<string, unknown>>[] = [];
  /** When audio came, and how much there was in all by then. */
  readonly arrivals: { readonly atMs: number; readonly samples: number }[] = [];
  samples = 0;
  ending: LineEnding | null = null;
  readonly #parts: ConnectionParts;
  #stream: LiveStream | null = null;
  readonly #idle = new Alarm();
  readonly #over = new AbortController();
  #stalled = false;
  #wrong = false;
  /** From now on no message comes whole. */
  #cutting = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.query = parts.query;
    const { socket } = parts;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#stream = parts.stream({
        tell: (message) => this.#tell(message),
        reached: (when) => this.#goWrong(when),
      });
      this.#waitForInput();
      this.#goWrong("before");
    };
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = ({ code }) => this.#ended(code === 1006 ? "lost" : code);
    socket.onerror = () => {}; // its close follows
  }

  /** A TCP reset. */
  cut(): void {
    this.#stalled = true;
    this.#parts.cut();
  }

  /** From now on no byte passes, and nobody says so. */
  hold(): void {
    this.#stalled = true;
    this.#parts.hold();
  }

  close(code: number, reason: string): void {
    const { socket } = this.#parts;
    if (socket.readyState === WebSocket.OPEN) socket.close(code, reason);
  }

  abandon(): void {
    this.#idle.clear();
    this.#over.abort();
    this.close(1001, "");
  }

  #take(data: unknown): void {
    if (this.#stalled) return;
    this.#waitForInput();
    if (data instanceof ArrayBuffer) this.#audio(new Uint8Array(data));
    else this.#message(String(data));
    this.#parts.changed();
  }

  #audio(bytes: Uint8Array): void {
    if (bytes.length === 0) return this.#finish(); // the old way to say CloseStream
    this.samples += bytes.length;
    this.arrivals.push({ atMs: performance.now(), samples: this.samples });
    this.#stream?.audio(bytes);
  }

  #message(text: string): void {
    const type = typeOf(text);
    this.asked.push(type);
    if (type === "CloseStream") return this.#finish();
    if (this.#stream?.message(type)) return;
    this.close(1008, "DATA-0000: the message can't be understood");
  }

  #finish(): void {
    this.#stream?.finish();
    pause(this.#parts.resultMs(), this.#over.signal).then(() => this.close(1000, ""));
  }

  async #tell(message: Readonly<Record<string, unknown>>): Promise<void> {
    const { fault, resultMs, socket, changed } = this.#parts;
    const dripMs = fault?.type === "drip" ? fault.pieceMs : 0;
    const inMs = resultMs() + dripMs;
    if (inMs > 0) await pause(inMs, this.#over.signal);
    if (this.#stalled || socket.readyState !== WebSocket.OPEN) return;
    const text = JSON.stringify(fault?.type === "wrong_rate" ? twiceAsLong(message) : message);
    socket.send(this.#cutting ? text.slice(0, text.length / 2) : text);
    this.told.push(message);
    changed();
  }

  async #goWrong(when: When): Promise<void> {
    const { fault } = this.#parts;
    if (this.#wrong || fault === null || !("when" in fault) || fault.when !== when) return;
    this.#wrong = true;
    if (when === "after") await pause(ARRIVES_MS + this.#parts.resultMs(), this.#over.signal);
    if (fault.type === "reset") this.cut();
    else if (fault.type === "refuse") this.#parts.refuse();
    else if (fault.type === "cut_json") this.#cutting = true;
    else if (fault.type === "stall") this.hold();
    else if (fault.type === "cut") this.close(1000, "");
    else if (fault.type === "close") this.close(fault.code, fault.reason);
    else this.#sendGarbage();
  }

  #sendGarbage(): void {
    for (const text of GARBAGE) this.#parts.socket.send(text);
    this.#parts.socket.send(crypto.getRandomValues(new Uint8Array(999)));
  }

  #waitForInput(): void {
    this.#idle.set(IDLE_MS, () => {
      this.close(1011, "NET-0001: Deepgram did not receive audio data or a text message in time");
    });
  }

  #ended(ending: LineEnding): void {
    this.ending = ending;
    this.#idle.clear();
    this.#over.abort();
    this.#parts.changed();
  }
}

/** Times of a server that takes 4000 samples for a second. */
function twiceAsLong(message: Readonly<Record<string, unknown>>): unknown {
  const isTime = (name: string) => /^(start|end|duration|timestamp|last_word_end)$/.test(name);
  return JSON.parse(JSON.stringify(message), (name, value) => isTime(name) ? value * 2 : value);
}

function typeOf(text: string): string {
  try {
    return String(JSON.parse(text).type);
  } catch {
    return "";
  }
}
