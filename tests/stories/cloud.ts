/** Deepgram and OpenAI as stand-ins, for a whole call: they know what will be said, by whom, and how it sounds. */
import type { FliteVoiceName } from "../../lib/host/flite_wasi.ts";
import type { Bill } from "../standins/bill.ts";
import { DeepgramStandIn } from "../standins/deepgram.ts";
import { OpenAiStandIn } from "../standins/openai.ts";
import type { ChatReply, ChatRequest } from "../standins/openai_chat.ts";
import { exactTokens } from "../standins/openai_tokens.ts";
import { SPEECH_RATE_HZ } from "../standins/openai_speech.ts";
import { Spoken } from "../standins/spoken.ts";
import type { Phrase } from "./phrase_ear.ts";

/** OpenAI's, here: callers' ears know it best. */
const VOICE: FliteVoiceName = "rms";

/** A fiftieth of full scale. */
const SOUND_PEAK = 650;

/** What the model says, whatever it is told; tools record what the caller said. */
export const MODEL_SAYS = "Very good, I can work with that. Let us go on.";
/** The same, for an ear. */
export const MODEL_PHRASES: readonly Phrase[] = [
  { name: "model 1", text: "Very good, I can work with that." },
  { name: "model 2", text: "Let us go on." },
];

export interface Cloud extends AsyncDisposable {
  readonly deepgram: DeepgramStandIn;
  readonly openai: OpenAiStandIn;
  /** For the program. */
  readonly env: Readonly<Record<string, string>>;
}

/** What the model says where it is told to apologise, and the ear's name for it. */
export const APOLOGY: Phrase = { name: "apology", text: "I am very sorry about that." };

/** `saying`: every sentence that will be said to it, at 8000 Hz. */
export async function openCloud(
  saying: Iterable<readonly [text: string, pcm: Int16Array]>,
): Promise<Cloud> {
  const spoken = new Spoken();
  const deepgram = await DeepgramStandIn.start();
  for (const [text, pcm] of saying) deepgram.learn(text, pcm);
  // Made here and now: the first call must not wait for it.
  for (const { text } of MODEL_PHRASES) await spoken.say(text, SPEECH_RATE_HZ, VOICE);
  await spoken.say(APOLOGY.text, SPEECH_RATE_HZ, VOICE, true);
  const openai = await OpenAiStandIn.start({
    tokens: await exactTokens(),
    chat: answer,
    speak: async ({ input, speed = 1 }) =>
      fromFirstSound(await spoken.say(input, SPEECH_RATE_HZ, VOICE, speed < 1)),
  });
  return {
    deepgram,
    openai,
    env: {
      DEEPGRAM_URL: deepgram.url,
      DEEPGRAM_API_KEY: "test-key",
      OPENAI_BASE_URL: openai.url,
      OPENAI_API_KEY: "test-key",
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([deepgram.close(), openai.close()]);
      spoken[Symbol.dispose]();
    },
  };
}

/** What both would ask to be paid. */
export function billedDollars({ deepgram, openai }: Cloud): number {
  const bills: readonly Bill[] = [deepgram.bill, openai.bill];
  return bills.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** A voice's own silence would count as somebody's slowness. */
function fromFirstSound(pcm: Int16Array<ArrayBuffer>): Int16Array<ArrayBuffer> {
  return pcm.subarray(pcm.findIndex((sample) => Math.abs(sample) > SOUND_PEAK));
}

/** Proposes nothing of its own: the values must come from the caller's words all the same. */
function answer({ messages }: ChatRequest): ChatReply {
  const quote = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const isUpset = messages.some(({ role, content }) =>
    role === "system" && /Apologise/.test(content)
  );
  if (isUpset) return { text: APOLOGY.text };
  const answers = [{ field: "amount", value: "one million dollars", quote: "one million dollars" }];
  return quote === ""
    ? { text: MODEL_SAYS }
    : { text: MODEL_SAYS, calls: [{ name: "record_answers", args: { answers } }] };
}
