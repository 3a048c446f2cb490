/** One TCP connection of the fake server: HTTP requests, then a WebSocket. By hand, to be fast and to fail on order. */
import { createHash } from "node:crypto";
import type { Socket } from "node:net";

export interface Request {
  readonly method: string;
  readonly url: URL;
}

export interface Answers {
  /** `null`: no answer ever comes. */
  readonly rest: (request: Request) => unknown;
  readonly opened: (connection: FakeConnection, app: string) => void;
}

/** RFC 6455, section 1.3 */
const WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** Of bytes that leave in one write. */
const BATCH_BYTES = 64 * 1024;
const FRAME_HEADER_BYTES = 4;
/** More than any event has. */
const EVENT_BYTES_MAX = 2_048;

export class FakeConnection {
  readonly #socket: Socket;
  readonly #answers: Answers;
  /** A broken path: whatever comes is not read, nothing leaves, and nobody is told. */
  #mute: boolean;
  #isWebSocket = false;
  #unread: Uint8Array = new Uint8Array(0);

  constructor(socket: Socket, answers: Answers, mute: boolean) {
    this.#socket = socket;
    this.#answers = answers;
    this.#mute = mute;
    socket.setNoDelay(true);
    socket.on("error", () => {}); // a client that goes away is none of our business
    socket.on("data", (bytes) => this.#read(bytes));
  }

  mute(): void {
    this.#mute = true;
  }

  /** Writes texts until there are none or the reader can't follow; resolves when more may be written. */
  async send(next: () => string | null): Promise<void> {
    if (this.#mute) return;
    const batch = new Uint8Array(BATCH_BYTES);
    let end = 0;
    while (end < BATCH_BYTES - EVENT_BYTES_MAX) {
      const text = next();
      if (text === null) break;
      end = framed(text, batch, end);
    }
    if (end === 0 || this.#socket.write(batch.subarray(0, end))) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#socket.off("drain", go).off("close", go);
        resolve();
      };
      this.#socket.on("drain", go).on("close", go);
    });
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  #read(bytes: Uint8Array): void {
    if (this.#mute) return;
    this.#unread = joined(this.#unread, bytes);
    while (this.#isWebSocket ? this.#readFrame() : this.#readRequest());
  }

  /** True when there may be another one. */
  #readRequest(): boolean {
    const text = new TextDecoder().decode(this.#unread);
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) return false;
    const head = text.slice(0, end);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    if (this.#unread.length < end + 4 + length) return false;
    this.#unread = this.#unread.slice(end + 4 + length);
    const [method = "", path = ""] = head.split(" ", 2);
    const url = new URL(path, "http://fake");
    const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1];
    if (key) this.#upgrade(key, url.searchParams.get("app") ?? "");
    else this.#answer(this.#answers.rest({ method, url }));
    return true;
  }

  #answer(body: unknown): void {
    if (body === null) return;
    const text = JSON.stringify(body);
    const length = new TextEncoder().encode(text).length;
    this.#socket.write(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${text}`,
    );
  }

  #upgrade(key: string, app: string): void {
    const accept = createHash("sha1").update(key + WEBSOCKET_GUID).digest("base64");
    this.#socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n" +
        `sec-websocket-accept: ${accept}\r\n\r\n`,
    );
    this.#isWebSocket = true;
    this.#answers.opened(this, app);
  }

  /** Clients mask what they send, and none of the contenders sends 64 KB. */
  #readFrame(): boolean {
    const frame = this.#unread;
    if (frame.length < 2) return false;
    const isLong = (frame[1]! & 0x7f) === 126;
    const start = (isLong ? 4 : 2) + 4;
    if (frame.length < start) return false;
    const length = isLong ? frame[2]! << 8 | frame[3]! : frame[1]! & 0x7f;
    if (frame.length < start + length) return false;
    const mask = frame.subarray(start - 4, start);
    const payload = frame.slice(start, start + length).map((byte, at) => byte ^ mask[at % 4]!);
    this.#unread = frame.slice(start + length);
    this.#take(frame[0]! & 0x0f, payload);
    return true;
  }

  #take(opcode: number, payload: Uint8Array): void {
    if (opcode === 0x1) this.#answerOverSocket(JSON.parse(new TextDecoder().decode(payload)));
    if (opcode === 0x8) this.#socket.end(Uint8Array.of(0x88, payload.length, ...payload));
    if (opcode === 0x9) this.#socket.write(Uint8Array.of(0x8a, payload.length, ...payload));
  }

  /** REST over the WebSocket. */
  #answerOverSocket(
    request: { readonly method: string; readonly uri: string; request_id: string },
  ) {
    const url = new URL(`/ari/${request.uri}`, "http://fake");
    const body = this.#answers.rest({ method: request.method, url });
    if (body === null) return;
    const texts = [JSON.stringify({
      type: "RESTResponse",
      timestamp: "2026-01-01T00:00:00.000+0000",
      asterisk_id: "02:42:ac:11:00:02",
      application: "bench",
      transaction_id: "",
      request_id: request.request_id,
      status_code: 200,
      reason_phrase: "OK",
      uri: request.uri,
      message_body: JSON.stringify(body),
    })];
    void this.send(() => texts.pop() ?? null);
  }
}

/** Puts a text frame into the batch; returns where the next one starts. */
function framed(text: string, batch: Uint8Array, start: number): number {
  const { written } = new TextEncoder().encodeInto(
    text,
    batch.subarray(start + FRAME_HEADER_BYTES),
  );
  batch.set([0x81, 126, written >> 8, written & 0xff], start); // all are longer than 125 bytes
  return start + FRAME_HEADER_BYTES + written;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
