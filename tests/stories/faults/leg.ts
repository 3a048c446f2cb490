/** A media leg without a PBX: plays in real time, and keeps when the caller could hear something. */
import { decode, type Encoding } from "../../../lib/audio/g711.ts";
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { rmsDbfs } from "../../../lib/audio/level.ts";
import type { MediaEvent, MediaLeg } from "../../../lib/call/ports.ts";
import type { UtteranceId } from "../../../lib/core/ids.ts";
import { Alarm } from "../../../lib/speech/alarm.ts";

/** Louder is heard; the line's own noise is far below. */
const HEARD_DBFS = -45;
const BYTES_PER_MS = FRAME_BYTES / FRAME_MS;

export class QuietLeg implements MediaLeg {
  readonly encoding: Encoding = "ulaw";
  /** The begin of each 20 ms in which the agent was heard, in order. */
  readonly heardAtMs: number[] = [];
  readonly #tell: (event: MediaEvent) => void;
  readonly #ends: { readonly utterance: UtteranceId; readonly atMs: number }[] = [];
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

  play(_utterance: UtteranceId, bytes: Uint8Array): void {
    const fromMs = Math.max(performance.now(), this.#playedOutAtMs);
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

  flush(): void {
    const nowMs = performance.now();
    this.#ends.length = 0;
    this.#alarm.clear();
    this.#playedOutAtMs = nowMs;
    while ((this.heardAtMs.at(-1) ?? 0) > nowMs) this.heardAtMs.pop();
  }

  close(): void {
    this.#open = false;
    this.#alarm.clear();
  }

  #wait(): void {
    const next = this.#ends[0];
    if (!next || !this.#open || this.#alarm.isSet) return;
    this.#alarm.set(Math.max(0, next.atMs - performance.now()), () => {
      this.#ends.shift();
      this.#tell({ type: "played", utterance: next.utterance });
      this.#wait();
    });
  }
}
