import assert from "node:assert/strict";
import type { Ears, EarsEvent, EarsOptions, EarsSession } from "../../lib/call/ports.ts";
import { DeepgramEars } from "../../lib/speech/deepgram_ears.ts";
import { EarsChain } from "../../lib/speech/ears_chain.ts";
import { isLong } from "../needs.ts";
import type { DeepgramStandIn } from "../standins/deepgram.ts";
import { DeepgramHearing, Lexicon } from "../standins/deepgram_hearing.ts";
import { Caller, sideBySide, spokenTexts, withDeepgram } from "./deepgram_caller.ts";

const SAID = await spokenTexts({
  stocks: "I would like to invest in stocks and government bonds",
  amount: "about fifty thousand dollars please",
  long: "well to be honest I have never thought about how much risk I could take with my own money",
});
const SEEDS = isLong ? 40 : 4;
const SEEDS_AT_ONCE = 4;
const LEARNED = new Lexicon("ulaw");
for (const { text, pcm } of Object.values(SAID)) LEARNED.learn(text, pcm);
/** How long whole-utterance ears think. */
const THINKING_MS = 150;
const MARGIN_MS = 300;

/** Ears for whole utterances that hear by sound, as the stand-in does. */
class WholeEars implements Ears {
  readonly name = "whole";
  readonly heard: string[] = [];
  broken = false;

  open(_options: EarsOptions, tell: (event: EarsEvent) => void): EarsSession {
    let frames: { bytes: Uint8Array; atMs: number }[] = [];
    const thinking = new Set<ReturnType<typeof setTimeout>>();
    return {
      frame: (bytes, atMs) => void frames.push({ bytes, atMs }),
      speechStarted: (atMs) => {
        frames = frames.filter((frame) => frame.atMs >= atMs - MARGIN_MS);
      },
      speechStopped: () => {
        const hearing = new DeepgramHearing(LEARNED, "ulaw");
        for (const { bytes } of frames.splice(0)) hearing.push(bytes);
        const text = hearing.wordsAfter(0).map((word) => word.text).join(" ");
        const timer = setTimeout(() => {
          thinking.delete(timer);
          if (this.broken) return tell({ type: "failed", reason: "broken" });
          this.heard.push(text);
          if (text === "") return tell({ type: "not_understood" });
          tell({ type: "final", text, confidence: 0.7, endOfSpeech: true });
        }, THINKING_MS);
        thinking.add(timer);
      },
      expect() {},
      close: () => thinking.forEach((timer) => clearTimeout(timer)),
    };
  }
}

function withChain(
  run: (caller: Caller, standIn: DeepgramStandIn, relief: WholeEars) => Promise<void>,
  apiKey = "test-key",
): Promise<void> {
  return withDeepgram(Object.values(SAID), async (standIn) => {
    const relief = new WholeEars();
    const first = new DeepgramEars({ apiKey, url: standIn.url, chance: () => 0.5 });
    using caller = new Caller(new EarsChain(first, relief));
    await run(caller, standIn, relief);
  });
}

const hasTrouble = (caller: Caller) => caller.types().some((type) => /failed|restored/.test(type));
const fallbacks = (caller: Caller) =>
  caller.events.flatMap((event) => event.type === "fell_back" ? [event.to] : []);
const told = (standIn: DeepgramStandIn) => JSON.stringify(standIn.lines.map(({ told }) => told));

