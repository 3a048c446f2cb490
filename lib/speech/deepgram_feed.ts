/** Gives a line at Deepgram the caller's audio: first what it has not got, then what comes. */
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import type { AudioRing } from "./audio_ring.ts";
import type { DeepgramLine } from "./deepgram_line.ts";

/** So many times faster than it was spoken is audio repeated: 5 s are caught up in 1.7 s. */
export const REPLAY_SPEED = 4;
const REPLAY_TICK_MS = 20;
const REPLAY_SAMPLES = REPLAY_SPEED * SAMPLE_RATE_HZ * REPLAY_TICK_MS / 1_000;
/** Deepgram closes after 10 s without audio. */
const KEEP_ALIVE_MS = 4_000;
/** While nobody speaks: a write for every 20 ms was a fifth of what a call cost. 200 ms; Deepgram asks for 20 to 250. */
export const QUIET_SAMPLES = SAMPLE_RATE_HZ / 5;

type Timer = ReturnType<typeof setInterval>;

export class DeepgramFeed {
  readonly #ring: AudioRing;
  readonly #caughtUp: () => void;
  readonly #keepAlive: Timer;
  #replay: Timer | null = null;
  /** One that is open. */
  #line: DeepgramLine | null = null;
  /** The place of the line's first sample, and of the next one to be sent. */
  #lineFrom = 0;
  #sentTo = 0;
  #sentSinceTick = true;

  /** `caughtUp` is told when a line has got all there is; from there on it gets frames as they come. */
  constructor(ring: AudioRing, caughtUp: () => void) {
    this.#ring = ring;
    this.#caughtUp = caughtUp;
    this.#keepAlive = setInterval(() => this.#keepLineAlive(), KEEP_ALIVE_MS);
  }

  /** The place of the line's first sample. */
  get lineFrom(): number {
    return this.#lineFrom;
  }

  /** The line does not have all yet of what came before it. */
  get isBehind(): boolean {
    return this.#replay !== null;
  }

  /** A line stands, and is to hear everything from this place on. */
  begin(line: DeepgramLine, from: number): void {
    this.stop();
    this.#line = line;
    this.#lineFrom = this.#sentTo = from;
    this.#replay = setInterval(() => this.#repeat(), REPLAY_TICK_MS);
    this.#repeat();
  }

  /** There is no line any more. */
  stop(): void {
    if (this.#replay !== null) clearInterval(this.#replay);
    this.#replay = null;
    this.#line = null;
  }

  close(): void {
    clearInterval(this.#keepAlive);
    this.stop();
  }

  /** Another frame is in the ring. */
  frame(isQuiet: boolean): void {
    if (!isQuiet || this.#ring.end - this.#sentTo >= QUIET_SAMPLES) this.sendHeld();
  }

  /** What waited since the last time, where the line is not behind anyway. */
  sendHeld(): void {
    if (this.#replay !== null || !this.#line?.isOpen) return;
    this.#send(this.#ring.read(this.#sentTo, this.#ring.end - this.#sentTo));
  }

  /** Sends some of what the line has not got yet. */
  #repeat(): void {
    if (this.#sentTo < this.#ring.start) { // this process stood still, and the ring ran over
      this.#lineFrom += this.#ring.start - this.#sentTo;
      this.#sentTo = this.#ring.start;
    }
    this.#send(this.#ring.read(this.#sentTo, REPLAY_SAMPLES));
    if (this.#sentTo < this.#ring.end || this.#replay === null) return;
    clearInterval(this.#replay);
    this.#replay = null;
    this.#caughtUp();
  }

  #send(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#sentTo += bytes.length;
    this.#sentSinceTick = true;
    this.#line?.send(bytes);
  }

  #keepLineAlive(): void {
    if (!this.#sentSinceTick) this.#line?.keepAlive();
    this.#sentSinceTick = false;
  }
}
