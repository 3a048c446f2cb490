/** When what happened in each turn of a call: what its timings tell a person. */
import type { TurnTiming } from "../core/turn_timing.ts";
import type { Queries } from "./database.ts";

/** As it was measured, but for the moment, which is a date here. */
export interface StoredTiming extends Omit<TurnTiming, "atMs"> {
  /** The caller's last sound; of turn 0 the call's begin. All times are ms after it. */
  readonly soundEndedAt: Date;
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