const stories: Readonly<Record<string, () => Promise<void>>> = {
  "lets the relief hear all of an utterance in which the first ears fail": () =>
    withChain(async (caller, standIn, relief) => {
      const saying = caller.say(SAID.stocks);
      await caller.until("the first words", () => caller.types().includes("interim"));
      await standIn.gate.refuse();
      await saying;
      assert.equal(await caller.heard(), SAID.stocks.text);
      assert.deepEqual(relief.heard, [SAID.stocks.text]);
      await standIn.gate.accept();
      await standIn.until("Deepgram hears again", () => (standIn.lines[1]?.told.length ?? 0) > 3);
      await caller.say(SAID.amount);
      assert.equal(await caller.heard(2), `${SAID.stocks.text} ${SAID.amount.text}`);
      assert.deepEqual(relief.heard, [SAID.stocks.text]);
      assert.match(told(standIn), /please/);
      assert.ok(!hasTrouble(caller), "what the relief mends is not told");
      assert.deepEqual(fallbacks(caller), ["whole"]);
    }),

  "lets the relief hear only what was not final when the first ears failed": () =>
    withChain(async (caller, standIn, relief) => {
      const saying = caller.say(SAID.long);
      await caller.until("some final words", () => caller.types().includes("final"));
      const before = caller.words;
      await standIn.gate.refuse();
      await saying;
      await caller.heard();
      assert.ok(before.length > 10 && SAID.long.text.startsWith(before), before);
      assert.deepEqual(relief.heard, [SAID.long.text.slice(before.length + 1)]);
      assert.equal(caller.words, SAID.long.text);
    }),

  "gives back at the end of an utterance that the relief has begun": () =>
    withChain(async (caller, standIn, relief) => {
      const saying = caller.say(SAID.long);
      await caller.until("the first words", () => caller.types().includes("interim"));
      await standIn.gate.refuse();
      const knocks = standIn.gate.taken;
      await caller.until("its words are taken back", () => {
        return caller.events.some((event) => event.type === "interim" && event.text === "");
      });
      await standIn.gate.accept();
      await standIn.until("Deepgram hears again", () => (standIn.lines[1]?.told.length ?? 0) > 3);
      assert.ok(standIn.gate.taken > knocks);
      await saying;
      await caller.heard();
      await caller.say(SAID.amount);
      await caller.heard(2);
      assert.equal(caller.words, `${SAID.long.text} ${SAID.amount.text}`);
      assert.ok(relief.heard.length <= 1);
    }),

  "lets the relief hear what was said to a line that went deaf, and to one that hangs": () =>
    withChain(async (caller, standIn, relief) => {
      await standIn.until("audio has come", () => (standIn.lines[0]?.samples ?? 0) > 0);
      standIn.faults.next({ type: "stall", when: "before" });
      standIn.lines[0]!.hold();
      const said = performance.now() + SAID.stocks.pcm.length / 8;
      await caller.say(SAID.stocks);
      assert.equal(await caller.heard(), SAID.stocks.text);
      assert.ok(performance.now() - said < 1_500, "the caller heard nothing for too long");
      assert.deepEqual(relief.heard, [SAID.stocks.text]);
      assert.ok(!hasTrouble(caller));
    }),

  "with a refused key hears by the relief from the first word on": () =>
    withChain(async (caller, standIn, relief) => {
      await caller.say(SAID.stocks);
      await caller.heard();
      await caller.say(SAID.amount);
      await caller.heard(2);
      assert.deepEqual(relief.heard, [SAID.stocks.text, SAID.amount.text]);
      assert.equal(caller.words, `${SAID.stocks.text} ${SAID.amount.text}`);
      assert.deepEqual(fallbacks(caller), ["whole", "whole"]);
      assert.ok(!hasTrouble(caller));
      assert.equal(standIn.knocks, 1);
    }, "wrong-key"),

  "fails where all fail, and is restored with the first that hears": () =>
    withChain(async (caller, standIn, relief) => {
      relief.broken = true;
      const saying = caller.say(SAID.stocks);
      await caller.until("the first words", () => caller.types().includes("interim"));
      await standIn.gate.refuse();
      await saying;
      await caller.until("all have failed", () => caller.types().includes("failed"));
      await standIn.gate.accept();
      await caller.until("restored", () => caller.types().includes("restored"));
      await caller.say(SAID.amount);
      await caller.until("the last word", () => /please$/.test(caller.words));
      assert.deepEqual(caller.types().filter((type) => /failed|restored/.test(type)), [
        "failed",
        "restored",
      ]);
    }),
};

sideBySide("EarsChain", stories);

Deno.test(`EarsChain hears each word once, whenever Deepgram goes and comes (seeds 0 to ${SEEDS - 1})`, async () => {
  for (let seed = 0; seed < SEEDS; seed += SEEDS_AT_ONCE) {
    await Promise.all(Array.from({ length: SEEDS_AT_ONCE }, (_, more) => outages(seed + more)));
  }
});

/** Deepgram is away and back at moments of the call that the seed says. */
function outages(seed: number): Promise<void> {
  return withChain(async (caller, standIn) => {
    let chance = seed * 2_654_435_761 + 1;
    const next = (max: number) => {
      chance = (Math.imul(chance, 1_103_515_245) + 12_345) >>> 0;
      return chance / 2 ** 32 * max;
    };
    const texts = [SAID.stocks, SAID.amount, SAID.long];
    const talking = (async () => {
      for (const said of texts) {
        await caller.say(said);
        await caller.until(
          "its last word",
          () => caller.words.endsWith(said.text.split(" ").at(-1)!),
        );
      }
    })();
    for (let outage = 0; outage < 2; outage++) {
      await caller.elapsed(300 + next(2_500));
      await standIn.gate.refuse();
      await caller.elapsed(200 + next(1_800));
      await standIn.gate.accept();
    }
    await talking;
    assert.equal(caller.words, texts.map(({ text }) => text).join(" "), `seed ${seed}`);
  });
}
