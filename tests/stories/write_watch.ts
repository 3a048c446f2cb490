/** How late this process writes audio to its WebSockets: by how much each write comes after the one before ran out. */
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";

/** More than the lead is no late write of one stream: another has begun. */
const PAUSE_MS = 1_000;

export class WriteWatch implements Disposable {
  readonly #send = WebSocket.prototype.send;
  readonly #dueMs = new WeakMap<WebSocket, number>();
  #late: number[] = [];

  constructor() {
    const [send, wrote] = [this.#send, this.#wrote.bind(this)];
    WebSocket.prototype.send = function (data) {
      if (data instanceof Uint8Array) wrote(this, data.length);
      send.call(this, data);
    };
  }

  /** Of each write for so long, in ms. */
  async measure(ms: number): Promise<readonly number[]> {
    this.#late = [];
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.#late;
  }

  [Symbol.dispose](): void {
    WebSocket.prototype.send = this.#send;
  }

  #wrote(socket: WebSocket, bytes: number): void {
    const nowMs = performance.now();
    const lateMs = nowMs - (this.#dueMs.get(socket) ?? Infinity);
    if (lateMs > -PAUSE_MS && lateMs < PAUSE_MS) this.#late.push(Math.max(0, lateMs));
    this.#dueMs.set(socket, nowMs + bytes / FRAME_BYTES * FRAME_MS);
  }
}
