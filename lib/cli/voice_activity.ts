/** Which detector tells callers' voices from the rest of what is on a line. */
import type { VoiceDetector } from "../call/ports.ts";
import { SileroActivity } from "../host/silero_activity.ts";
import { VoiceActivity } from "../host/voice_activity.ts";

export const VOICE_ACTIVITIES = ["fvad", "silero"] as const;
export type VoiceActivityName = (typeof VOICE_ACTIVITIES)[number];

/** Loads it once; `open()` is for each call. */
export async function openVoiceActivity(
  name: VoiceActivityName,
): Promise<{ open(): VoiceDetector }> {
  return await (name === "silero" ? SileroActivity.load() : VoiceActivity.load());
}
