/** What a caller hears: every packet with its time, and the sound as one timeline. */
import { decode, type Encoding, powerOf } from "../../lib/audio/g711.ts";
import { FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ } from "../../lib/audio/frames.ts";
import { dbfsOf } from "../../lib/audio/level.ts";
import { LOUD_DBFS } from "./loudness.ts";
import { type Pacing, pacingOf } from "./pacing.ts";
import { readRtp, type RtpPacket, wrapped } from "./rtp.ts";
import { PAYLOAD_TYPE } from "./sdp.ts";

/** Twenty minutes of packets; the longest call is fifteen. */
const PACKETS_MAX = 60_000;
/** A stamp further than this from the packet's arrival belongs to another stream's clock. */
const CLOCK_TRUST_MS = 200;

export interface HeardPacket {
  /** `performance.now()` of its arrival. */
  readonly atMs: number;
  readonly ssrc: number;
  /** Counts on where the 16 bits of the wire wrap. */
  readonly sequence: number;
  /** In samples; counts on where the 32 bits of the wire wrap. */
  readonly timestamp: number;
  readonly payload: Uint8Array;
  readonly encoding: Encoding;
  /** Whether there is a voice in it. */
  readonly loud: boolean;
}

export class RtpRecorder {
  readonly #startedAtMs: number;
  readonly #packets: HeardPacket[] = [];
  /** The last packet of each stream, which unwraps the next one's counters. */
  readonly #lastOf = new Map<number, HeardPacket>();
  readonly #onLoud = new Set<() => void>();

  /** The timeline begins at `startedAtMs`. */
  constructor(startedAtMs: number) {
    this.#startedAtMs = startedAtMs;
  }

  get packets(): readonly HeardPacket[] {
    return this.#packets;
  }

  /** The last one with a voice. */
  get lastLoud(): HeardPacket | null {
    return this.#packets.findLast(({ loud }) => loud) ?? null;
  }

  /** The first one with a voice that came at or after `atMs`. */
  firstLoudFrom(atMs: number): HeardPacket | null {
    return this.#packets.find((packet) => packet.loud && packet.atMs >= atMs) ?? null;
  }

  /** The 20 ms that came last before `atMs`, unless that is long ago. */
  frameAt(atMs: number): Int16Array | null {
    const packet = this.#packets.findLast((one) => one.atMs <= atMs);
    if (!packet || atMs - packet.atMs > FRAME_MS * 1.5) return null;
    return decode(packet.encoding, packet.payload);
  }

  /** Calls `listener` at each loud packet; returns its own undo. */
  onLoud(listener: () => void): () => void {
    this.#onLoud.add(listener);
    return () => this.#onLoud.delete(listener);
  }

  receive(bytes: Uint8Array, atMs: number): void {
    const packet = readRtp(bytes);
    if (!packet || this.#packets.length >= PACKETS_MAX) return;
    const encoding = encodingOf(packet.payloadType);
    if (encoding === null) return;
    const heard = this.#unwrap(packet, encoding, atMs);
    this.#packets.push(heard);
    this.#lastOf.set(packet.ssrc, heard);
    if (heard.loud) { for (const listener of [...this.#onLoud]) listener(); }
  }

  /** 8000 Hz from the start on; what never came is silence. */
  pcm(): Int16Array<ArrayBuffer> {
    const placed = this.#placed();
    const length = placed.reduce((end, { at, packet }) => {
      return Math.max(end, at + packet.payload.length);
    }, 0);
    const pcm = new Int16Array(length);
    for (const { at, packet } of placed) pcm.set(decode(packet.encoding, packet.payload), at);
    return pcm;
  }

  pacing(): Pacing {
    return pacingOf(this.#packets);
  }

  #unwrap(packet: RtpPacket, encoding: Encoding, atMs: number): HeardPacket {
    const last = this.#lastOf.get(packet.ssrc);
    const { ssrc, payload } = packet;
    const sequence = last
      ? last.sequence + wrapped(last.sequence, packet.sequence, 16)
      : packet.sequence;
    const timestamp = last
      ? last.timestamp + wrapped(last.timestamp, packet.timestamp, 32)
      : packet.timestamp;
    const loud = dbfsOf(powerOf(encoding, payload, 0, payload.length)) > LOUD_DBFS;
    return { atMs, ssrc, sequence, timestamp, payload, encoding, loud };
  }

  /** Each packet with its first sample's place: by the sender's clock while that runs on. */
  #placed(): { at: number; packet: HeardPacket }[] {
    const anchors = new Map<number, { at: number; timestamp: number }>();
    return this.#packets.map((packet) => {
      const arrived = this.#sampleAt(packet.atMs);
      const anchor = anchors.get(packet.ssrc);
      const byClock = anchor && anchor.at + packet.timestamp - anchor.timestamp;
      const trusted = byClock !== undefined && byClock >= 0 &&
        Math.abs(byClock - arrived) <= CLOCK_TRUST_MS * SAMPLE_RATE_HZ / 1_000;
      if (trusted) return { at: byClock, packet };
      anchors.set(packet.ssrc, { at: arrived, timestamp: packet.timestamp });
      return { at: arrived, packet };
    });
  }

  /** On the grid of frames, so that streams that follow each other don't overlap by a hair. */
  #sampleAt(atMs: number): number {
    const samples = (atMs - this.#startedAtMs) * SAMPLE_RATE_HZ / 1_000;
    return Math.max(0, Math.floor(samples / FRAME_BYTES) * FRAME_BYTES);
  }
}

function encodingOf(payloadType: number): Encoding | null {
  if (payloadType === PAYLOAD_TYPE.ulaw) return "ulaw";
  return payloadType === PAYLOAD_TYPE.alaw ? "alaw" : null;
}
