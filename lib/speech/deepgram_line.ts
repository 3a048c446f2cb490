/** One connection to Deepgram's live transcription, through its SDK; it never reconnects by itself. */
import { type Deepgram, DeepgramClient } from "@deepgram/sdk";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import type { HeardPart } from "./transcript.ts";

export type ListenArgs = Parameters<DeepgramClient["listen"]["v1"]["connect"]>[0];
type Connection = Awaited<ReturnType<DeepgramClient["listen"]["v1"]["connect"]>>;
type Results = Deepgram.listen.ListenV1Results;

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
  /** Once, and nothing afterwards. */
  readonly ended: (end: LineEnd) => void;
}

/** The SDK's own default is 10 s; a caller's words would wait for it. */
const CONNECT_SECONDS = 3;
/** Unsent audio that means a stuck network: two seconds. */
const MAX_UNSENT_BYTES = 2 * SAMPLE_RATE_HZ;
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
  readonly #ears: LineEars;
  #connection: Connection | null = null;
  #isOpen = false;
  #over = false;
  #error: string | null = null;

  constructor(client: DeepgramClient, args: ListenArgs, ears: LineEars) {
    this.#ears = ears;
    this.#connect(client, args).catch((error) => this.#end(broken(sentence(error))));
  }

  get isOpen(): boolean {
    return this.#isOpen && !this.#over;
  }

  /** Audio; what can't be sent is dropped, and the line ends. */
  send(bytes: Uint8Array): void {
    const unsent = this.#connection?.socket.bufferedAmount ?? 0;
    if (unsent > MAX_UNSENT_BYTES) {
      return this.#drop(broken(`Deepgram takes no more audio: ${unsent} bytes wait`));
    }
    this.#try((connection) => connection.sendMedia(bytes));
  }

  /** Deepgram closes a line without audio after 10 s. */
  keepAlive(): void {
    this.#try((connection) => connection.sendKeepAlive({ type: "KeepAlive" }));
  }

  /** Asks for what was heard so far as final words. */
  finalize(): void {
    this.#try((connection) => connection.sendFinalize({ type: "Finalize" }));
  }

  /** Nothing is told afterwards. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    try {
      if (this.#isOpen) this.#connection?.sendCloseStream({ type: "CloseStream" });
    } catch {
      // it closed before we did
    }
    this.#connection?.close();
  }

  async #connect(client: DeepgramClient, args: ListenArgs): Promise<void> {
    const connection = await client.listen.v1.connect({
      ...args,
      connectionTimeoutInSeconds: CONNECT_SECONDS,
      reconnectAttempts: 0,
      shouldReconnect: () => false,
    });
    if (this.#over) return; // never connected: the SDK waits for `connect()`
    this.#connection = connection;
    connection.on("open", () => this.#open());
    connection.on("message", (message) => this.#take(message));
    connection.on("error", ({ message }) => this.#error = message ?? "");
    // The SDK tells the close before the error that caused it.
    connection.on("close", (event) => {
      queueMicrotask(() => this.#end(endOf(event, this.#error, this.#isOpen)));
    });
    connection.connect();
  }

  #open(): void {
    if (this.#over) return;
    this.#isOpen = true;
    this.#ears.opened();
  }

  /** A server may send anything: only what has the shape of a result is one. */
  #take(message: unknown): void {
    if (this.#over || typeof message !== "object" || message === null) return;
    const { type, last_word_end } = message as { type?: unknown; last_word_end?: unknown };
    if (type === "UtteranceEnd") {
      return this.#ears.utteranceEnded((Number(last_word_end) || 0) * SAMPLE_RATE_HZ);
    }
    const part = type === "Results" ? partOf(message as Results) : null;
    if (part) this.#ears.heard(part);
  }

  #try(send: (connection: Connection) => void): void {
    if (!this.isOpen || this.#connection === null) return;
    try {
      send(this.#connection);
    } catch (error) { // it closed, and has not said so yet
      this.#drop(broken(sentence(error)));
    }
  }

  #drop(end: LineEnd): void {
    if (this.#over) return;
    this.#end(end);
    this.#connection?.close();
  }

  #end(end: LineEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#ears.ended(end);
  }
}

/** null for anything that has not the shape. */
function partOf(results: Results): HeardPart | null {
  const best = results.channel?.alternatives?.[0];
  if (typeof best?.transcript !== "string") return null;
  const words = Array.isArray(best.words) ? best.words : [];
  return {
    words: words.filter(isWord).map(({ word, punctuated_word, start, end }) => ({
      text: punctuated_word ?? word,
      from: Math.round(start * SAMPLE_RATE_HZ),
      to: Math.round(end * SAMPLE_RATE_HZ),
    })),
    until: Math.round(((results.start + results.duration) || 0) * SAMPLE_RATE_HZ),
    isFinal: results.is_final === true,
    endOfSpeech: results.speech_final === true || results.from_finalize === true,
    confidence: Math.min(1, Math.max(0, Number(best.confidence) || 0)),
  };
}

function isWord({ word, start, end }: { word: unknown; start: unknown; end: unknown }): boolean {
  return typeof word === "string" && Number.isFinite(start) && Number.isFinite(end);
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
    const timeout = error === "TIMEOUT" ? "it did not answer in time" : "it can't be reached";
    const what = wasOpen ? "the connection broke" : timeout;
    return broken(`Cannot listen with Deepgram: ${what}`);
  }
  const words = String(event.reason ?? "").slice(0, MAX_QUOTE_CHARS);
  return broken(`Deepgram closed the line: ${event.code}${words === "" ? "" : ` ${words}`}`);
}

function broken(reason: string): LineEnd {
  return { reason, answered: false, refused: false };
}

function sentence(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return `Cannot listen with Deepgram: ${words.slice(0, MAX_QUOTE_CHARS)}`;
}
