/** The call's audio in Deepgram's terms. */
import type { AudioEncoding } from "../call/ports.ts";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";

export const ENCODINGS: Readonly<Record<AudioEncoding, string>> = { ulaw: "mulaw", alaw: "alaw" };

/** Deepgram counts in seconds, we in samples. */
export function placeOf(seconds: number): number {
  return Math.round(seconds * SAMPLE_RATE_HZ);
}

/** 0 to 1; nothing where it is no number. */
export function sureIn(confidence: unknown): { readonly confidence?: number } {
  if (typeof confidence !== "number" || !Number.isFinite(confidence)) return {};
  return { confidence: Math.min(1, Math.max(0, confidence)) };
}

export function isTimed(word: { readonly start?: unknown; readonly end?: unknown }): boolean {
  return Number.isFinite(word.start) && Number.isFinite(word.end);
}
