/** Says a sentence into ears as a call does: G.711 frames, with voice activity's moments told late. */
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { decode, encode } from "../../../lib/audio/g711.ts";
import { rmsDbfs } from "../../../lib/audio/level.ts";
import { SpeechGate } from "../../../lib/audio/speech_gate.ts";
import type { Ears, EarsEvent } from "../../../lib/call/ports.ts";
import type { Campaign } from "../../../lib/core/campaign.ts";
import type { CallId } from "../../../lib/core/ids.ts";
import type { Asked } from "../../../lib/core/understand/heard.ts";
import type { VoiceActivity } from "../../../lib/host/voice_activity.ts";

const LEAD_SAMPLES = 4_000;
/** Longer than voice activity's hangover. */
const TAIL_SAMPLES = 8_000;

export interface Saying {
  readonly ears: Ears;
  readonly activity: VoiceActivity;
  readonly campaign: Campaign;
  readonly asked: Asked;
}

/** The first thing told about `pcm` (8000 Hz), which is fed as fast as it goes. */
export async function sayInto(
  { ears, activity, campaign, asked }: Saying,
  pcm: Int16Array,
): Promise<EarsEvent> {
  const { promise, resolve } = Promise.withResolvers<EarsEvent>();
  const session = ears.open({ call: "call" as CallId, campaign, encoding: "ulaw" }, resolve);
  const detector = activity.open();
  const gate = new SpeechGate(FRAME_MS);
  session.expect(asked);
  const audio = new Int16Array(LEAD_SAMPLES + pcm.length + TAIL_SAMPLES);
  audio.set(pcm, LEAD_SAMPLES);
  const bytes = encode("ulaw", audio);
  for (let at = 0, atMs = 0; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) {
    const frame = bytes.slice(at, at + FRAME_BYTES);
    session.frame(frame, atMs);
    const heard = decode("ulaw", frame);
    const sound = { voiced: detector.isVoiced(heard), levelDbfs: rmsDbfs(heard) };
    const change = gate.frame(sound, atMs);
    if (change?.type === "speech_started") session.speechStarted(change.atMs);
    if (change?.type === "speech_stopped") session.speechStopped(change.atMs);
    atMs += FRAME_MS;
  }
  try {
    return await promise;
  } finally {
    session.close();
    detector.close();
  }
}
