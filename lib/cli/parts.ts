/** Picks the parts that this configuration and this machine have: brain, voice, ears, detectors. */
import type { Brain, Ears, Voice, VoiceDetector } from "../call/ports.ts";
import { FliteVoices } from "../host/flite_voice.ts";
import { phraseShelf } from "../host/phrase_shelf.ts";
import { VoiceActivity } from "../host/voice_activity.ts";
import { PhraseCache } from "../speech/phrase_cache.ts";
import { scriptedBrain } from "../speech/scripted_brain.ts";
import type { Config } from "./config.ts";

export interface Speech {
  readonly brain: Brain;
  readonly voice: Voice;
  /** Null: only the keypad hears. */
  readonly ears: Ears | null;
  readonly openDetector: () => VoiceDetector;
  /** Renders phrases that are said in every call, so that they start without waiting. */
  prepare(phrases: readonly string[]): Promise<void>;
  close(): void;
}

export async function openSpeech(config: Config): Promise<Speech> {
  const activity = await VoiceActivity.load();
  const flite = new FliteVoices();
  const shelf = phraseShelf(`${config.dataFolder}/phrases`);
  const cache = new PhraseCache(flite.voice(config.localVoice), shelf);
  const stop = new AbortController();
  return {
    brain: openBrain(config),
    voice: cache,
    ears: null,
    openDetector: () => activity.open(),
    prepare: (phrases) => cache.prepare(phrases, stop.signal),
    close() {
      stop.abort();
      flite.close();
    },
  };
}

export function openBrain(_config: Config): Brain {
  return scriptedBrain;
}
