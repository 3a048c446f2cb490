/** Which audio goes out when: cut into frames, at most a short lead ahead of real time. Pure. */
import { FRAME_BYTES, FRAME_MS } from "../audio/frames.ts";
import type { UtteranceId } from "../core/ids.ts";

/** Audio that waits in Asterisk: what a barge-in must flush, and what covers a late timer. */
export const LEAD_MS = 200;
/** What goes out at once while an utterance is heard: every wake-up and write of a call costs. */
export const BUNDLE_MS = 2 * FRAME_MS;
/** While nothing is said, a frame of silence keeps RTP and its timers alive. */
export const KEEP_ALIVE_MS = 1_000;
/** Bytes of one utterance that wait to be sent: 60 s of G.711. */
export const UTTERANCE_BYTES_MAX = 60 * 8_000;

export type Sending =
  /** Whole frames, the first to be heard at `atMs`; `utterance`: null for silence. */
  | {
    readonly type: "audio";
    readonly bytes: Uint8Array;
    readonly atMs: number;
    readonly utterance: UtteranceId | null;
  }
  | { readonly type: "mark"; readonly utterance: UtteranceId };

interface Queued {
  readonly utterance: UtteranceId;
  chunks: Uint8Array[];
  bytes: number;
  ended: boolean;
}

export interface PlayoutOptions {
  readonly silence: number;
  /** Sends silence all the time while nothing is said, not once a second. */
  readonly continuous: boolean;
}

/** One leg's playout. Call `due` whenever `nextMs` has come; time is monotonic. */
export class Playout {
  readonly #options: PlayoutOptions;
  #queue: Queued[] = [];
  /** When the audio sent so far has been played out, as far as is known. */
  #playedOutAtMs = 0;
  #silentSinceMs: number;
  #pausedAtMs: number | null = null;
  /** Frames sent of the utterance that was sent of last. */
  #sent: { readonly utterance: UtteranceId; readonly frames: number } | null = null;

  constructor(options: PlayoutOptions, nowMs: number) {
    this.#options = options;
    this.#silentSinceMs = nowMs;
  }

  play(utterance: UtteranceId, bytes: Uint8Array): void {
    const queued = this.#of(utterance);
    if (queued.bytes + bytes.length > UTTERANCE_BYTES_MAX) return;
    queued.chunks.push(bytes);
    queued.bytes += bytes.length;
  }

  end(utterance: UtteranceId): void {
    this.#of(utterance).ended = true;
  }

  /** Nothing goes out until `resume`; Asterisk must hold back what it has, too. */
  pause(nowMs: number): void {
    this.#pausedAtMs ??= nowMs;
  }

  resume(nowMs: number): void {
    if (this.#pausedAtMs === null) return;
    // What Asterisk still holds is played so much later.
    this.#playedOutAtMs = Math.max(nowMs, this.#playedOutAtMs + nowMs - this.#pausedAtMs);
    this.#silentSinceMs = nowMs;
    this.#pausedAtMs = null;
  }

  /** Everything queued is dropped; what Asterisk holds must be flushed there too. */
  flush(nowMs: number): void {
    this.#queue = [];
    this.#playedOutAtMs = nowMs;
    this.#silentSinceMs = nowMs;
    if (this.#pausedAtMs !== null) this.#pausedAtMs = nowMs; // nothing is left that it held back
    this.#sent = null;
  }

  /** How much of the utterance Asterisk was given. */
  framesSentOf(utterance: UtteranceId): number {
    return this.#sent?.utterance === utterance ? this.#sent.frames : 0;
  }

  /** How much of what Asterisk was given is still to be heard, as far as our own clock tells. */
  framesUnheard(nowMs: number): number {
    const stoodAtMs = this.#pausedAtMs ?? nowMs;
    return Math.max(0, Math.round((this.#playedOutAtMs - stoodAtMs) / FRAME_MS));
  }

  /** When `due` has something to send. */
  nextMs(nowMs: number): number {
    if (this.#pausedAtMs !== null) return Infinity;
    const head = this.#queue[0];
    if (head && (head.bytes >= FRAME_BYTES || head.ended)) {
      return Math.max(nowMs, this.#playedOutAtMs - LEAD_MS + BUNDLE_MS);
    }
    const silentMs = this.#options.continuous ? FRAME_MS : KEEP_ALIVE_MS;
    return Math.max(this.#silentSinceMs, this.#playedOutAtMs) + silentMs;
  }

  /** What goes out now. */
  due(nowMs: number): Sending[] {
    if (this.#pausedAtMs !== null) return [];
    const sending: Sending[] = [];
    for (let head = this.#queue[0]; head; head = this.#queue[0]) {
      const frames = this.#framesDue(head, nowMs);
      if (frames > 0) {
        const { utterance } = head;
        const atMs = Math.max(this.#playedOutAtMs, nowMs);
        sending.push({ type: "audio", utterance, bytes: this.#take(head, frames, nowMs), atMs });
      }
      if (!head.ended || head.bytes > 0) break;
      sending.push({ type: "mark", utterance: head.utterance });
      this.#queue.shift();
    }
    if (sending.length === 0 && this.#isSilent(nowMs)) sending.push(this.#silence(nowMs));
    return sending;
  }

  #framesDue(head: Queued, nowMs: number): number {
    const room = Math.floor((nowMs + LEAD_MS - Math.max(this.#playedOutAtMs, nowMs)) / FRAME_MS);
    const whole = Math.floor(head.bytes / FRAME_BYTES);
    const have = head.ended && head.bytes % FRAME_BYTES > 0 ? whole + 1 : whole;
    return Math.min(room, have);
  }

  /** The next frames in one message; only an utterance's last one is filled up with silence. */
  #take(head: Queued, frames: number, nowMs: number): Uint8Array {
    const bytes = new Uint8Array(frames * FRAME_BYTES).fill(this.#options.silence);
    let filled = 0;
    while (filled < bytes.length && head.chunks.length > 0) {
      const chunk = head.chunks[0]!;
      const part = chunk.subarray(0, bytes.length - filled);
      bytes.set(part, filled);
      filled += part.length;
      if (part.length === chunk.length) head.chunks.shift();
      else head.chunks[0] = chunk.subarray(part.length);
    }
    head.bytes -= filled;
    const { utterance } = head;
    this.#sent = { utterance, frames: this.framesSentOf(utterance) + frames };
    this.#playedOutAtMs = Math.max(this.#playedOutAtMs, nowMs) + frames * FRAME_MS;
    this.#silentSinceMs = this.#playedOutAtMs;
    return bytes;
  }

  #isSilent(nowMs: number): boolean {
    return nowMs >= this.nextMs(nowMs);
  }

  #silence(nowMs: number): Sending {
    this.#silentSinceMs = nowMs;
    const bytes = new Uint8Array(FRAME_BYTES).fill(this.#options.silence);
    return { type: "audio", utterance: null, bytes, atMs: nowMs };
  }

  #of(utterance: UtteranceId): Queued {
    const last = this.#queue.at(-1);
    if (last?.utterance === utterance) return last;
    const queued = { utterance, chunks: [], bytes: 0, ended: false };
    this.#queue.push(queued);
    return queued;
  }
}
