/** Whatever a provider does wrong, and whenever: the caller is never left in silence, and the lead is taken. */
import assert from "node:assert/strict";
import type { Voice } from "../../../lib/call/ports.ts";
import { fixedPhrases } from "../../../lib/core/phrases.ts";
import type { Fact } from "../../../lib/core/facts.ts";
import { FliteVoices } from "../../../lib/host/flite_voice.ts";
import { BrainChain } from "../../../lib/speech/brain_chain.ts";
import { DeepgramEars } from "../../../lib/speech/deepgram_ears.ts";
import { OpenAiBrain } from "../../../lib/speech/openai_brain.ts";
import { OpenAiVoice } from "../../../lib/speech/openai_voice.ts";
import { PhraseCache, type PhraseShelf } from "../../../lib/speech/phrase_cache.ts";
import { scriptedBrain } from "../../../lib/speech/scripted_brain.ts";
import {
  CLOUD_VOICE_LIMITS,
  LAST_VOICE_LIMITS,
  VoiceChain,
} from "../../../lib/speech/voice_chain.ts";
import { seededRandom } from "../../random.ts";
import { isLong } from "../../needs.ts";
import { DeepgramStandIn } from "../../standins/deepgram.ts";
import { type ChatTiming, OpenAiStandIn } from "../../standins/openai.ts";
import { SPEECH_RATE_HZ, type SpeechTiming } from "../../standins/openai_speech.ts";
import { Spoken } from "../../standins/spoken.ts";
import { ANSWERS, MODEL_SAYS, shortTalk } from "./campaign.data.ts";
import { type CallFigures, placeCall } from "./call.ts";
import { type Cell, CELLS, PARTS, prepare, type Providers } from "./cells.ts";

/** Longer than this, and a caller takes the line for dead. */
const SILENCE_MAX_MS = 2_500;
/** Requests for each one that the conversation needs: what a failing provider is spared. */
const REQUESTS_MAX = 1.1;
/** … and of one call, which none may ask without end. */
const CELL_MAX = 2;
/** Tries of one call's ears at a line, of which the breaker allows few. */
const KNOCKS_MAX = 7;
/**
 * Of standstills in one call: a machine that has so many makes healthy parts late as well, which is
 * another fault than the cell's. What goes wrong then is tried once more, alone, and that counts.
 */
const STOOD_STILL_MS = 2_000;
const SEEDS = isLong ? 5 : 1;
/** Calls mostly wait; more of them would measure this machine. */
const CALLS_AT_ONCE = 15;

interface Delays {
  readonly chat: ChatTiming;
  readonly speech: SpeechTiming;
  readonly resultMs: number;
}

/** As the bench has them; the first seed's, and the only ones of the short form. */
const DELAYS: Delays = {
  chat: { firstMs: 250, pieceMs: 20 },
  speech: { firstMs: 180, pace: 3 },
  resultMs: 110,
};

/** Other seeds are up to twice as quick or as slow in each of them. */
function delaysOf(random: () => number): Delays {
  const about = (usual: number) => usual * 2 ** (2 * random() - 1);
  return {
    chat: { firstMs: about(DELAYS.chat.firstMs), pieceMs: about(DELAYS.chat.pieceMs) },
    speech: { firstMs: about(DELAYS.speech.firstMs), pace: about(DELAYS.speech.pace) },
    resultMs: about(DELAYS.resultMs),
  };
}

interface Outcome extends CallFigures {
  readonly cell: Cell;
  readonly requests: number;
  readonly needed: number;
}

const only = Deno.env.get("PARLEY_CELLS") ?? "";

