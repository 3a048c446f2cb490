/** A media leg without a PBX: plays in real time, and keeps when the caller could hear something. */
import { decode, type Encoding } from "../../../lib/audio/g711.ts";
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { rmsDbfs } from "../../../lib/audio/level.ts";
import type { MediaEvent, MediaLeg } from "../../../lib/call/ports.ts";
import { Alarm } from "../../../lib/clockwork/alarm.ts";
import type { UtteranceId } from "../../../lib/core/ids.ts";

/** Louder is heard; the line's own noise is far below. */
const HEARD_DBFS = -45;
const BYTES_PER_MS = FRAME_BYTES / FRAME_MS;

export class QuietLeg implements MediaLeg {
  readonly encoding: Encoding = "ulaw";
  /** The begin of each 20 ms in which the agent was heard, in order. */
  heardAtMs: number[] = [];
  readonly #tell: (event: MediaEvent) => void;
  #ends: { readonly utterance: UtteranceId; readonly atMs: number }[] = [];
  #begun: { readonly utterance: UtteranceId; readonly atMs: number } | null = null;
  #pausedAtMs: number | null = null;
  readonly #alarm = new Alarm();
  #playedOutAtMs = 0;
  #open = true;

  constructor(tell: (event: MediaEvent) => void) {
    this.#tell = tell;
  }

  /** True where nothing is being played, nor was within the last `ms`. */
  isQuiet(ms: number): boolean {
    return this.#ends.length === 0 && performance.now() - this.#playedOutAtMs > ms;
  }

  play(utterance: UtteranceId, bytes: Uint8Array): void {
    const fromMs = Math.max(performance.now(), this.#playedOutAtMs);
    if (this.#begun?.utterance !== utterance) this.#begun = { utterance, atMs: fromMs };
    for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
      const pcm = decode(this.encoding, bytes.subarray(at, at + FRAME_BYTES));
      if (rmsDbfs(pcm) > HEARD_DBFS) this.heardAtMs.push(fromMs + at / BYTES_PER_MS);
    }
    this.#playedOutAtMs = fromMs + bytes.length / BYTES_PER_MS;
  }

  end(utterance: UtteranceId): void {
    this.#ends.push({ utterance, atMs: this.#playedOutAtMs });
    this.#wait();
  }

  pause(): void {
    this.#pausedAtMs ??= performance.now();
    this.#alarm.clear();
  }

  /** What was still to be heard is heard so much later. */
  resume(): void {
    const fromMs = this.#pausedAtMs;
    if (fromMs === null) return;
    this.#pausedAtMs = null;
    const later = (atMs: number) => atMs < fromMs ? atMs : atMs + performance.now() - fromMs;
    this.#playedOutAtMs = later(this.#playedOutAtMs);
    this.heardAtMs = this.heardAtMs.map(later);
    this.#ends = this.#ends.map((end) => ({ ...end, atMs: later(end.atMs) }));
    this.#wait();
  }

  flush(utterance: UtteranceId): void {
    const atMs = this.#pausedAtMs ?? performance.now();
    this.#pausedAtMs = null;
    this.#ends = [];
    this.#alarm.clear();
    this.#playedOutAtMs = performance.now();
    this.heardAtMs = this.heardAtMs.filter((heardAtMs) => heardAtMs <= atMs);
    const begunAtMs = this.#begun?.utterance === utterance ? this.#begun.atMs : atMs;
    this.#tell({ type: "cut", utterance, heardMs: Math.max(0, atMs - begunAtMs) });
  }

  settle(): void {}

  heardMs(utterance: UtteranceId): number {
    return this.#begun?.utterance === utterance ? performance.now() - this.#begun.atMs : 0;
  }

  ownDbfs(): number {
    return -Infinity;
  }

  close(): void {
    this.#open = false;
    this.#alarm.clear();
  }

  #wait(): void {
    const next = this.#ends[0];
    if (!next || !this.#open || this.#alarm.isSet || this.#pausedAtMs !== null) return;
    this.#alarm.set(Math.max(0, next.atMs - performance.now()), () => {
      this.#ends.shift();
      this.#tell({ type: "played", utterance: next.utterance });
      this.#wait();
    });
  }
}
