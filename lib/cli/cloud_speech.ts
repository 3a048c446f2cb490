/** The parts of speech that need a provider and no machine: what `speech.ts` and the edge have in common. */
import type { Brain, Voice } from "../call/ports.ts";
import { logger } from "../observe/log.ts";
import { BrainChain } from "../speech/brain_chain.ts";
import { DeepgramEars } from "../speech/deepgram_ears.ts";
import { OpenAiBrain } from "../speech/openai_brain.ts";
import { OpenAiVoice } from "../speech/openai_voice.ts";
import type { RelievableEars } from "../speech/relievable.ts";
import { scriptedBrain } from "../speech/scripted_brain.ts";
import { ThriftyEars } from "../speech/thrifty_ears.ts";
import type { Config, DeepgramConfig, OpenAiConfig } from "./config.ts";

export function openBrain({ openai }: Pick<Config, "openai">): Brain {
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

/** The ears that need a provider, with nothing behind them. */
export function openCloudEars({ apiKey, url, model }: DeepgramConfig): RelievableEars {
  return new ThriftyEars(new DeepgramEars({ apiKey, url, model, report }));
}

/** What failed, while the next one took over. */
export function report(error: unknown): void {
  logger("speech").warn("A speech provider failed", { error });
}