Deno.test("no fault of a provider leaves a caller in silence or costs the lead", async () => {
  using spoken = new Spoken();
  const local = new FliteVoices();
  try {
    const voices = await sharedVoices(spoken, local);
    const cells = CELLS.filter((cell) => nameOf(cell).includes(only));
    const coming = Array.from({ length: SEEDS }, (_, seed) => cells.map((cell) => ({ cell, seed })))
      .flat();
    const outcomes: Outcome[] = [];
    const again: typeof coming = [];
    const work = async () => {
      for (let next = coming.shift(); next; next = coming.shift()) {
        const outcome = await callWith(next.cell, next.seed, voices);
        const disturbed = wrongIn(outcome) !== "" && outcome.stillMs > STOOD_STILL_MS;
        if (disturbed) again.push(next);
        else outcomes.push(outcome);
      }
    };
    await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work));
    for (const { cell, seed } of again) {
      console.log(`once more, since this machine stood still: ${nameOf(cell)}`);
      outcomes.push(await callWith(cell, seed, voices));
    }
    report(outcomes);
    assert.deepEqual(outcomes.map(wrongIn).filter((wrong) => wrong !== ""), []);
    if (only === "") spared(outcomes);
  } finally {
    local.close();
  }
});

interface Voices {
  readonly shelf: PhraseShelf;
  readonly local: Voice;
  readonly spoken: ReadonlyMap<string, Int16Array>;
  readonly cloud: (text: string) => Promise<Int16Array>;
}

/** Rendered once: what all calls say and hear. */
async function sharedVoices(spoken: Spoken, flite: FliteVoices): Promise<Voices> {
  const phrases = new Map<string, Int16Array>();
  const shelf: PhraseShelf = {
    get: (key) => Promise.resolve(phrases.get(key) ?? null),
    put: (key, pcm) => Promise.resolve(void phrases.set(key, pcm)),
  };
  const local = new PhraseCache(flite.voice(), shelf);
  await local.prepare(fixedPhrases(shortTalk), new AbortController().signal);
  const said = ANSWERS.map(async ({ says }) => [says, await spoken.say(says, 8_000)] as const);
  const cloud = (text: string) => spoken.say(text, SPEECH_RATE_HZ, "rms");
  await cloud(MODEL_SAYS); // no call is to wait for it
  await renderWith(cloud, shelf);
  return { shelf, local, spoken: new Map(await Promise.all(said)), cloud };
}

/** What a start renders with the provider's voice. */
async function renderWith(cloud: Voices["cloud"], shelf: PhraseShelf): Promise<void> {
  await using provider = await OpenAiStandIn.start({ speak: ({ input }) => cloud(input) });
  provider.speechTiming = { firstMs: 0, pace: 1_000 };
  const voice = new OpenAiVoice({ apiKey: "test-key", baseUrl: provider.url });
  await new PhraseCache(voice, shelf).prepare(
    fixedPhrases(shortTalk),
    new AbortController().signal,
  );
}

async function callWith(cell: Cell, seed: number, voices: Voices): Promise<Outcome> {
  await using ears = await DeepgramStandIn.start();
  for (const [text, pcm] of voices.spoken) ears.learn(text, pcm);
  await using brain = await OpenAiStandIn.start({
    chat: () => ({ text: MODEL_SAYS, calls: [{ name: "record_answers", args: { answers: [] } }] }),
  });
  await using voice = await OpenAiStandIn.start({ speak: ({ input }) => voices.cloud(input) });
  const asked = { brain: 0, voice: 0 };
  const delays = seed === 0 ? DELAYS : delaysOf(seededRandom(seed));
  const parts = await partsAt({ ears, brain, voice }, voices, asked, delays);
  const before = voice.seen.length;
  await prepare(cell, { ears, brain, voice });
  const figures = await placeCall({ ...parts, spoken: voices.spoken });
  const seen = {
    ears: ears.gate.taken,
    brain: brain.seen.length,
    voice: voice.seen.length - before,
  };
  const lines = 1 + (cell.when === "before" ? 0 : 1);
  const needed = { ears: lines, ...asked };
  return { ...figures, cell, requests: seen[cell.part], needed: needed[cell.part] };
}

