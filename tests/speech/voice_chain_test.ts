import assert from "node:assert/strict";
import type { Voice } from "../../lib/call/ports.ts";
import { OpenAiVoice } from "../../lib/speech/openai_voice.ts";
import { SLOW_RATE } from "../../lib/core/pace.ts";
import { VoiceChain } from "../../lib/speech/voice_chain.ts";
import type { VoiceLimits } from "../../lib/speech/pulled_voice.ts";
import type { Fault } from "../standins/faults.ts";
import { OpenAiStandIn } from "../standins/openai.ts";
import type { SpeechRequest } from "../standins/openai_speech.ts";
import { heardOf } from "./listening.ts";

const TEXT = "First of all, thank you. Then, to the point, how much would you invest?";
const limits: VoiceLimits = { firstAudioMs: 250, stallMs: 150 };
/** Weight of text in a second, as the chain assumes at first. */
const PACE = 15;
const never = () => new AbortController().signal;

/** Speaks each text as a constant tone of its own level, at the usual pace; remembers what it was asked. */
class ToneVoice implements Voice {
  readonly name = "tone";
  readonly asked: string[] = [];
  readonly askedSlowly: string[] = [];
  readonly slow: Voice = {
    name: "tone slow",
    speak: (text) => this.#speak(text, this.askedSlowly),
  };

  speak(text: string): AsyncGenerator<Int16Array> {
    return this.#speak(text, this.asked);
  }

  async *#speak(text: string, asked: string[]): AsyncGenerator<Int16Array> {
    asked.push(text);
    await Promise.resolve();
    for (let at = 0; at < text.length; at += PACE / 5) yield new Int16Array(1_600).fill(777);
  }
}

/** Seconds of hum that the provider "speaks" for the text. */
function hum({ input, speed = 1 }: SpeechRequest): Promise<Int16Array> {
  const samples = Math.round(input.length / PACE / speed * 24_000);
  return Promise.resolve(
    Int16Array.from({ length: samples }, (_, at) => 4_000 * Math.sin(at / 30)),
  );
}

async function chainAfter(
  fault: Fault,
  run: (chain: VoiceChain, next: ToneVoice, reports: unknown[]) => Promise<void>,
): Promise<void> {
  await using standIn = await OpenAiStandIn.start({ speak: hum });
  standIn.speechFaults.next(fault);
  const first = new OpenAiVoice({ apiKey: "test-key", baseUrl: standIn.url });
  const next = new ToneVoice();
  const reports: unknown[] = [];
  const links = [{ voice: first, limits }, { voice: next, limits }];
  await run(new VoiceChain(links, { report: (error) => reports.push(error) }), next, reports);
}

const BEFORE: readonly Fault[] = [
  { type: "status", status: 429, retryAfterSeconds: 2 },
  { type: "status", status: 500 },
  { type: "status", status: 401 },
  { type: "reset", when: "before" },
  { type: "stall", when: "before" },
  { type: "garbage", when: "before" },
  { type: "drip", pieceMs: 400 },
  { type: "wrong_format", format: "noise" },
  { type: "wrong_format", format: "json" },
  { type: "wrong_format", format: "wav" },
];

for (const fault of BEFORE) {
  Deno.test(`VoiceChain lets the next voice say it all after ${JSON.stringify(fault)}`, () =>
    chainAfter(fault, async (chain, next, reports) => {
      const fallbacks: string[] = [];
      const heard = await heardOf(chain, TEXT, never(), ({ to }) => fallbacks.push(to));
      const isDrip = fault.type === "drip"; // its first piece is in time
      assert.deepEqual(next.asked.length, 1);
      assert.deepEqual(fallbacks, ["tone"]);
      if (!isDrip) {
        assert.deepEqual(next.asked, [TEXT]);
        assert.ok(heard.slice(40, -40).every((sample) => sample === 777), "more than its edges");
      }
      assert.equal(reports.length, 1);
    }));
}

Deno.test("VoiceChain gives a voice up that drips, each piece in time", async () => {
  const slow: Voice = {
    name: "slow",
    async *speak() {
      for (let piece = 0; piece < 40; piece++) {
        await new Promise((wake) => setTimeout(wake, 60));
        yield new Int16Array(80).fill(999); // 10 ms
      }
    },
  };
  const next = new ToneVoice();
  const links = [{ voice: slow, limits }, { voice: next, limits }];
  const heard = await heardOf(new VoiceChain(links), TEXT);
  assert.equal(next.asked.length, 1);
  assert.ok(heard.filter((sample) => sample === 999).length < 10 * 80);
});

Deno.test("VoiceChain lets nothing click, also where a voice breaks off", async () => {
  const breaks: Voice = {
    name: "breaks",
    async *speak() {
      yield new Int16Array(1_600).fill(9_000);
      await Promise.resolve();
      throw new Error("gone");
    },
  };
  const links = [{ voice: breaks, limits }, { voice: new ToneVoice(), limits }];
  const heard = await heardOf(new VoiceChain(links), TEXT);
  const steps = [0, ...heard].map((sample, at) => Math.abs(sample - (heard[at] ?? 0)));
  assert.ok(Math.max(...steps) <= 9_000 / 40 + 1, `a step of ${Math.max(...steps)}`);
});

const DURING: readonly Fault[] = [
  { type: "reset", when: "during" },
  { type: "stall", when: "during" },
  { type: "garbage", when: "during" },
];

