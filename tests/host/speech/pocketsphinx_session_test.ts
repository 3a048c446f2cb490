import assert from "node:assert/strict";
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { silence } from "../../../lib/audio/g711.ts";
import type { EarsEvent } from "../../../lib/call/ports.ts";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import type { CallId } from "../../../lib/core/ids.ts";
import type { Asked } from "../../../lib/core/understand/heard.ts";
import { PocketSphinxSession } from "../../../lib/host/pocketsphinx_session.ts";
import type { Verdict } from "../../../lib/host/pocketsphinx_verdict.ts";

const WIDE_SAMPLES_PER_MS = 16;

/** A call whose readings are answered by hand. */
class Bench {
  readonly told: EarsEvent[] = [];
  readonly read: { readonly ms: number; readonly asked: Asked }[] = [];
  readonly session: PocketSphinxSession;
  readonly #answers: PromiseWithResolvers<Verdict>[] = [];
  #next = Promise.withResolvers<void>();
  #atMs = 0;

  constructor() {
    const call = "call" as CallId;
    this.session = new PocketSphinxSession(
      {
        prepare() {},
        read: (pcm, asked) => {
          this.read.push({ ms: pcm.length / WIDE_SAMPLES_PER_MS, asked });
          const answer = Promise.withResolvers<Verdict>();
          this.#answers.push(answer);
          return answer.promise;
        },
      },
      { call, campaign: investmentLead, encoding: "ulaw" },
      (event) => {
        this.told.push(event);
        this.#next.resolve();
        this.#next = Promise.withResolvers();
      },
    );
  }

  hear(ms: number): void {
    for (const untilMs = this.#atMs + ms; this.#atMs < untilMs; this.#atMs += FRAME_MS) {
      this.session.frame(silence("ulaw", FRAME_BYTES), this.#atMs);
    }
  }

  /** Speech of so many ms, as voice activity tells it: begun 100 ms ago, over since 600. */
  speak(ms: number): void {
    this.hear(100);
    this.session.speechStarted(this.#atMs - 100);
    this.hear(ms - 100);
    const lastSoundMs = this.#atMs;
    this.hear(600);
    this.session.speechStopped(lastSoundMs);
  }

  get next(): Promise<void> {
    return this.#next.promise;
  }

  answer(verdict: Verdict, at = 0): void {
    this.#answers[at]!.resolve(verdict);
  }

  fail(reason: string, at = 0): void {
    this.#answers[at]!.reject(new Error(reason));
  }
}

const fifty: Verdict = { type: "words", text: "fifty", confidence: 0.9 };
const thousand: Verdict = { type: "words", text: "thousand", confidence: 0.8 };
const final = (text: string, confidence: number) => ({
  type: "final",
  text,
  confidence,
  endOfSpeech: true,
});

Deno.test("PocketSphinxSession reads an utterance whole, with a margin around it", async () => {
  const bench = new Bench();
  bench.session.expect({ type: "phone" });
  bench.hear(5_000);
  bench.speak(2_000);
  assert.deepEqual(bench.read.map(({ asked }) => asked), [{ type: "phone" }]);
  const { ms } = bench.read[0]!;
  assert.ok(ms >= 2_400 && ms <= 2_700, `${ms} ms`);
  bench.answer(fifty);
  await bench.next;
  assert.deepEqual(bench.told, [final("fifty", 0.9)]);
});

Deno.test("PocketSphinxSession tells utterances in the order in which they were said", async () => {
  const bench = new Bench();
  bench.speak(500);
  bench.speak(500);
  bench.answer(thousand, 1);
  bench.answer(fifty, 0);
  await bench.next;
  if (bench.told.length < 2) await bench.next;
  assert.deepEqual(bench.told, [final("fifty", 0.9), final("thousand", 0.8)]);
});

Deno.test("PocketSphinxSession reads half a sentence again together with its other half", async () => {
  const bench = new Bench();
  bench.speak(1_000);
  bench.answer({ type: "not_understood" });
  await new Promise((resolve) => setTimeout(resolve, 0));
  bench.speak(1_000);
  const [first, both] = bench.read;
  assert.ok(both!.ms > first!.ms + 1_500, `${first!.ms} ms, then ${both!.ms} ms`);
  bench.answer(fifty, 1);
  await bench.next;
  assert.deepEqual(bench.told, [final("fifty", 0.9)]);
  bench.session.close();
});

Deno.test("PocketSphinxSession tells what made no sense once nothing follows it", async () => {
  const bench = new Bench();
  bench.speak(1_000);
  bench.answer({ type: "not_understood" });
  await bench.next;
  assert.deepEqual(bench.told, [{ type: "not_understood" }]);
});

Deno.test("PocketSphinxSession tells that it failed once, and that it works again", async () => {
  const bench = new Bench();
  for (let at = 0; at < 3; at++) bench.speak(500);
  bench.fail("no model", 0);
  bench.fail("no model", 1);
  bench.answer(fifty, 2);
  while (bench.told.length < 3) await bench.next;
  const [failed, ...rest] = bench.told;
  assert.ok(failed?.type === "failed");
  assert.match(
    failed.reason,
    /^Cannot listen with PocketSphinx: no model\. .* reinstall it: apt-get/,
  );
  assert.deepEqual(rest, [{ type: "restored" }, final("fifty", 0.9)]);
});

Deno.test("PocketSphinxSession keeps no more of an endless utterance than its limit", () => {
  const bench = new Bench();
  bench.speak(120_000);
  assert.ok(bench.read[0]!.ms <= 25_000, `${bench.read[0]!.ms} ms`);
});

Deno.test("PocketSphinxSession tells nothing once it is closed", async () => {
  const bench = new Bench();
  bench.speak(500);
  bench.session.close();
  bench.answer(fifty);
  await new Promise((resolve) => setTimeout(resolve, 0));
  bench.speak(500);
  assert.deepEqual(bench.told, []);
  assert.equal(bench.read.length, 1);
});