/** As `start` joins them on a machine that has nothing which listens by itself. */
async function partsAt(
  { ears, brain, voice }: Providers,
  voices: Voices,
  asked: Asked,
  { chat, speech, resultMs }: Delays,
) {
  const account = { apiKey: "test-key" };
  const cloud = new PhraseCache(new OpenAiVoice({ ...account, baseUrl: voice.url }), voices.shelf);
  await cloud.prepare(fixedPhrases(shortTalk), new AbortController().signal);
  voice.speechTiming = speech;
  brain.chatTiming = chat;
  ears.resultMs = resultMs;
  const chain = new BrainChain(new OpenAiBrain({ ...account, baseUrl: brain.url }), scriptedBrain);
  const chainVoice = new VoiceChain([
    { voice: cloud, limits: CLOUD_VOICE_LIMITS },
    { voice: voices.local, limits: LAST_VOICE_LIMITS },
  ]);
  return {
    ears: new DeepgramEars({ ...account, url: ears.url }),
    brain: {
      name: chain.name,
      answer(...asking: Parameters<typeof chain.answer>) {
        asked.brain++;
        chain.answer(...asking);
      },
    },
    voice: {
      name: chainVoice.name,
      speak(text: string, signal: AbortSignal) {
        if (text === MODEL_SAYS) asked.voice++;
        return chainVoice.speak(text, signal);
      },
    },
  };
}

interface Asked {
  brain: number;
  voice: number;
}

function nameOf({ part, fault, when, everything }: Cell): string {
  return `${everything ? "all" : part}: ${fault}, ${when}`;
}

/** "" where all is as it should be. */
function wrongIn({ cell, facts, left, silenceMs, troubles }: Outcome): string {
  const wrong: string[] = [];
  if (silenceMs > SILENCE_MAX_MS) wrong.push(`${silenceMs} ms of silence`);
  if (left !== "continue" && !hasLead(facts)) wrong.push("no lead");
  return wrong.length === 0 ? "" : `${nameOf(cell)}: ${wrong.join(", ")} (${troubles.join("; ")})`;
}

function hasLead(facts: readonly Fact[]): boolean {
  const lead = facts.findLast((fact) => fact.type === "lead")?.lead;
  const ended = facts.find((fact) => fact.type === "call_ended");
  return lead?.fields.owner?.value === true && lead.fields.goal?.value === "roof" &&
    ended?.endedBy === "agent";
}

/** Nobody asks brain or voice twice; ears have to look whether there is a line again. */
function spared(outcomes: readonly Outcome[]): void {
  const sums = PARTS.map((part) => requestsTo(outcomes, part));
  const all = sums.reduce((sum, [requests]) => sum + requests, 0);
  const needed = sums.reduce((sum, [, each]) => sum + each, 0);
  assert.ok(all <= needed * REQUESTS_MAX, `${all} requests where ${needed} were needed`);
  for (const { cell, requests, needed } of outcomes) {
    // A cut sentence may cost one call a turn or two more; the sums above hold all of them together.
    const most = cell.part === "ears" ? KNOCKS_MAX : needed * CELL_MAX;
    assert.ok(requests <= most, `${nameOf(cell)}: ${requests} requests where ${needed} are needed`);
  }
}

function requestsTo(outcomes: readonly Outcome[], part: Cell["part"]): [number, number] {
  const of = outcomes.filter(({ cell }) => cell.part === part);
  return [
    of.reduce((sum, { requests }) => sum + requests, 0),
    of.reduce((sum, { needed }) => sum + needed, 0),
  ];
}

function report(outcomes: readonly Outcome[]): void {
  const worst = outcomes.toSorted((one, other) => other.silenceMs - one.silenceMs);
  for (const { cell, silenceMs, wholeSilenceMs } of worst.slice(0, only === "" ? 8 : 100)) {
    const still = wholeSilenceMs - silenceMs;
    console.log(
      `${silenceMs} ms of silence at the most, and ${still} of a standstill: ${nameOf(cell)}`,
    );
  }
  for (const part of PARTS) {
    const [requests, needed] = requestsTo(outcomes, part);
    console.log(`${part}: ${requests} requests where ${needed} were needed`);
  }
}
