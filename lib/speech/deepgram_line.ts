/** One connection to Deepgram's live transcription, through its SDK; it never reconnects by itself. */
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { Deadline } from "../clockwork/deadline.ts";
import type { TurnHeard } from "../core/conversation/events.ts";
import type { HeardPart } from "./transcript.ts";

/** How one of Deepgram's live protocols is spoken; one for each line. */
export interface Dialect {
  /** Makes the socket, which connects when it is told to. */
  connect(limits: ConnectLimits): Promise<LiveSocket>;
  /** Tells what a message means; a server may send anything. */
  take(message: { readonly type?: unknown }, ears: LineEars): void;
  /** Both where the protocol has a message for it. */
  keepAlive?(): void;
  finalize?(): void;
}

/** What is the same in both of the SDK's sockets. */
export interface LiveSocket {
  readonly socket: { readonly bufferedAmount: number };
  on(event: "open", callback: () => void): void;
  on(event: "message", callback: (message: unknown) => void): void;
  on(event: "error", callback: (error: Error) => void): void;
  on(event: "close", callback: (event: { code: number; reason: string }) => void): void;
  sendMedia(bytes: Uint8Array): void;
  sendCloseStream(message: { type: "CloseStream" }): void;
  connect(): void;
  close(): void;
}

/** A caller's words wait for it. */
const CONNECT_MS = 3_000;
/** The SDK's own default is 30 reconnects, and its timeout knows nothing of our standstills: ours judges. */
const CONNECT_LIMITS = {
  connectionTimeoutInSeconds: 30,
  reconnectAttempts: 0,
  shouldReconnect: () => false,
} as const;
export type ConnectLimits = typeof CONNECT_LIMITS;

/** Why a line is over. */
export interface LineEnd {
  readonly reason: string;
  /** Deepgram itself said no to the handshake. */
  readonly answered: boolean;
  /** … to the key, the account or the request: trying again soon won't help. */
  readonly refused: boolean;
}

export interface LineEars {
  readonly opened: () => void;
  /** Words; their places count from the first sample that was sent on this line. */
  readonly heard: (part: HeardPart) => void;
  /** A pause of a second and more after the last word, which ended at `place`. */
  readonly utteranceEnded: (place: number) => void;
  /** What Deepgram holds of the caller's turn. */
  readonly turned: (what: TurnHeard) => void;
  /** Once, and nothing afterwards. */
  readonly ended: (end: LineEnd) => void;
}

/** Unsent audio that means a stuck network: two seconds. */
const MAX_UNSENT_BYTES = 2 * SAMPLE_RATE_HZ;
/** Audio is paid in such pieces: what a process that dies has not told is little. 10 s. */
const PAID_SAMPLES = 10 * SAMPLE_RATE_HZ;
/** Of a provider's own words in a reason. */
const MAX_QUOTE_CHARS = 120;
/** A handshake that was answered with one of these. */
const REFUSED = new Set([400, 401, 402, 403, 404]);
const CURES: Readonly<Record<number, string>> = {
  400: "; look at DEEPGRAM_MODEL",
  401: "; look at DEEPGRAM_API_KEY",
  402: "; the account is used up",
  403: "; look at DEEPGRAM_API_KEY and what it may use",
  404: "; look at DEEPGRAM_URL",
};

export class DeepgramLine {
  readonly #dialect: Dialect;
  readonly #ears: LineEars;
  readonly #connecting = new Deadline();
  #socket: LiveSocket | null = null;
  #isOpen = false;
  #over = false;
  #error: string | null = null;
  readonly #paid: (samples: number) => void;
  /** Sent, and not told yet. */
  #unpaid = 0;

  /** `paid` is told of all audio that is sent. */
  constructor(dialect: Dialect, ears: LineEars, paid: (samples: number) => void = () => {}) {
    this.#dialect = dialect;
    this.#ears = ears;
    this.#paid = paid;
    this.#connect().catch((error) => this.#end(broken(sentence(error))));
  }

