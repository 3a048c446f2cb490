/** What Flux makes of a line's audio: turns, their words so far, and how sure it is that one is over. */
import { SAMPLE_RATE_HZ } from "../../lib/audio/frames.ts";
import type { LiveStream, StreamEars } from "./deepgram_connection.ts";
import type { DeepgramHearing, HeardWord } from "./deepgram_hearing.ts";
import type { FluxRequest } from "./flux_request.ts";

/** `Update` comes four times in a second of audio. */
const UPDATE_SAMPLES = SAMPLE_RATE_HZ / 4;
const BLOCK = 160;
const BLOCK_MS = 20;
/** Silence after which it is certain; half as sure after half of it. */
const CERTAIN_MS = 500;
/** After one of these hardly anybody stops. */
const GOING_ON = /^(and|or|but|the|a|an|about|uh|um|of|in|to)$/i;

type Event = "Update" | "StartOfTurn" | "EagerEndOfTurn" | "TurnResumed" | "EndOfTurn";

export class FluxStream implements LiveStream {
  readonly #id: string;
  readonly #request: FluxRequest;
  readonly #hearing: DeepgramHearing;
  readonly #ears: StreamEars;
  #sequence = 0;
  #turn = 0;
  #phase: "waiting" | "speaking" | "awaiting_end" = "waiting";
  /** Words before this place belong to turns that are over. */
  #turnFrom = 0;
  #toldAt = 0;

  constructor(
    id: string,
    request: FluxRequest,
    hearing: DeepgramHearing,
    ears: StreamEars,
  ) {
    this.#id = id;
    this.#request = request;
    this.#hearing = hearing;
    this.#ears = ears;
    ears.tell({ type: "Connected", request_id: id, sequence_id: this.#sequence++ });
  }

  audio(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += BLOCK) {
      this.#hearing.push(bytes.subarray(at, at + BLOCK));
      this.#advance();
    }
  }

  /** It understands neither `KeepAlive` nor `Finalize`. */
  message(): boolean {
    return false;
  }

  finish(): void {
    if (this.#phase !== "waiting") this.#tell("EndOfTurn", { trigger: "model" });
  }

  #advance(): void {
    const words = this.#words();
    const quietMs = this.#quietMs();
    if (this.#phase === "waiting") {
      if (words.length > 0) this.#turnTo("speaking", "StartOfTurn");
    } else if (quietMs >= this.#request.timeoutMs) this.#end("timeout");
    else if (this.#sureness(words, quietMs) >= this.#request.threshold) this.#end("model");
    else this.#wonder(words, quietMs);
    if (this.#hearing.position - this.#toldAt >= UPDATE_SAMPLES) this.#tell("Update");
    const half = words.at(-1);
    if (words.length > 2 && half?.running && half.confidence < 0.5) this.#ears.reached("during");
  }

  /** Whether the turn is likely over. */
  #wonder(words: readonly HeardWord[], quietMs: number): void {
    const { eagerThreshold } = this.#request;
    if (eagerThreshold === null) return;
    const isLikely = this.#sureness(words, quietMs) >= eagerThreshold;
    if (this.#phase === "speaking" && isLikely) this.#turnTo("awaiting_end", "EagerEndOfTurn");
    if (this.#phase === "awaiting_end" && quietMs < BLOCK_MS) {
      this.#turnTo("speaking", "TurnResumed");
    }
  }

  #turnTo(phase: "speaking" | "awaiting_end", event: Event): void {
    this.#phase = phase;
    this.#tell(event);
  }

  #end(trigger: "model" | "timeout"): void {
    // It tells the same words as before the end, in this order.
    const isEager = this.#request.eagerThreshold !== null && this.#phase === "speaking";
    if (isEager && trigger === "model") this.#turnTo("awaiting_end", "EagerEndOfTurn");
    this.#tell("EndOfTurn", { trigger });
    this.#phase = "waiting";
    this.#turnFrom = this.#words().at(-1)?.to ?? this.#hearing.position;
    this.#turn++;
    this.#ears.reached("after");
  }

  #words(): HeardWord[] {
    return this.#hearing.wordsAfter(this.#turnFrom);
  }

  #quietMs(): number {
    const { position, lastSoundAt } = this.#hearing;
    return (position - (lastSoundAt ?? 0)) / SAMPLE_RATE_HZ * 1_000;
  }

  #sureness(words: readonly HeardWord[], quietMs: number): number {
    if (words.length === 0) return 0;
    const goesOn = GOING_ON.test(words.at(-1)!.text.replace(/[^a-z]/gi, ""));
    return Math.min(0.95, quietMs / CERTAIN_MS) * (goesOn ? 0.3 : 1);
  }

  #tell(event: Event, more: Readonly<Record<string, unknown>> = {}): void {
    const { position } = this.#hearing;
    this.#toldAt = position;
    const words = this.#words();
    this.#ears.tell({
      type: "TurnInfo",
      request_id: this.#id,
      sequence_id: this.#sequence++,
      event,
      turn_index: this.#turn,
      audio_window_start: this.#turnFrom / SAMPLE_RATE_HZ,
      audio_window_end: position / SAMPLE_RATE_HZ,
      transcript: words.map(({ text }) => text).join(" "),
      words: words.map(({ text, confidence, from, to }) => ({
        word: text,
        confidence,
        start: from / SAMPLE_RATE_HZ,
        end: to / SAMPLE_RATE_HZ,
      })),
      end_of_turn_confidence: this.#sureness(words, this.#quietMs()),
      ...more,
    });
  }
}
