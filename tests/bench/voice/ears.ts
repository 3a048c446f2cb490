/**
 * Deepgram's live transcription for many calls at once: it knows what the callers say frame by frame,
 * and tells each word, and the end of speech, when the table of delays says so.
 */
import { FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ } from "../../../lib/audio/frames.ts";
import { delayOf, type Delays, type Spread } from "./delays.ts";
import type { Saying } from "./sayings.ts";
import { type HeardStamp, nowMs } from "./stamps.ts";

const CONFIDENCE = 0.98;

/** What the ears know: by the sound of single frames that stand in one saying only. */
export class Repertoire {
  readonly #frames = new Map<number, Place | "ambiguous">();

  constructor(sayings: ReadonlyMap<string, readonly Saying[]>) {
    for (const [tag, list] of sayings) {
      for (const [turn, saying] of list.entries()) this.#learn(tag, turn, saying);
    }
  }

  find(frame: Uint8Array): Place | null {
    const place = this.#frames.get(hashOf(frame));
    return place === undefined || place === "ambiguous" ? null : place;
  }

  #learn(tag: string, turn: number, saying: Saying): void {
    for (const [at, frame] of saying.frames.entries()) {
      if (at > saying.lastLoud || new Set(frame).size < 12) continue; // silence is alike everywhere
      const hash = hashOf(frame);
      const known = this.#frames.get(hash);
      const isOther = known !== undefined &&
        (known === "ambiguous" || known.saying.text !== saying.text || known.at !== at);
      this.#frames.set(hash, isOther ? "ambiguous" : { tag: turn === 0 ? tag : null, saying, at });
    }
  }
}

interface Place {
  /** Only the first saying of a call has it. */
  readonly tag: string | null;
  readonly saying: Saying;
  readonly at: number;
}

function hashOf(frame: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < frame.length; at++) hash = Math.imul(hash ^ frame[at]!, 0x01000193);
  return hash;
}

export interface LineParts {
  readonly repertoire: Repertoire;
  readonly spread: () => Spread;
  readonly random: () => number;
  readonly heard: (stamp: HeardStamp) => void;
}

interface Speaking {
  readonly saying: Saying;
  /** The line's frame with which it began. */
  readonly from: number;
  lastSoundAtMs: number;
  /** Its frames of which the words were told. */
  told: number;
}

/** One line: a call. */
export class EarsLine {
  readonly #parts: LineParts;
  readonly #socket: WebSocket;
  #frames = 0;
  #tag = "";
  #speaking: Speaking | null = null;

  constructor(socket: WebSocket, parts: LineParts) {
    this.#socket = socket;
    this.#parts = parts;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onerror = () => {}; // its close follows
  }

  #take(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const bytes = new Uint8Array(data);
      for (let at = 0; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) {
        this.#hear(bytes.subarray(at, at + FRAME_BYTES));
      }
    } else if (String(data).includes("CloseStream")) this.#socket.close(1000, "");
  }

  #hear(frame: Uint8Array): void {
    const at = this.#frames++;
    this.#speaking ??= this.#beginning(frame, at);
    if (this.#speaking === null) return;
    const { saying, from } = this.#speaking;
    const spoken = at - from + 1;
    if (spoken === saying.lastLoud + 1) this.#speaking.lastSoundAtMs = nowMs();
    if (saying.words.some(({ to }) => to === spoken)) this.#tellLater(this.#speaking, spoken);
    if (spoken <= saying.lastLoud + this.#framesOf("endOfTurnMs")) return;
    this.#tellLater(this.#speaking, Infinity);
    this.#speaking = null;
  }

  #beginning(frame: Uint8Array, at: number): Speaking | null {
    const place = this.#parts.repertoire.find(frame);
    if (place === null) return null;
    this.#tag = place.tag ?? this.#tag;
    return { saying: place.saying, from: at - place.at, lastSoundAtMs: 0, told: 0 };
  }

  #framesOf(stage: keyof Delays): number {
    return Math.round(delayOf(stage, "fixed", this.#parts.random) / FRAME_MS);
  }

  /** `spoken`: its frames whose words are told; Infinity: all of them, and for good. */
  #tellLater(speaking: Speaking, spoken: number): void {
    const { saying, from, lastSoundAtMs } = speaking;
    const isFinal = spoken === Infinity;
    const message = messageOf(saying, from, Math.min(spoken, saying.lastLoud + 1), isFinal);
    setTimeout(() => {
      if (this.#socket.readyState !== WebSocket.OPEN || speaking.told >= spoken) return;
      const isNew = speaking.told <= saying.lastLoud && spoken > saying.lastLoud;
      speaking.told = spoken;
      const wordsAtMs = nowMs();
      this.#socket.send(JSON.stringify(message));
      if (isNew) this.#parts.heard({ type: "heard", tag: this.#tag, lastSoundAtMs, wordsAtMs });
    }, delayOf("finalMs", this.#parts.spread(), this.#parts.random));
  }
}

/** The first `spoken` frames of a saying that began at the line's frame `from`. */
function messageOf(saying: Saying, from: number, spoken: number, isFinal: boolean) {
  const words = saying.words.filter(({ to }) => to <= spoken).map(({ text, from: at, to }) => ({
    word: text.toLowerCase(),
    punctuated_word: text,
    start: secondsOf(from + at),
    end: secondsOf(from + to),
    confidence: CONFIDENCE,
  }));
  const transcript = words.map((word) => word.punctuated_word).join(" ");
  return {
    type: "Results",
    channel_index: [0, 1],
    start: secondsOf(from),
    duration: secondsOf(spoken),
    is_final: isFinal,
    speech_final: isFinal,
    from_finalize: false,
    channel: { alternatives: [{ transcript, confidence: CONFIDENCE, words }] },
    metadata: { request_id: "", model_info: {}, model_uuid: "" },
  };
}

function secondsOf(frames: number): number {
  return frames * FRAME_BYTES / SAMPLE_RATE_HZ;
}
