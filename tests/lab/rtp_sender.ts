/** A caller's microphone and keypad: one RTP packet every 20 ms, whatever there is to send. */
import { encode, type Encoding, silence } from "../../lib/audio/g711.ts";
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";
import { rmsDbfs } from "../../lib/audio/level.ts";
import { LOUD_DBFS } from "./loudness.ts";
import { type Beat, keepTime } from "./metronome.ts";
import { keyEvent, writeKeyEvent, writeRtp } from "./rtp.ts";
import { PAYLOAD_TYPE } from "./sdp.ts";

/** How long a key is held down, and the pause after it (ITU-T Q.24 asks 40 and 40). */
const KEY_FRAMES = 5;
const KEY_PAUSE_FRAMES = 5;
/** The end of a key is said three times, in case a packet is lost (RFC 4733 §2.5.1.4). */
const KEY_END_PACKETS = 3;
/** Behind by more than this the sender skips, as a telephone's sound card does. */
const BEHIND_MAX_MS = 200;
/** Ten minutes of speech wait at most. */
const QUEUE_FRAMES_MAX = 30_000;

export interface SenderOptions {
  readonly encoding: Encoding;
  readonly digitsPayloadType: number | null;
  /** What goes out between words: frames of silence as from a telephone, or no packet at all. */
  readonly idle: "silence" | "nothing";
  readonly send: (packet: Uint8Array) => void;
  /** What stands in for silence: 20 ms that the telephone's own loudspeaker makes, or null. */
  readonly echo?: (nowMs: number) => Int16Array | null;
}

/** 20 ms of what is to be sent. */
interface Slot {
  readonly payload: Uint8Array;
  readonly payloadType: number;
  /** How many slots ago the key went down: its packets all carry that moment. */
  readonly slotsHeld: number;
  readonly marker: boolean;
  readonly loud: boolean;
  readonly sent?: () => void;
}

export class RtpSender implements Beat {
  readonly #options: SenderOptions;
  readonly #silence: Slot;
  readonly #ssrc = crypto.getRandomValues(new Uint32Array(1))[0]!;
  readonly #queue: Slot[] = [];
  #sequence = crypto.getRandomValues(new Uint16Array(1))[0]!;
  #timestamp = crypto.getRandomValues(new Uint32Array(1))[0]!;
  #nextAtMs = performance.now();
  readonly #stopTime: () => void;
  #paused = true;
  #stopped = false;
  #spokeUntilMs: number | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#silence = this.#audio(silence(options.encoding, FRAME_BYTES), false);
    this.#stopTime = keepTime(this);
  }

  /** When the next packet is due. */
  get nextAtMs(): number {
    return this.#nextAtMs;
  }

  /** End of the last 20 ms that held a voice; `null` before the first word. */
  get spokeUntilMs(): number | null {
    return this.#spokeUntilMs;
  }

  /** Resolves when the last frame has been sent; at once when the sender is stopped. */
  speak(pcm: Int16Array): Promise<void> {
    const slots: Slot[] = [];
    for (let at = 0; at < pcm.length; at += FRAME_BYTES) {
      const frame = new Int16Array(FRAME_BYTES);
      frame.set(pcm.subarray(at, at + FRAME_BYTES));
      slots.push(this.#audio(encode(this.#options.encoding, frame), rmsDbfs(frame) > LOUD_DBFS));
    }
    return this.#enqueue(slots);
  }

  /** Presses keys one after another. */
  press(keys: string): Promise<void> {
    const payloadType = this.#options.digitsPayloadType;
    if (payloadType === null) {
      throw new Error(`Cannot press "${keys}": the PBX takes no keypad digits by RTP`);
    }
    return this.#enqueue([...keys].flatMap((key) => this.#key(keyEvent(key), payloadType)));
  }

  stop(): void {
    this.#stopped = true;
    this.#stopTime();
    for (const slot of this.#queue.splice(0)) slot.sent?.();
  }

  #enqueue(slots: Slot[]): Promise<void> {
    if (slots.length + this.#queue.length > QUEUE_FRAMES_MAX) {
      throw new Error(`Cannot speak: more than ${QUEUE_FRAMES_MAX} frames would be waiting`);
    }
    const last = slots.pop();
    if (!last || this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.#queue.push(...slots, { ...last, sent: () => resolve() });
    });
  }

  #audio(payload: Uint8Array, loud: boolean): Slot {
    const payloadType = PAYLOAD_TYPE[this.#options.encoding];
    return { payload, payloadType, slotsHeld: 0, marker: false, loud };
  }

  #key(event: number, payloadType: number): Slot[] {
    const slot = (slotsHeld: number, released: boolean): Slot => {
      const held = Math.min(slotsHeld + 1, KEY_FRAMES) * FRAME_BYTES;
      const payload = writeKeyEvent(event, held, released);
      return { payload, payloadType, slotsHeld, marker: slotsHeld === 0, loud: false };
    };
    const down = Array.from({ length: KEY_FRAMES }, (_, held) => slot(held, false));
    const up = Array.from({ length: KEY_END_PACKETS }, (_, more) => slot(KEY_FRAMES + more, true));
    return [...down, ...up, ...Array.from({ length: KEY_PAUSE_FRAMES }, () => this.#silence)];
  }

  /** By deadlines: a late wake is made up for, so that the stream never drifts. */
  beat(nowMs: number): void {
    if (nowMs - this.#nextAtMs > BEHIND_MAX_MS) this.#skip(nowMs);
    while (this.#nextAtMs <= nowMs && !this.#stopped) this.#sendSlot();
  }

  #skip(now: number): void {
    const slots = Math.floor((now - this.#nextAtMs) / FRAME_MS);
    this.#nextAtMs += slots * FRAME_MS;
    this.#timestamp += slots * FRAME_BYTES;
  }

  #sendSlot(): void {
    const slot = this.#queue.shift() ?? this.#idle();
    const endsAtMs = this.#nextAtMs + FRAME_MS;
    if (slot) this.#sendPacket(slot);
    this.#paused = slot === null;
    if (slot?.loud) this.#spokeUntilMs = endsAtMs;
    slot?.sent?.();
    this.#timestamp += FRAME_BYTES;
    this.#nextAtMs = endsAtMs;
  }

  #idle(): Slot | null {
    const echo = this.#options.echo?.(this.#nextAtMs) ?? null;
    if (echo !== null) return this.#audio(encode(this.#options.encoding, echo), false);
    return this.#options.idle === "silence" ? this.#silence : null;
  }

  #sendPacket(slot: Slot): void {
    this.#options.send(writeRtp({
      payloadType: slot.payloadType,
      marker: slot.marker || this.#paused,
      sequence: this.#sequence++,
      timestamp: this.#timestamp - slot.slotsHeld * FRAME_BYTES,
      ssrc: this.#ssrc,
      payload: slot.payload,
    }));
  }
}
