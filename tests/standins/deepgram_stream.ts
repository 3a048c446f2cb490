/** What the live protocol makes of a line's audio: what is interim, what is final, where speech ends. */
import { SAMPLE_RATE_HZ } from "../../lib/audio/frames.ts";
import type { LiveStream, StreamEars } from "./deepgram_connection.ts";
import type { DeepgramHearing, HeardWord } from "./deepgram_hearing.ts";
import type { ListenRequest } from "./deepgram_request.ts";

/** Interim words come about once a second of audio. */
const INTERIM_SAMPLES = SAMPLE_RATE_HZ;
/** After this long without a pause the words so far are final. */
const SEGMENT_SAMPLES = 3.5 * SAMPLE_RATE_HZ;
const BLOCK = 160;
/** A recogniser needs some of what follows before it is sure of a word. */
const SURE_AFTER_SAMPLES = 0.1 * SAMPLE_RATE_HZ;

type Result = "interim" | "final" | "speech_final" | "from_finalize";

export class DeepgramStream implements LiveStream {
  readonly #id: string;
  readonly #request: ListenRequest;
  readonly #hearing: DeepgramHearing;
  readonly #ears: StreamEars;
  #speaking = false;
  /** Words before this place are final. */
  #finalTo = 0;
  #segmentFrom = 0;
  #toldAt = 0;
  #lastWordTo: number | null = null;

  constructor(id: string, request: ListenRequest, hearing: DeepgramHearing, ears: StreamEars) {
    this.#id = id;
    this.#request = request;
    this.#hearing = hearing;
    this.#ears = ears;
  }

  audio(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += BLOCK) {
      this.#hearing.push(bytes.subarray(at, at + BLOCK));
      this.#advance();
    }
  }

  /** What the protocol does not know is refused with false. */
  message(type: string): boolean {
    if (type === "Finalize") this.#finalize();
    return type === "Finalize" || type === "KeepAlive";
  }

  /** The client wants what came so far as final words; where nothing came, nothing is told. */
  #finalize(): void {
    if (this.#words().length > 0 || this.#speaking) this.#result("from_finalize");
  }

  /** The client sends no more audio. */
  finish(): void {
    if (this.#words().length > 0) this.#result("final");
    this.#ears.tell({
      type: "Metadata",
      transaction_key: "deprecated",
      request_id: this.#id,
      sha256: "",
      created: new Date().toISOString(),
      duration: this.#hearing.position / SAMPLE_RATE_HZ,
      channels: 1,
    });
  }

  #advance(): void {
    const { position, lastSoundAt } = this.#hearing;
    if (lastSoundAt !== null && position - lastSoundAt < BLOCK) this.#sounds();
    const quiet = position - (lastSoundAt ?? 0);
    const { endpointingMs, utteranceEndMs, interimResults } = this.#request;
    if (this.#speaking && endpointingMs !== null && quiet >= samplesOf(endpointingMs)) {
      this.#result("speech_final");
      this.#speaking = false;
      this.#ears.reached("after");
    } else if (this.#speaking && position - this.#segmentFrom >= SEGMENT_SAMPLES) {
      this.#result("final");
    } else if (interimResults && position - this.#toldAt >= INTERIM_SAMPLES) {
      this.#result("interim");
    }
    if (utteranceEndMs !== null) this.#utteranceEnd(samplesOf(utteranceEndMs));
    const words = this.#speaking ? this.#words() : [];
    const half = words.at(-1);
    if (words.length > 2 && half?.running && half.confidence < 0.5) this.#ears.reached("during");
  }

  #sounds(): void {
    if (this.#speaking) return;
    this.#speaking = true;
    this.#segmentFrom = this.#hearing.position - BLOCK;
    const timestamp = this.#segmentFrom / SAMPLE_RATE_HZ;
    if (this.#request.vadEvents) {
      this.#ears.tell({ type: "SpeechStarted", channel: [0], timestamp });
    }
  }

  #utteranceEnd(gap: number): void {
    const { position } = this.#hearing;
    if (this.#lastWordTo === null || position - this.#lastWordTo < gap) return;
    const last_word_end = this.#lastWordTo / SAMPLE_RATE_HZ;
    this.#lastWordTo = null;
    this.#ears.tell({ type: "UtteranceEnd", channel: [0, 1], last_word_end });
  }

  #words(): HeardWord[] {
    return this.#hearing.wordsAfter(this.#finalTo);
  }

  #result(kind: Result): void {
    const { position } = this.#hearing;
    const from = this.#segmentFrom;
    this.#toldAt = position;
    const words = this.#words().filter((word) => isIn(kind, word, position));
    this.#ears.tell(this.#message(kind, words, from));
    if (kind === "interim") return;
    const last = words.at(-1);
    if (last) this.#lastWordTo = last.to;
    this.#finalTo = Math.max(this.#finalTo, last?.to ?? 0);
    this.#segmentFrom = kind === "final" ? last?.to ?? position : position;
  }

  #message(kind: Result, words: readonly HeardWord[], from: number) {
    const { model, punctuate } = this.#request;
    const sure = words.reduce((sum, { confidence }) => sum + confidence, 0);
    const timed = words.map((word) => ({
      word: bare(word.text),
      start: word.from / SAMPLE_RATE_HZ,
      end: word.to / SAMPLE_RATE_HZ,
      confidence: word.confidence,
      ...(punctuate ? { punctuated_word: word.text } : {}),
    }));
    const transcript = timed.map((word) => word.punctuated_word ?? word.word).join(" ");
    const confidence = words.length > 0 ? sure / words.length : 0;
    return {
      type: "Results",
      channel_index: [0, 1],
      duration: (this.#hearing.position - from) / SAMPLE_RATE_HZ,
      start: from / SAMPLE_RATE_HZ,
      is_final: kind !== "interim",
      speech_final: kind === "speech_final",
      from_finalize: kind === "from_finalize",
      channel: { alternatives: [{ transcript, confidence, words: timed }] },
      metadata: {
        request_id: this.#id,
        model_info: { name: model, version: "2024-01-18.26916", arch: "nova-2" },
        model_uuid: "c0d1a568-ce81-4fea-97e7-bd45cb1fdf3c",
      },
    };
  }
}

/** In the middle of speech only what is sure is final; at its end, all that is whole. */
function isIn(kind: Result, word: HeardWord, position: number): boolean {
  if (kind === "interim" || kind === "from_finalize") return true;
  if (kind === "final") return word.to + SURE_AFTER_SAMPLES <= position;
  return !word.running || word.confidence > 0.5;
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}'-]/gu, "");
}

function samplesOf(ms: number): number {
  return ms * SAMPLE_RATE_HZ / 1_000;
}
