import assert from "node:assert/strict";
import { SLOW_RATE } from "../../../lib/core/pace.ts";
import { peak, rmsDbfs } from "../../../lib/audio/level.ts";
import { type FliteOptions, FliteVoices } from "../../../lib/host/flite_voice.ts";
import { FLITE_VOICES } from "../../../lib/host/flite_wasi.ts";

const STUBBORN = new URL("./stubborn_worker.ts", import.meta.url);
const forever = () => new AbortController().signal;

async function using(options: FliteOptions, test: (voices: FliteVoices) => Promise<void>) {
  const voices = new FliteVoices(options);
  try {
    await test(voices);
  } finally {
    voices.close();
  }
}

async function spoken(audio: AsyncIterable<Int16Array>): Promise<Int16Array[]> {
  return await Array.fromAsync(audio);
}

Deno.test("FliteVoices speaks with each voice, a chunk per sentence, at telephone level", async () => {
  await using({}, async (voices) => {
    for (const name of FLITE_VOICES) {
      const chunks = await spoken(voices.voice(name).speak("Hello there. How are you?", forever()));
      assert.equal(chunks.length, 2, name);
      for (const pcm of chunks) {
        assert.ok(pcm.length > 3_000 && pcm.length < 16_000, `${name}: ${pcm.length} samples`);
        assert.ok(rmsDbfs(pcm) > -32 && rmsDbfs(pcm) < -14, `${name}: ${rmsDbfs(pcm)} dBFS`);
        assert.ok(peak(pcm) <= 23_198, `${name}: peak ${peak(pcm)}`);
        // It begins and ends in silence: sentences join without a click.
        assert.ok(peak(pcm.subarray(0, 8)) < 20 && peak(pcm.subarray(-8)) < 20, name);
      }
    }
  });
});

Deno.test("FliteVoices speaks the same sentence the same each time", async () => {
  await using({}, async (voices) => {
    const first = await spoken(voices.voice().speak("About fifty thousand dollars.", forever()));
    await spoken(voices.voice("slt").speak("Something else in between.", forever()));
    const again = await spoken(voices.voice().speak("About fifty thousand dollars.", forever()));
    assert.deepEqual(again, first);
  });
});

Deno.test("FliteVoices speaks as slowly as asked with each voice", async () => {
  const text = "If you would rather talk to a person, just say so.";
  await using({}, async (voices) => {
    for (const name of FLITE_VOICES) {
      const voice = voices.voice(name);
      const [usual] = await spoken(voice.speak(text, forever()));
      const [slow] = await spoken(voice.slow!.speak(text, forever()));
      const rate = usual!.length / slow!.length;
      assert.ok(Math.abs(rate - SLOW_RATE) < 0.02, `${name}: ${rate}`);
      assert.deepEqual(await spoken(voice.speak(text, forever())), [usual], name);
    }
  });
});

Deno.test("FliteVoices survives any text", async () => {
  const odd = ["", "?!", "\0\0", "-voice kal", "%s%n%d", "x".repeat(3_000), "9".repeat(400)];
  odd.push("<speak>hi</speak>", "'\"`$(rm)", "ünïcödé 你好 שלום", "a.b.c.d.e.f...g");
  await using({}, async (voices) => {
    for (const text of odd) await spoken(voices.voice("kal16").speak(text, forever()));
    assert.equal((await spoken(voices.voice("kal16").speak("Still here.", forever()))).length, 1);
  });
});

Deno.test("FliteVoices stops when it is told to, and goes on with the next", async () => {
  await using({}, async (voices) => {
    const stop = new AbortController();
    const heard: Int16Array[] = [];
    for await (const pcm of voices.voice().speak("One. Two. Three. Four.", stop.signal)) {
      heard.push(pcm);
      stop.abort();
    }
    assert.equal(heard.length, 1);
    assert.deepEqual(await spoken(voices.voice().speak("Never.", AbortSignal.abort())), []);
    assert.equal((await spoken(voices.voice().speak("Next.", forever()))).length, 1);
  });
});

Deno.test("FliteVoices refuses the sentence beyond its queue, and none before", async () => {
  await using({}, async (voices) => {
    const asked = Array.from(
      { length: 110 },
      () => spoken(voices.voice("kal").speak("Hi.", forever())),
    );
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    assert.equal(refused.length, 9); // one is being spoken, 100 wait
    assert.match(String(refused[0]!.reason), /100 sentences wait for flite already/);
  });
});

Deno.test("FliteVoices starts a new thread when one dies, and asks once more", async () => {
  await using({ entry: STUBBORN }, async (voices) => {
    assert.equal((await spoken(voices.voice().speak("die once", forever()))).length, 1);
    await assert.rejects(spoken(voices.voice().speak("die always", forever())), /thread died/);
    assert.equal((await spoken(voices.voice().speak("speak", forever()))).length, 1);
  });
});

Deno.test("FliteVoices gives up on threads that get stuck, with a sentence", async () => {
  await using({ entry: STUBBORN, maxJobMs: 50 }, async (voices) => {
    await assert.rejects(spoken(voices.voice().speak("hang", forever())), /no answer in 50 ms/);
    await assert.rejects(spoken(voices.voice().speak("hang", forever())), /no answer in 50 ms/);
    await assert.rejects(spoken(voices.voice().speak("speak", forever())), /got stuck 2 times/);
  });
});

Deno.test("FliteVoices.close() ends what waits and refuses what comes", async () => {
  const voices = new FliteVoices();
  const waiting = [1, 2, 3].map(() => spoken(voices.voice().speak("Hello.", forever())));
  voices.close();
  for (const outcome of await Promise.allSettled(waiting)) {
    assert.equal(outcome.status, "rejected");
  }
  await assert.rejects(spoken(voices.voice().speak("Hello.", forever())), /flite was closed/);
});
