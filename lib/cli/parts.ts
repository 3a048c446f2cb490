/** Picks the parts that this configuration and this machine have: brain, voice, ears, detectors. */
import type { Brain, Ears, Voice, VoiceDetector } from "../call/ports.ts";
import { FliteVoices } from "../host/flite_voice.ts";
import { phraseShelf } from "../host/phrase_shelf.ts";
import { openLocalEars } from "../host/pocketsphinx_ears.ts";
import { VoiceActivity } from "../host/voice_activity.ts";
import { logger } from "../observe/log.ts";
import { BrainChain } from "../speech/brain_chain.ts";
import { DeepgramEars } from "../speech/deepgram_ears.ts";
import { EarsChain } from "../speech/ears_chain.ts";
import { OpenAiBrain } from "../speech/openai_brain.ts";
import { OpenAiVoice } from "../speech/openai_voice.ts";
import { PhraseCache } from "../speech/phrase_cache.ts";
import { scriptedBrain } from "../speech/scripted_brain.ts";
import { CLOUD_VOICE_LIMITS, LAST_VOICE_LIMITS, VoiceChain } from "../speech/voice_chain.ts";
import type { Config, DeepgramConfig, OpenAiConfig } from "./config.ts";

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
  const local = new PhraseCache(flite.voice(config.localVoice), shelf);
  const cloud = config.openai && new PhraseCache(openCloudVoice(config.openai), shelf);
  const localEars = await openLocalEars();
  const stop = new AbortController();
  return {
    brain: openBrain(config),
    voice: cloud ? chained(cloud, local) : local,
    ears: openEars(config, localEars),
    openDetector: () => activity.open(),
    async prepare(phrases) {
      await local.prepare(phrases, stop.signal);
      await cloud?.prepare(phrases, stop.signal).catch(report); // the local voice has them all
    },
    close() {
      stop.abort();
      flite.close();
      localEars?.close();
    },
  };
}

export function openBrain({ openai }: Config): Brain {
  if (openai === null) return scriptedBrain;
  return new BrainChain(openCloudBrain(openai), scriptedBrain, { report });
}

/** The brain that needs a provider, with nothing behind it. */
export function openCloudBrain({ apiKey, baseUrl, model, temperature }: OpenAiConfig): OpenAiBrain {
  return new OpenAiBrain({ apiKey, baseUrl, model, temperature });
}

/** The voice that needs a provider, with nothing behind it. */
export function openCloudVoice({ apiKey, baseUrl, ttsModel, voice }: OpenAiConfig): Voice {
  return new OpenAiVoice({ apiKey, baseUrl, model: ttsModel, voice });
}

function openEars({ deepgram }: Config, local: Ears | null): Ears | null {
  if (deepgram === null) return local;
  const cloud = openCloudEars(deepgram);
  return local === null ? cloud : new EarsChain(cloud, local);
}

/** The ears that need a provider, with nothing behind them. */
export function openCloudEars({ apiKey, url, model }: DeepgramConfig): DeepgramEars {
  return new DeepgramEars({ apiKey, url, model, report });
}

function chained(cloud: Voice, local: Voice): Voice {
  return new VoiceChain([
    { voice: cloud, limits: CLOUD_VOICE_LIMITS },
    { voice: local, limits: LAST_VOICE_LIMITS },
  ], { report });
}

/** What failed, while the next one took over. */
function report(error: unknown): void {
  logger("speech").warn("A speech provider failed", { error });
}
