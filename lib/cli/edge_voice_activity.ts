/** Voice activity where no file can be read: what the detectors need is part of the program. */
import fvad from "@echogarden/fvad-wasm/fvad.wasm" with { type: "bytes" };
import silero from "../host/silero/weights.f16" with { type: "bytes" };
import type { VoiceDetector } from "../call/ports.ts";
import { SileroActivity } from "../host/silero_activity.ts";
import { VoiceActivity } from "../host/voice_activity.ts";
import type { VoiceActivityName } from "./voice_activity.ts";

/** Loads it once; `open()` is for each call. */
export async function openEdgeVoiceActivity(
  name: VoiceActivityName,
): Promise<{ open(): VoiceDetector }> {
  return await (name === "silero" ? SileroActivity.load(silero) : VoiceActivity.load(fvad));
}
