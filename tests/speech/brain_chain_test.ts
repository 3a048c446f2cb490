import assert from "node:assert/strict";
import { BrainChain, type FallibleBrain } from "../../lib/speech/brain_chain.ts";
import { OpenAiBrain } from "../../lib/speech/openai_brain.ts";
import { ProviderError } from "../../lib/speech/provider_error.ts";
import { scriptedBrain } from "../../lib/speech/scripted_brain.ts";
import type { Fault } from "../standins/faults.ts";
import { OpenAiStandIn } from "../standins/openai.ts";
import { answerOf, doneBy, SCRIPTED, sentencesIn, turnSaying } from "./asking.ts";

const WORDS = "One two three four. Five six seven eight. Nine ten eleven twelve.";
const deadlines = { firstSentenceMs: 250, stallMs: 700, totalMs: 700 };

const FAULTS: readonly (readonly [Fault, readonly string[], string])[] = [
  [{ type: "status", status: 429, retryAfterSeconds: 1 }, [SCRIPTED], "scripted"],
  [{ type: "status", status: 500 }, [SCRIPTED], "scripted"],
  [{ type: "status", status: 401 }, [SCRIPTED], "scripted"],
  [{ type: "reset", when: "before" }, [SCRIPTED], "scripted"],
  [{ type: "stall", when: "before" }, [SCRIPTED], "scripted"],
  [{ type: "garbage", when: "before" }, [SCRIPTED], "scripted"],
  [{ type: "drip", pieceMs: 300 }, [SCRIPTED], "scripted"],
  [{ type: "reset", when: "during" }, ["One two three four."], "openai m"],
  [{ type: "stall", when: "during" }, ["One two three four."], "openai m"],
  [{ type: "garbage", when: "during" }, ["One two three four."], "openai m"],
  [{ type: "cut", when: "during" }, ["One two three four."], "openai m"],
];

for (const [fault, sentences, by] of FAULTS) {
  Deno.test(
    `BrainChain answers ${by === "scripted" ? "by script" : "with what came"} after ${
      JSON.stringify(fault)
    }`,
    async () => {
      await using standIn = await OpenAiStandIn.start({ chat: () => ({ text: WORDS }) });
      standIn.chatFaults.next(fault);
      const first = new OpenAiBrain({
        apiKey: "test-key",
        baseUrl: standIn.url,
        model: "m",
        deadlines,
      });
      const reports: unknown[] = [];
      const chain = new BrainChain(first, scriptedBrain, {
        report: (error) => reports.push(error),
      });
      const told = await answerOf(chain);
      assert.deepEqual(sentencesIn(told).slice(0, sentences.length), sentences);
      if (by === "scripted") assert.deepEqual(sentencesIn(told), sentences);
      assert.equal(doneBy(told), by);
      const fallbacks = told.filter(({ type }) => type === "fell_back");
      assert.deepEqual(fallbacks, by === "scripted" ? [{ type: "fell_back", to: by }] : []);
      assert.equal(reports.length, 1);
    },
  );
}

Deno.test("BrainChain answers by script when nobody listens at the provider's address", async () => {
  await using standIn = await OpenAiStandIn.start({ chat: () => ({ text: WORDS }) });
  const first = new OpenAiBrain({ apiKey: "test-key", baseUrl: standIn.url, model: "m" });
  const chain = new BrainChain(first, scriptedBrain);
  await standIn.gate.refuse();
  assert.equal(doneBy(await answerOf(chain)), "scripted");
  await standIn.gate.accept();
  assert.equal(doneBy(await answerOf(chain)), "openai m");
});

Deno.test("BrainChain drops the first brain's request when it is too slow", async () => {
  await using standIn = await OpenAiStandIn.start({ chat: () => ({ text: WORDS }) });
  standIn.chatTiming = { firstMs: 5_000, pieceMs: 0 };
  const first = new OpenAiBrain({ apiKey: "test-key", baseUrl: standIn.url, deadlines });
  assert.equal(doneBy(await answerOf(new BrainChain(first, scriptedBrain))), "scripted");
  assert.equal(await standIn.seen[0]!.ended, "cancelled");
});

function failing(error: Error): FallibleBrain & { asked: number; late: (() => void)[] } {
  return {
    name: "failing",
    asked: 0,
    late: [],
    think(_request, tell) {
      this.asked++;
      this.late.push(() => tell({ type: "sentence", text: "late words" }));
      return Promise.reject(error);
    },
  };
}

Deno.test("BrainChain never tells a failed brain's late words", async () => {
  const first = failing(new Error("down"));
  const told = await answerOf(new BrainChain(first, scriptedBrain));
  first.late[0]!();
  assert.deepEqual(sentencesIn(told), [SCRIPTED]);
});

Deno.test("BrainChain leaves a dead brain alone, probes it after a while, and comes back", async () => {
  let nowMs = 0;
  let dead = true;
  let asked = 0;
  const first: FallibleBrain = {
    name: "first",
    think(_request, tell) {
      asked++;
      if (dead) return Promise.reject(new Error("down"));
      tell({ type: "sentence", text: "Back again." });
      return Promise.resolve();
    },
  };
  const chain = new BrainChain(first, scriptedBrain, { nowMs: () => nowMs });
  for (let turn = 0; turn < 10; turn++) await answerOf(chain);
  assert.equal(asked, 3);
  nowMs += 5_000;
  await answerOf(chain);
  assert.equal(asked, 4);
  await answerOf(chain);
  assert.equal(asked, 4);
  dead = false;
  nowMs += 10_000;
  assert.deepEqual(sentencesIn(await answerOf(chain)), ["Back again."]);
  assert.equal(doneBy(await answerOf(chain)), "first");
});

Deno.test("BrainChain honours the rest that a provider asks for", async () => {
  let nowMs = 0;
  const first = failing(new ProviderError("Cannot answer: 429", { restMs: 30_000 }));
  const chain = new BrainChain(first, scriptedBrain, { nowMs: () => nowMs });
  await answerOf(chain);
  nowMs = 29_999;
  await answerOf(chain);
  assert.equal(first.asked, 1);
  nowMs = 30_000;
  await answerOf(chain);
  assert.equal(first.asked, 2);
});

Deno.test("BrainChain tells nothing after the caller's turn was dropped, and blames nobody", async () => {
  const gate = Promise.withResolvers<void>();
  const first: FallibleBrain = { name: "slow", think: () => gate.promise };
  const reports: unknown[] = [];
  const chain = new BrainChain(first, scriptedBrain, { report: (error) => reports.push(error) });
  const dropped = new AbortController();
  const told: string[] = [];
  chain.answer(turnSaying("x"), ({ type }) => told.push(type), dropped.signal);
  dropped.abort();
  gate.reject(new Error("aborted"));
  await new Promise((later) => setTimeout(later, 0)); // all that follows from it has happened
  assert.deepEqual([told, reports], [[], []]);
});
