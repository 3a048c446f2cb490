/**
 * Lets Asterisk in where Node serves:
 * `server.on("upgrade", (request, socket, head) => acceptOnNode(door, request, socket, head))`.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { ARI_PROTOCOL, type AriDoor } from "./door.ts";
import { FrameError, frameOf, FrameReader, type Message } from "./frames.ts";
import type { AriSocket } from "./line.ts";

/** RFC 6455 §1.3 */
const HANDSHAKE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** How long the other side may take to answer a closing frame. */
const CLOSES_WITHIN_MS = 2_000;

/** The upgrade is answered at once; everything else happens on the socket. */
export function acceptOnNode(
  door: AriDoor,
  request: IncomingMessage,
  socket: Duplex,
  head: Uint8Array,
): void {
  socket.on("error", () => {}); // "close" follows
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
  const key = headers.get("sec-websocket-key");
  const status = door.refusal({ headers })?.status ?? (key === null ? 400 : 101);
  if (status !== 101) return refuse(socket, status);
  const accept = createHash("sha1").update(`${key}${HANDSHAKE}`).digest("base64");
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: ${ARI_PROTOCOL}\r\n\r\n`,
  );
  const upgraded = new NodeSocket(socket);
  door.acceptAri(upgraded, { headers });
  upgraded.take(head);
}

function refuse(socket: Duplex, status: number): void {
  const login = status === 401 ? 'WWW-Authenticate: Basic realm="ari"\r\n' : "";
  socket.end(
    `HTTP/1.1 ${status} Refused\r\n${login}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

/** A server's side of a WebSocket, with as much of the Web's interface as a line uses. */
class NodeSocket implements AriSocket {
  readyState = 1;
  onopen: AriSocket["onopen"] = null;
  onmessage: AriSocket["onmessage"] = null;
  onclose: AriSocket["onclose"] = null;
  onerror: AriSocket["onerror"] = null;
  readonly #socket: Duplex;
  readonly #reader = new FrameReader();
  #code = 1006;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on("data", (chunk: Uint8Array) => this.take(chunk));
    socket.on("end", () => socket.end());
    socket.on("close", () => this.#closed());
  }

  get bufferedAmount(): number {
    return this.#socket.writableLength;
  }

  send(text: string): void {
    if (this.readyState === 1) this.#socket.write(frameOf("text", new TextEncoder().encode(text)));
  }

  close(code = 1000): void {
    if (this.readyState !== 1) return;
    this.readyState = 2;
    this.#code = code;
    this.#socket.write(frameOf("close", new Uint8Array([code >> 8, code & 0xff])));
    this.#timer = setTimeout(() => this.#socket.destroy(), CLOSES_WITHIN_MS);
  }

  take(chunk: Uint8Array): void {
    if (this.readyState === 3) return;
    try {
      for (const message of this.#reader.read(chunk)) this.#handle(message);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.close(error.code);
      this.#socket.end();
    }
  }

  #handle(message: Message): void {
    if (message.type === "text") this.onmessage?.({ data: message.text });
    if (message.type === "ping") this.#socket.write(frameOf("pong", message.bytes));
    if (message.type !== "close") return;
    this.close(message.code === 1005 ? 1000 : message.code);
    this.#socket.end();
  }

  #closed(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    clearTimeout(this.#timer);
    this.onclose?.({ code: this.#code, reason: "" });
  }
}
