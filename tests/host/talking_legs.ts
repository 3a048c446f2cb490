/** Media legs that send audio all the time, and how late they write it. */
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";
import { machineClock } from "../../lib/call/clock.ts";
import type { MediaLeg } from "../../lib/call/ports.ts";
import { mediaLegOver } from "../../lib/media/media_leg.ts";

/** An open socket that takes down when frames came, and answers as Asterisk does. */
class StampingSocket {
  readonly readyState = WebSocket.OPEN;
  readonly bufferedAmount = 0;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: unknown = null;
  /** Of each write since the last look: how much later than the audio before it ran out. */
  late: number[] = [];
  #dueMs: number | null = null;

  send(data: unknown): void {
    if (typeof data === "string") return this.#answer();
    const nowMs = performance.now();
    const frames = (data as Uint8Array).length / FRAME_BYTES;
    if (this.#dueMs !== null) this.late.push(Math.max(0, nowMs - this.#dueMs));
    this.#dueMs = nowMs + frames * FRAME_MS;
  }

  close(): void {}

  #answer(): void {
    queueMicrotask(() => this.onmessage?.({ data: '{"event":"STATUS","queue_length":0}' }));
  }
}

export interface TalkingLegs extends Disposable {
  /** Ms by which writes were late since the last look. */
  late(): readonly number[];
}

export async function talkingLegs(count: number): Promise<TalkingLegs> {
  const sockets = Array.from({ length: count }, () => new StampingSocket());
  const legs: MediaLeg[] = await Promise.all(
    sockets.map((socket) =>
      mediaLegOver(socket as unknown as WebSocket, {
        encoding: "ulaw",
        continuousSilence: true,
        nowMs: machineClock.nowMs,
        tell: () => {},
      })
    ),
  );
  return {
    late: () => sockets.flatMap((socket) => socket.late.splice(0)),
    [Symbol.dispose]: () => legs.forEach((leg) => leg.close()),
  };
}
