/** Picks the parts that speak, listen and think, from what this configuration and this machine have. */
import type { Account, Brain, Ears, Voice, VoiceDetector } from "../call/ports.ts";
import { FliteVoices } from "../host/flite_voice.ts";
import { phraseShelf } from "../host/phrase_shelf.ts";
import { openLocalEars } from "../host/pocketsphinx_ears.ts";
import { EarsChain } from "../speech/ears_chain.ts";
import { PhraseCache, type PhraseShelf } from "../speech/phrase_cache.ts";
import { CLOUD_VOICE_LIMITS, LAST_VOICE_LIMITS, VoiceChain } from "../speech/voice_chain.ts";
import { openBrain, openCloudEars, openCloudVoice, report } from "./cloud_speech.ts";
import { type Config, LOCAL_VOICES } from "./config.ts";
import { openVoiceActivity } from "./voice_activity.ts";

/** Voices of plugins' choice; each keeps its phrases in memory. */
const NAMED_VOICES_MAX = 16;

export interface Speech {
  readonly brain: Brain;
  readonly voice: Voice;
  /** One that a plugin has chosen for a call: a local voice, or one of the provider's; null: none. */
  voiceNamed(name: string): Voice | null;
  /** Null: only the keypad hears. */
  readonly ears: Ears | null;
  readonly openDetector: () => VoiceDetector;
  /** Renders phrases that are said in every call, so that they start without waiting. */
  prepare(phrases: readonly string[], account: Account): Promise<void>;
  close(): void;
}

export async function openSpeech(config: Config): Promise<Speech> {
  const activity = await openVoiceActivity(config.voiceActivity);
  const flite = new FliteVoices();
  const shelf = phraseShelf(`${config.dataFolder}/phrases`);
  const local = new PhraseCache(flite.voice(config.localVoice), shelf);
  const cloud = config.openai && new PhraseCache(openCloudVoice(config.openai), shelf);
  const localEars = await openLocalEars();
  const stop = new AbortController();
  return {
    brain: openBrain(config),
    voice: cloud ? chained(cloud, local) : local,
    voiceNamed: voicesByName(config, flite, shelf, local),
    ears: openEars(config, localEars),
    openDetector: () => activity.open(),
    async prepare(phrases, account) {
      await local.prepare(phrases, stop.signal);
      await cloud?.prepare(phrases, stop.signal, account).catch(report); // the local voice has them all
    },
    close() {
      stop.abort();
      flite.close();
      localEars?.close();
    },
  };
}

/** Each is made once: it keeps its phrases. */
function voicesByName(
  { openai }: Config,
  flite: FliteVoices,
  shelf: PhraseShelf,
  local: Voice,
): (name: string) => Voice | null {
  const made = new Map<string, Voice>();
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    const localName = LOCAL_VOICES.find((one) => one === name);
    if (localName === undefined && openai === null || made.size >= NAMED_VOICES_MAX) return null;
    const voice = localName === undefined
      ? chained(new PhraseCache(openCloudVoice({ ...openai!, voice: name }), shelf), local)
      : new PhraseCache(flite.voice(localName), shelf);
    made.set(name, voice);
    return voice;
  };
}

function openEars({ deepgram }: Config, local: Ears | null): Ears | null {
  if (deepgram === null) return local;
  const cloud = openCloudEars(deepgram);
  return local === null ? cloud : new EarsChain(cloud, local);
}

function chained(cloud: Voice, local: Voice): Voice {
  return new VoiceChain([
    { voice: cloud, limits: CLOUD_VOICE_LIMITS, paid: true },
    { voice: local, limits: LAST_VOICE_LIMITS },
  ], { report });
}
