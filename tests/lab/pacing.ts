/** How evenly packets arrived. */
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";
import type { HeardPacket } from "./rtp_recorder.ts";

export interface Pacing {
  readonly packets: number;
  /** Sequence numbers that never came. */
  readonly lost: number;
  /** Came after a packet that was sent later. */
  readonly reordered: number;
  readonly duplicates: number;
  /** Between packets that follow each other without a pause; `null` when there are none. */
  readonly gapMs: Spread | null;
}

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** `packets` in the order of their arrival. */
export function pacingOf(packets: readonly HeardPacket[]): Pacing {
  const streams = [...Map.groupBy(packets, ({ ssrc }) => ssrc).values()].map(pacingOfStream);
  const sum = (count: (stream: StreamPacing) => number) =>
    streams.reduce((total, stream) => total + count(stream), 0);
  return {
    packets: packets.length,
    lost: sum(({ lost }) => lost),
    reordered: sum(({ reordered }) => reordered),
    duplicates: sum(({ duplicates }) => duplicates),
    gapMs: spreadOf(streams.flatMap(({ gapsMs }) => gapsMs)),
  };
}

/** Nearest rank; `null` for no values. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
  return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: sorted.at(-1)! };
}

interface StreamPacing {
  readonly lost: number;
  readonly reordered: number;
  readonly duplicates: number;
  readonly gapsMs: readonly number[];
}

function pacingOfStream(packets: readonly HeardPacket[]): StreamPacing {
  const seen = new Set<number>();
  let newest = -Infinity;
  let oldest = Infinity;
  let reordered = 0;
  for (const { sequence } of packets) {
    if (sequence < newest && !seen.has(sequence)) reordered++;
    seen.add(sequence);
    newest = Math.max(newest, sequence);
    oldest = Math.min(oldest, sequence);
  }
  return {
    lost: newest - oldest + 1 - seen.size,
    reordered,
    duplicates: packets.length - seen.size,
    gapsMs: gapsOf(packets),
  };
}

/** Between packets of one stream that follow each other without a pause. */
export function gapsOf(packets: readonly HeardPacket[]): number[] {
  return packets.slice(1).flatMap((packet, index) => {
    const before = packets[index]!;
    const follows = packet.sequence === before.sequence + 1 &&
      packet.timestamp - before.timestamp === FRAME_BYTES;
    return follows ? [packet.atMs - before.atMs] : [];
  });
}

/** What a telephone holds back of what comes, so that late packets are not heard. */
export const JITTER_BUFFER_MS = 60;
/** Less is no hole: packets are counted in frames. */
export const HOLE_MIN_MS = FRAME_MS / 2;

/** A telephone's: what comes later than it can wait is a silence, and all after it is heard later. */
export class Loudspeaker {
  #dueMs: number | null = null;

  /** One more frame of what goes on; for how long nothing was there to be heard before it. */
  arrives(atMs: number): number {
    const dueMs = this.#dueMs ?? atMs + JITTER_BUFFER_MS;
    const heardMs = Math.max(dueMs, atMs);
    this.#dueMs = heardMs + FRAME_MS;
    return heardMs - dueMs;
  }
}

export interface Holes {
  /** What a caller hears of packets that come too late. */
  readonly silencesMs: readonly number[];
  /** Where the sender's clock leaps between two packets, whenever they come. */
  readonly stepsMs: readonly number[];
}

/** Of one stream that goes on without a pause. */
export function holesOf(packets: readonly HeardPacket[]): Holes {
  const speaker = new Loudspeaker();
  const silencesMs = packets.map(({ atMs }) => speaker.arrives(atMs));
  const stepsMs = packets.slice(1).map((packet, index) => {
    const before = packets[index]!;
    const samples = packet.timestamp - before.timestamp - FRAME_BYTES;
    return packet.sequence === before.sequence + 1 ? samples / FRAME_BYTES * FRAME_MS : 0;
  });
  const isHole = (ms: number) => ms > HOLE_MIN_MS;
  return { silencesMs: silencesMs.filter(isHole), stepsMs: stepsMs.filter(isHole) };
}
