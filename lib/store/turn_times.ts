/** When what happened in each turn of a call: what its timings tell a person. */
import type { Fallback } from "../core/turn_timing.ts";
import type { Queries } from "./database.ts";

export interface StoredTiming {
  readonly turn: number;
  /** The caller's last sound; of turn 0 the call's begin. */
  readonly soundEndedAt: Date;
  /** Ms after it, as all that follow; null is what did not happen. */
  readonly decidedMs: number;
  readonly brainAskedMs: number | null;
  readonly firstTokenMs: number | null;
  readonly firstSentenceMs: number | null;
  readonly fillerMs: number | null;
  readonly voiceAskedMs: number | null;
  readonly firstAudioMs: number | null;
  readonly firstPacketMs: number | null;
  readonly firstHeardMs: number | null;
  readonly lastHeardMs: number | null;
  readonly interruptedAfterMs: number | null;
  readonly fallbacks: readonly Fallback[];
}

/** In order. There is nobody's data in them. */
export async function readTimings(sql: Queries, call: string): Promise<readonly StoredTiming[]> {
  return await sql<StoredTiming[]>`
    select turn, sound_ended_at as "soundEndedAt", decided_ms as "decidedMs",
      brain_asked_ms as "brainAskedMs", first_token_ms as "firstTokenMs",
      first_sentence_ms as "firstSentenceMs", filler_ms as "fillerMs",
      voice_asked_ms as "voiceAskedMs", first_audio_ms as "firstAudioMs",
      first_packet_ms as "firstPacketMs", first_heard_ms as "firstHeardMs",
      last_heard_ms as "lastHeardMs", interrupted_after_ms as "interruptedAfterMs", fallbacks
    from turn_timings where call_id = ${call} order by turn`;
}
