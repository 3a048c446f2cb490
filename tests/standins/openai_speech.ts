/** Speech as OpenAI streams it: 24 kHz PCM, faster than it is spoken. */
import { resample } from "../../lib/audio/resample.ts";
import { writeWav } from "../../lib/audio/wav.ts";
import type { Refusal } from "./openai_chat.ts";

export interface SpeechRequest {
  readonly model: string;
  readonly input: string;
  readonly voice: string;
  readonly response_format: "pcm";
  readonly speed?: number;
  readonly instructions?: string;
}

export interface SpeechTiming {
  readonly firstMs: number;
  /** Seconds of speech sent in a second. */
  readonly pace: number;
}

export const SPEECH_RATE_HZ = 24_000;
/** Odd, so that samples are cut in the middle, as networks do. */
export const PIECE_BYTES = 4_801;
/** Anything else it takes or refuses by its own rules; these are what is known. */
const PARAMETERS = new Set(
  ["model", "input", "voice", "response_format", "speed", "instructions", "stream_format"],
);
const MAX_INPUT_CHARS = 4_096;

export function speechRefusal(body: unknown): Refusal | null {
  const request = (typeof body === "object" && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const unknown = Object.keys(request).find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined) return invalid(`Unrecognized request argument: ${unknown}`, unknown);
  for (const name of ["model", "input", "voice"]) {
    if (typeof request[name] !== "string" || request[name] === "") {
      return invalid(`Missing required parameter: '${name}'.`, name);
    }
  }
  if ((request["input"] as string).length > MAX_INPUT_CHARS) {
    return invalid("Input is too long", "input");
  }
  const { speed = 1, instructions = "" } = request;
  if (typeof speed !== "number" || speed < 0.25 || speed > 4) {
    return invalid("Invalid value for 'speed'.", "speed");
  }
  if (typeof instructions !== "string") {
    return invalid("Invalid type for 'instructions'.", "instructions");
  }
  if (request["response_format"] !== "pcm") {
    return invalid("This stand-in speaks pcm only", "response_format");
  }
  return null;
}

function invalid(message: string, param: string): Refusal {
  return { status: 400, message, type: "invalid_request_error", param, code: null };
}

export const WRONG_RATE_HZ = 16_000;

/** As a server sends it that has another rate, and says so. */
export function atWrongRate(pcm: Int16Array): Int16Array<ArrayBuffer> {
  return resample(pcm, SPEECH_RATE_HZ, WRONG_RATE_HZ);
}

export function speechPieces(pcm: Int16Array, { pace }: SpeechTiming) {
  const bytes = bytesOf(pcm);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    pieces.push(bytes.slice(at, at + PIECE_BYTES));
  }
  const pieceMs = PIECE_BYTES / 2 / SPEECH_RATE_HZ * 1_000 / pace;
  return { pieces, dueMs: (at: number) => at * pieceMs };
}

/** What comes from servers that do as they like, and from proxies. */
export const WRONG_FORMATS = {
  wav: (pcm: Int16Array) => ({ type: "audio/pcm", bytes: writeWav(pcm, SPEECH_RATE_HZ) }),
  mp3: (pcm: Int16Array) => ({
    type: "audio/mpeg",
    bytes: new Uint8Array(pcm.length >> 3).fill(0x55).map((byte, at) => MP3_HEAD[at] ?? byte),
  }),
  json: () => ({ type: "audio/pcm", bytes: text('{"error":{"message":"overloaded"}}') }),
  html: () => ({ type: "text/html", bytes: text("<!doctype html><title>Bad gateway</title>") }),
  noise: (pcm: Int16Array) => ({ type: "audio/pcm", bytes: noise(pcm.length * 2) }),
} satisfies Record<string, (pcm: Int16Array) => { type: string; bytes: Uint8Array<ArrayBuffer> }>;

const MP3_HEAD = [0xff, 0xfb, 0x90, 0x00];

function text(words: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(words.padEnd(4_000));
}

function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  }
  return bytes;
}

function bytesOf(pcm: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pcm.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [at, sample] of pcm.entries()) view.setInt16(at * 2, sample, true);
  return bytes;
}
