import assert from "node:assert/strict";
import { OpenAiVoice } from "../../lib/speech/openai_voice.ts";
import { SLOW_RATE } from "../../lib/core/pace.ts";
import { MAX_PEAK } from "../../lib/audio/level.ts";
import { OpenAiStandIn } from "../standins/openai.ts";
import { SPEECH_RATE_HZ, type SpeechRequest } from "../standins/openai_speech.ts";
import { Spoken } from "../standins/spoken.ts";
import { heardOf, likeness, together } from "./listening.ts";

const TEXT = "Hello, this is the telephone assistant speaking.";

const SPOKEN = await spokenOnce();

/** Made before the tests, so that no test waits for a voice to start. */
async function spokenOnce() {
  using spoken = new Spoken();
  return { wide: await spoken.say(TEXT, SPEECH_RATE_HZ), line: await spoken.say(TEXT, 8_000) };
}

async function withVoice(
  run: (voice: OpenAiVoice, standIn: OpenAiStandIn) => Promise<void>,
  options: { model?: string; voice?: string } = {},
): Promise<void> {
  await using standIn = await OpenAiStandIn.start({ speak: () => Promise.resolve(SPOKEN.wide) });
  await run(new OpenAiVoice({ apiKey: "test-key", baseUrl: standIn.url, ...options }), standIn);
}

Deno.test("OpenAiVoice speaks what the provider said, at the telephone's rate", () =>
  withVoice(async (voice, standIn) => {
    const heard = await heardOf(voice, TEXT);
    const said = SPOKEN.line;
    assert.ok(likeness(heard, said) > 0.95, `likeness ${likeness(heard, said)}`);
    assert.ok(Math.abs(heard.length - said.length) < 3_200, `${heard.length} of ${said.length}`);
    assert.ok(heard.every((sample) => Math.abs(sample) <= MAX_PEAK));
    assert.deepEqual(standIn.seen[0]!.body, {
      model: "tts-1",
      voice: "alloy",
      input: TEXT,
      response_format: "pcm",
    });
  }));

Deno.test("OpenAiVoice takes any model and voice from its options, and names them", () =>
  withVoice(async (voice, standIn) => {
    await heardOf(voice, TEXT);
    const { model, voice: name } = standIn.seen[0]!.body as SpeechRequest;
    assert.deepEqual([voice.name, model, name], ["openai tts-9 sage", "tts-9", "sage"]);
  }, { model: "tts-9", voice: "sage" }));

Deno.test("OpenAiVoice asks each model to speak slowly as that one understands it", async () => {
  const asked = async (model: string) => {
    let body: unknown;
    await withVoice(async (voice, standIn) => {
      await heardOf(voice.slow, TEXT);
      body = standIn.seen[0]!.body;
    }, { model });
    return body as SpeechRequest;
  };
  for (const model of ["tts-1", "tts-1-hd"]) {
    const { speed, instructions } = await asked(model);
    assert.deepEqual([speed, instructions], [SLOW_RATE, undefined]);
  }
  const { speed, instructions } = await asked("gpt-4o-mini-tts");
  assert.equal(speed, undefined);
  assert.match(instructions!, /slowly/);
});

Deno.test("OpenAiVoice gives the first audio while the rest is still being made", () =>
  withVoice(async (voice, standIn) => {
    standIn.speechTiming = { firstMs: 0, pace: 10 };
    const chunks: Int16Array[] = [];
    for await (const pcm of voice.speak(TEXT, new AbortController().signal)) {
      if (chunks.push(pcm) === 1) assert.equal(standIn.open, 1);
    }
    assert.ok(chunks.length > 3);
    assert.ok(together(chunks).length > 16_000);
  }));

Deno.test("OpenAiVoice closes its request at the server when nobody listens any more", async (test) => {
  await test.step("by its signal", () =>
    withVoice(async (voice, standIn) => {
      standIn.speechTiming = { firstMs: 0, pace: 1 };
      const hush = new AbortController();
      for await (const _pcm of voice.speak(TEXT, hush.signal)) hush.abort();
      assert.equal(await standIn.seen[0]!.ended, "cancelled");
    }));
  await test.step("by leaving the loop", () =>
    withVoice(async (voice, standIn) => {
      standIn.speechTiming = { firstMs: 0, pace: 1 };
      for await (const _pcm of voice.speak(TEXT, new AbortController().signal)) break;
      assert.equal(await standIn.seen[0]!.ended, "cancelled");
      assert.equal(standIn.open, 0);
    }));
  await test.step("before the first audio", () =>
    withVoice(async (voice, standIn) => {
      standIn.speechFaults.next({ type: "stall", when: "during" });
      standIn.speechTiming = { firstMs: 60_000, pace: 1 };
      const hush = new AbortController();
      const heard = heardOf(voice, TEXT, hush.signal);
      await standIn.requests(1);
      hush.abort();
      assert.equal((await heard).length, 0);
    }));
});