  get isOpen(): boolean {
    return this.#isOpen && !this.#over;
  }

  /** Audio; what can't be sent is dropped, and the line ends. */
  send(bytes: Uint8Array): void {
    const unsent = this.#socket?.socket.bufferedAmount ?? 0;
    if (unsent > MAX_UNSENT_BYTES) {
      return this.#drop(broken(`Deepgram takes no more audio: ${unsent} bytes wait`));
    }
    this.#try((socket) => {
      socket.sendMedia(bytes);
      this.#unpaid += bytes.length;
    });
    if (this.#unpaid >= PAID_SAMPLES) this.#pay();
  }

  /** Deepgram closes a line without audio after 10 s. */
  keepAlive(): void {
    this.#try(() => this.#dialect.keepAlive?.());
  }

  /** Asks for what was heard so far as final words. */
  finalize(): void {
    this.#try(() => this.#dialect.finalize?.());
  }

  /** Nothing is told afterwards. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#connecting.clear();
    this.#pay();
    try {
      if (this.#isOpen) this.#socket?.sendCloseStream({ type: "CloseStream" });
    } catch {
      // it closed before we did
    }
    this.#socket?.close();
  }

  async #connect(): Promise<void> {
    const socket = await this.#dialect.connect(CONNECT_LIMITS);
    if (this.#over) return; // never connected: the SDK waits for `connect()`
    this.#socket = socket;
    this.#connecting.set(CONNECT_MS, () => {
      this.#drop(broken("Cannot listen with Deepgram: it did not answer in time"));
    });
    socket.on("open", () => this.#open());
    socket.on("message", (message) => this.#take(message));
    socket.on("error", ({ message }) => this.#error = message ?? "");
    // The SDK tells the close before the error that caused it.
    socket.on("close", (event) => {
      queueMicrotask(() => this.#end(endOf(event, this.#error, this.#isOpen)));
    });
    socket.connect();
  }

  #open(): void {
    if (this.#over) return;
    this.#isOpen = true;
    this.#connecting.clear();
    this.#ears.opened();
  }

  #take(message: unknown): void {
    if (this.#over || typeof message !== "object" || message === null) return;
    this.#dialect.take(message, this.#ears);
  }

  #try(send: (socket: LiveSocket) => void): void {
    if (!this.isOpen || this.#socket === null) return;
    try {
      send(this.#socket);
    } catch (error) { // it closed, and has not said so yet
      this.#drop(broken(sentence(error)));
    }
  }

  #pay(): void {
    if (this.#unpaid > 0) this.#paid(this.#unpaid);
    this.#unpaid = 0;
  }

  #drop(end: LineEnd): void {
    if (this.#over) return;
    this.#end(end);
    this.#socket?.close();
  }

  #end(end: LineEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#connecting.clear();
    this.#pay();
    this.#ears.ended(end);
  }
}

function endOf(
  event: { code: number; reason: string },
  error: string | null,
  wasOpen: boolean,
): LineEnd {
  const status = Number(/response: (\d{3})/.exec(error ?? "")?.[1] ?? 0);
  if (status > 0) {
    const reason = `Cannot listen with Deepgram: it answered ${status}${CURES[status] ?? ""}`;
    return { reason, answered: true, refused: REFUSED.has(status) };
  }
  if (error !== null) {
    const what = wasOpen ? "the connection broke" : "it can't be reached";
    return broken(`Cannot listen with Deepgram: ${what}`);
  }
  const words = String(event.reason ?? "").slice(0, MAX_QUOTE_CHARS);
  return broken(`Deepgram closed the line: ${event.code}${words === "" ? "" : ` ${words}`}`);
}

/** It stays open and silent. */
export function deafFor(ms: number): LineEnd {
  return broken(`Deepgram is deaf: the caller spoke, and nothing came for ${ms} ms`);
}

function broken(reason: string): LineEnd {
  return { reason, answered: false, refused: false };
}

function sentence(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return `Cannot listen with Deepgram: ${words.slice(0, MAX_QUOTE_CHARS)}`;
}
