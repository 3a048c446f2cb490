/** Legs of live calls that speak without a pause, and how late each write to their sockets was. */
import type { MediaLeg } from "../../../lib/call/ports.ts";
import type { UtteranceId } from "../../../lib/core/ids.ts";
import { mediaLegOver } from "../../../lib/media/media_leg.ts";

/** Always so much more is there than is sent. */
const SECONDS_AHEAD = 2;
const SECOND_BYTES = 8_000;
/** Somewhat more often than it is sent: what is there never runs out. */
const FEED_EVERY_MS = 980;

/** Takes what is written, and answers as Asterisk does when it is asked whether it is there. */
class Socket extends EventTarget {
  readyState = WebSocket.OPEN;
  bufferedAmount = 0;
  binaryType = "arraybuffer";
  onmessage: ((event: { readonly data: string }) => void) | null = null;

  send(data: string | Uint8Array): void {
    if (typeof data !== "string" || !data.includes("GET_STATUS")) return;
    const status = JSON.stringify({ event: "STATUS", queue_length: 0, media_paused: false });
    queueMicrotask(() => this.onmessage?.({ data: status }));
  }

  close(): void {}
}

export class LiveLegs {
  readonly #legs: MediaLeg[] = [];
  #late: number[] = [];
  readonly #feeding: ReturnType<typeof setInterval>[] = [];

  static async open(count: number): Promise<LiveLegs> {
    const legs = new LiveLegs();
    for (let each = 0; each < count; each++) legs.#legs.push(await legs.#leg());
    return legs;
  }

  /** Lateness of every write for so long, in ms. */
  async measure(ms: number): Promise<number[]> {
    this.#late = [];
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.#late;
  }

  close(): void {
    for (const timer of this.#feeding) clearInterval(timer);
    for (const leg of this.#legs) leg.close();
  }

  async #leg(): Promise<MediaLeg> {
    const leg = await mediaLegOver(new Socket() as unknown as WebSocket, {
      ...{ encoding: "ulaw", continuousSilence: true, nowMs: () => performance.now() },
      tell: () => {},
      wroteLate: (ms) => this.#late.push(ms),
    });
    let utterance = 1;
    const say = () => {
      const id = utterance++ as UtteranceId;
      leg.play(id, new Uint8Array(SECOND_BYTES).fill(0x80));
      leg.end(id);
    };
    for (let second = 0; second < SECONDS_AHEAD; second++) say();
    this.#feeding.push(setInterval(say, FEED_EVERY_MS));
    return leg;
  }
}