Deno.test("OpenAiVoice refuses what is not speech, and plays none of it", async (test) => {
  const cases = [
    ["wav", /it is a WAV file, not raw audio/],
    ["mp3", /it is audio\/mpeg, not raw audio/],
    ["json", /it is text, not audio/],
    ["html", /it is text\/html, not raw audio/],
    ["noise", /the audio is noise/],
  ] as const;
  for (const [format, problem] of cases) {
    await test.step(format, () =>
      withVoice(async (voice, standIn) => {
        standIn.speechFaults.next({ type: "wrong_format", format });
        const chunks: Int16Array[] = [];
        await assert.rejects(async () => {
          for await (const pcm of voice.speak(TEXT, new AbortController().signal)) {
            chunks.push(pcm);
          }
        }, problem);
        assert.equal(together(chunks).length, 0);
      }));
  }
});

Deno.test("OpenAiVoice plays no noise that comes in the middle", () =>
  withVoice(async (voice, standIn) => {
    standIn.speechFaults.next({ type: "garbage", when: "during" });
    const chunks: Int16Array[] = [];
    await assert.rejects(async () => {
      for await (const pcm of voice.speak(TEXT, new AbortController().signal)) chunks.push(pcm);
    }, /the audio is noise/);
    const heard = together(chunks);
    assert.ok(heard.length > 4_000);
    assert.ok(likeness(heard, SPOKEN.line) > 0.95);
  }));

Deno.test("OpenAiVoice plays no error that comes as text in the middle", () =>
  withVoice(async (voice, standIn) => {
    standIn.speechFaults.next({ type: "cut_json", when: "during" });
    const chunks: Int16Array[] = [];
    await assert.rejects(async () => {
      for await (const pcm of voice.speak(TEXT, new AbortController().signal)) chunks.push(pcm);
    }, /it breaks off with text/);
    const heard = together(chunks);
    assert.ok(heard.length > 4_000);
    assert.ok(likeness(heard, SPOKEN.line) > 0.95);
  }));

Deno.test("OpenAiVoice speaks at the right pace whatever rate the provider names", () =>
  withVoice(async (voice, standIn) => {
    standIn.speechFaults.next({ type: "wrong_rate" });
    const heard = await heardOf(voice, TEXT);
    assert.ok(Math.abs(heard.length - SPOKEN.line.length) < 3_200);
    assert.ok(likeness(heard, SPOKEN.line) > 0.95);
  }));

Deno.test("OpenAiVoice says what went wrong, and never the key", async (test) => {
  const cases = [
    [{ type: "status", status: 429, retryAfterSeconds: 3 }, /answered 429/],
    [{ type: "status", status: 500 }, /answered 500/],
    [{ type: "status", status: 401 }, /401 \(invalid_api_key\); look at OPENAI_API_KEY/],
    [{ type: "reset", when: "before" }, /can't be reached/],
    [{ type: "reset", when: "during" }, /Cannot speak with openai tts-1 alloy/],
    [{ type: "garbage", when: "before" }, /it is text\/html/],
  ] as const;
  for (const [fault, problem] of cases) {
    await test.step(JSON.stringify(fault), () =>
      withVoice(async (voice, standIn) => {
        standIn.speechFaults.next(fault);
        const error = await heardOf(voice, TEXT).then(() => assert.fail("it spoke"), (e) => e);
        assert.match(error.message, problem);
        assert.doesNotMatch(error.message, /test-key/);
      }));
  }
});

Deno.test("OpenAiVoice rejects silence for speech", async () => {
  await using standIn = await OpenAiStandIn.start({
    speak: () => Promise.resolve(new Int16Array(48_000)),
  });
  const voice = new OpenAiVoice({ apiKey: "test-key", baseUrl: standIn.url });
  await assert.rejects(heardOf(voice, TEXT), /no audible audio came/);
});

Deno.test("OpenAiVoice gives up speech that does not end", async () => {
  const hum = Int16Array.from({ length: 24_000 * 20 }, (_, at) => 3_000 * Math.sin(at / 20));
  await using standIn = await OpenAiStandIn.start({ speak: () => Promise.resolve(hum) });
  standIn.speechTiming = { firstMs: 0, pace: 1_000 };
  const voice = new OpenAiVoice({ apiKey: "test-key", baseUrl: standIn.url });
  await assert.rejects(heardOf(voice, "Yes."), /the audio does not end/);
});
