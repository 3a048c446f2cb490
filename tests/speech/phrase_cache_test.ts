import assert from "node:assert/strict";
import type { Voice } from "../../lib/call/ports.ts";
import { PhraseCache, type PhraseShelf } from "../../lib/speech/phrase_cache.ts";
import { heardOf } from "./listening.ts";

const never = new AbortController().signal;

class CountedVoice implements Voice {
  readonly name: string;
  readonly asked: string[] = [];
  readonly slow: Voice = {
    name: "counted slow",
    async *speak(text) {
      yield await Promise.resolve(new Int16Array(4_700).fill(-text.length));
    },
  };
  gate: Promise<void> = Promise.resolve();

  constructor(name = "counted") {
    this.name = name;
  }

  async *speak(text: string): AsyncGenerator<Int16Array> {
    this.asked.push(text);
    await this.gate;
    yield new Int16Array(4_000).fill(text.length);
  }
}

function shelfOf(kept = new Map<string, Int16Array>()): PhraseShelf & { kept: typeof kept } {
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key) ?? null),
    put(key, pcm) {
      kept.set(key, pcm);
      return Promise.resolve();
    },
  };
}

Deno.test("PhraseCache says a prepared phrase without asking its voice", async () => {
  const voice = new CountedVoice();
  const cache = new PhraseCache(voice, shelfOf());
  await cache.prepare(["Hello.", "Goodbye.", "Hello."], never);
  assert.deepEqual((await heardOf(cache, "Hello.")).length, 4_000);
  assert.deepEqual(voice.asked.sort(), ["Goodbye.", "Hello."]);
});

Deno.test("PhraseCache says anything else by its voice", async () => {
  const voice = new CountedVoice();
  await heardOf(new PhraseCache(voice, shelfOf()), "Something new.");
  assert.deepEqual(voice.asked, ["Something new."]);
});

Deno.test("PhraseCache keeps the usual pace alone, and takes neither for the other", async () => {
  const shelf = shelfOf();
  const cache = new PhraseCache(new CountedVoice(), shelf);
  const slow = new Int16Array(4_700).fill(-6);
  assert.deepEqual(await heardOf(cache.slow!, "Hello."), slow, "before the phrase is there");
  await cache.prepare(["Hello."], never);
  const usual = new Int16Array(4_000).fill(6);
  assert.deepEqual(await heardOf(cache.slow!, "Hello."), slow);
  assert.deepEqual(await heardOf(cache, "Hello."), usual);
  assert.deepEqual([...shelf.kept.values()], [usual]);
});

Deno.test("PhraseCache finds its phrases again after a restart, and never another voice's", async () => {
  const shelf = shelfOf();
  await new PhraseCache(new CountedVoice(), shelf).prepare(["Hello."], never);
  const again = new CountedVoice();
  await new PhraseCache(again, shelf).prepare(["Hello."], never);
  const other = new CountedVoice("other");
  await new PhraseCache(other, shelf).prepare(["Hello."], never);
  assert.deepEqual([again.asked, other.asked], [[], ["Hello."]]);
  assert.ok([...shelf.kept.keys()].every((key) => /^[0-9a-f]{64}$/.test(key)));
});

Deno.test("PhraseCache renders a phrase once for all who ask at the same time", async () => {
  const voice = new CountedVoice();
  const gate = Promise.withResolvers<void>();
  voice.gate = gate.promise;
  const cache = new PhraseCache(voice, shelfOf());
  const asked = [
    cache.prepare(["Hello."], never),
    cache.prepare(["Hello."], never),
    heardOf(cache, "Hello."),
  ];
  gate.resolve();
  await Promise.all(asked);
  assert.deepEqual(voice.asked, ["Hello."]);
});

Deno.test("PhraseCache.prepare() says why it can't, and the phrase is tried again", async () => {
  let broken = true;
  const voice: Voice = {
    name: "broken",
    async *speak() {
      await Promise.resolve();
      if (broken) throw new Error("no such voice");
      yield new Int16Array(10);
    },
  };
  const cache = new PhraseCache(voice, shelfOf());
  await assert.rejects(cache.prepare(["a", "b", "c", "d", "e", "f"], never), /no such voice/);
  broken = false;
  await cache.prepare(["a"], never);
  assert.equal((await heardOf(cache, "a")).length, 10);
});

Deno.test("PhraseCache keeps no half of a phrase when it is stopped", async () => {
  const stop = new AbortController();
  const voice: Voice = {
    name: "halved",
    async *speak() {
      yield new Int16Array(10);
      stop.abort();
    },
  };
  const shelf = shelfOf();
  await new PhraseCache(voice, shelf).prepare(["Hello."], stop.signal);
  assert.equal(shelf.kept.size, 0);
});

Deno.test("PhraseCache goes on when its shelf is full", async () => {
  const shelf = { ...shelfOf(), put: () => Promise.reject(new Error("disk full")) };
  const voice = new CountedVoice();
  const cache = new PhraseCache(voice, shelf);
  await cache.prepare(["Hello."], never);
  await heardOf(cache, "Hello.");
  assert.deepEqual(voice.asked, ["Hello."]);
});

Deno.test("PhraseCache falls silent in the middle of a phrase", async () => {
  const cache = new PhraseCache(new CountedVoice(), shelfOf());
  await cache.prepare(["Hello."], never);
  const hush = new AbortController();
  let samples = 0;
  for await (const pcm of cache.speak("Hello.", hush.signal)) {
    samples += pcm.length;
    hush.abort();
  }
  assert.equal(samples, 1_600);
});