for (const fault of DURING) {
  Deno.test(`VoiceChain lets the next voice say the rest after ${JSON.stringify(fault)}`, () =>
    chainAfter(fault, async (chain, next, reports) => {
      const heard = await heardOf(chain, TEXT);
      // Two thirds of 72 characters end in "… to the point, how".
      assert.deepEqual(next.asked, ["how much would you invest?"]);
      assert.equal(reports.length, 1);
      const seconds = heard.length / 8_000;
      assert.ok(seconds > 4.8 && seconds < 7, `${seconds} s`);
    }));
}

Deno.test("VoiceChain takes no second voice where the first one said it all but the last word", () =>
  chainAfter({ type: "stall", when: "after" }, async (chain, next) => {
    await heardOf(chain, TEXT);
    assert.deepEqual(next.asked, []);
  }));

Deno.test("VoiceChain rejects with the last voice's error when none can speak", async () => {
  await using standIn = await OpenAiStandIn.start({ speak: hum });
  standIn.speechFaults.always({ type: "status", status: 500 });
  const voice = new OpenAiVoice({ apiKey: "test-key", baseUrl: standIn.url });
  const chain = new VoiceChain([{ voice, limits }, { voice, limits }]);
  await assert.rejects(heardOf(chain, TEXT), /answered 500/);
});

Deno.test("VoiceChain leaves a dead voice alone, and comes back to it", async () => {
  let nowMs = 0;
  await using standIn = await OpenAiStandIn.start({ speak: hum });
  const first = new OpenAiVoice({ apiKey: "test-key", baseUrl: standIn.url });
  const next = new ToneVoice();
  const links = [{ voice: first, limits }, { voice: next, limits }];
  const chain = new VoiceChain(links, { nowMs: () => nowMs });
  standIn.speechFaults.always({ type: "status", status: 503 });
  for (let utterance = 0; utterance < 6; utterance++) await heardOf(chain, "Yes.");
  assert.equal(standIn.seen.length, 3);
  standIn.speechFaults.always(null);
  nowMs = 5_000;
  await heardOf(chain, "Yes.");
  assert.equal(next.asked.length, 6);
});

Deno.test("VoiceChain leaves a voice alone at both paces, whichever it died at, and keeps to the pace", async () => {
  await using standIn = await OpenAiStandIn.start({ speak: hum });
  standIn.speechFaults.always({ type: "status", status: 503 });
  const first = new OpenAiVoice({ apiKey: "test-key", baseUrl: standIn.url });
  const next = new ToneVoice();
  const chain = new VoiceChain([{ voice: first, limits }, { voice: next, limits }]);
  for (const voice of [chain.slow, chain, chain.slow, chain.slow, chain]) {
    await heardOf(voice, "Yes.");
  }
  const speeds = standIn.seen.map(({ body }) => (body as SpeechRequest).speed);
  assert.deepEqual(speeds, [SLOW_RATE, undefined, SLOW_RATE]);
  assert.deepEqual([next.askedSlowly.length, next.asked.length], [3, 2]);
});

Deno.test("VoiceChain lets the next voice say the rest of what was spoken slowly, as slowly", () =>
  chainAfter({ type: "stall", when: "during" }, async ({ slow }, next) => {
    await heardOf(slow, "Thank you for your patience, which I value. Then, how much is it?");
    // Two thirds of the sound are two thirds of the words also where each takes longer.
    assert.deepEqual([next.asked, next.askedSlowly], [[], ["Then, how much is it?"]]);
  }));

Deno.test("VoiceChain speaks at the usual pace with a voice that knows no other", async () => {
  const plain: Voice = {
    name: "plain",
    async *speak() {
      yield await Promise.resolve(new Int16Array(1_600));
    },
  };
  assert.ok((await heardOf(new VoiceChain([{ voice: plain, limits }]).slow, "Yes.")).length > 0);
});

Deno.test("VoiceChain asks no voice for a text without words", async () => {
  const voice = new ToneVoice();
  const heard = await heardOf(new VoiceChain([{ voice, limits }]), " … ");
  assert.deepEqual([heard.length, voice.asked], [0, []]);
});

Deno.test("VoiceChain ends at once when nobody listens, though a voice hangs and ignores it", async () => {
  const hanging: Voice = {
    name: "hanging",
    async *speak() {
      yield new Int16Array(160);
      await new Promise(() => {});
    },
  };
  const hush = new AbortController();
  const chain = new VoiceChain([{
    voice: hanging,
    limits: { firstAudioMs: 60_000, stallMs: 60_000 },
  }]);
  const audio = chain.speak(TEXT, hush.signal);
  await audio.next();
  const end = audio.next();
  hush.abort();
  assert.equal((await end).done, true);
});

Deno.test("VoiceChain learns how fast a voice speaks", async () => {
  /** Half as fast as the chain assumes, and broken in the middle of its tenth utterance. */
  let utterance = 0;
  const slow: Voice = {
    name: "slow",
    async *speak(text) {
      const pieces = text.length / PACE * 10;
      const broken = ++utterance === 10;
      await Promise.resolve();
      for (let piece = 0; piece < (broken ? pieces / 2 : pieces); piece++) {
        yield new Int16Array(1_600);
      }
      if (broken) throw new Error("broken");
    },
  };
  const next = new ToneVoice();
  const chain = new VoiceChain([{ voice: slow, limits }, { voice: next, limits }]);
  for (let count = 0; count < 10; count++) await heardOf(chain, TEXT, never());
  assert.deepEqual(next.asked, ["to the point, how much would you invest?"]);
});
