import assert from "node:assert/strict";
import { DeepgramEars, type DeepgramOptions } from "../../lib/speech/deepgram_ears.ts";
import { REPLAY_SPEED } from "../../lib/speech/deepgram_feed.ts";
import type { DeepgramStandIn } from "../standins/deepgram.ts";
import type { DeepgramConnection } from "../standins/deepgram_connection.ts";
import type { Fault } from "../standins/faults.ts";
import { isLong } from "../needs.ts";
import { Caller, sideBySide, spokenTexts, withDeepgram } from "./deepgram_caller.ts";

const SAID = await spokenTexts({
  stocks: "I would like to invest in stocks and government bonds",
  amount: "about fifty thousand dollars please",
});
const SEEDS = isLong ? 60 : 6;
const SEEDS_AT_ONCE = 6;

function earsAt(standIn: DeepgramStandIn, options: Partial<DeepgramOptions> = {}): DeepgramEars {
  return new DeepgramEars({ apiKey: "test-key", url: standIn.url, chance: () => 0.5, ...options });
}

function hearing(run: (standIn: DeepgramStandIn) => Promise<void>): Promise<void> {
  return withDeepgram(Object.values(SAID), run);
}

/** One call in which the first line has a fault. */
function callWith(fault: Fault, check: (caller: Caller, standIn: DeepgramStandIn) => void) {
  return hearing(async (standIn) => {
    standIn.faults.next(fault);
    using caller = new Caller(earsAt(standIn));
    await caller.say(SAID.stocks);
    const heard = await caller.heard();
    assert.equal(heard, SAID.stocks.text, `after ${JSON.stringify(fault)}`);
    check(caller, standIn);
  });
}

const REPAIRED: readonly Fault[] = [
  { type: "reset", when: "during" },
  { type: "cut", when: "during" },
  { type: "close", when: "during", code: 1011, reason: "NET-0000" },
  { type: "reset", when: "before" },
  { type: "close", when: "before", code: 1008, reason: "DATA-0000" },
  { type: "status", status: 503 },
  { type: "status", status: 429 },
  { type: "garbage", when: "before" },
];

Deno.test("DeepgramEars hears each word once, and unnoticed, over a cut in the middle of a word", async () => {
  await Promise.all(REPAIRED.map((fault) =>
    callWith(fault, (caller, standIn) => {
      assert.ok(!caller.types().includes("failed"), `failed after ${JSON.stringify(fault)}`);
      for (const line of standIn.lines) {
        assert.ok(paceOf(line) <= REPLAY_SPEED * 1.1, `repeated at ${paceOf(line)} times the pace`);
      }
    })
  ));
});

/** Audio a second, over any quarter of a second; what came at once may be a burst of the network. */
function paceOf({ arrivals }: DeepgramConnection): number {
  let most = 0;
  for (const [first, from] of arrivals.entries()) {
    const to = arrivals.slice(first).find(({ atMs }) => atMs - from.atMs >= 250);
    if (to) most = Math.max(most, (to.samples - from.samples) / 8 / (to.atMs - from.atMs));
  }
  return most;
}

const stories: Readonly<Record<string, () => Promise<void>>> = {
  "is not disturbed by garbage and slowness": async () => {
    await Promise.all([
      callWith({ type: "garbage", when: "during" }, (_caller, { lines }) => {
        assert.equal(lines.length, 1);
      }),
      callWith({ type: "drip", pieceMs: 600 }, (caller, { lines }) => {
        assert.equal(lines.length, 1);
        assert.ok(!caller.types().includes("failed"));
      }),
    ]);
  },

  "finds a line deaf that stays open and silent, and repeats on another one": async () => {
    await Promise.all([
      callWith({ type: "stall", when: "during" }, (_caller, { lines }) => {
        assert.equal(lines.length, 2);
      }),
      hearing(async (standIn) => {
        const reports: string[] = [];
        using caller = new Caller(earsAt(standIn, { report: (reason) => reports.push(reason) }));
        await standIn.until("audio has come", () => (standIn.lines[0]?.samples ?? 0) > 0);
        standIn.lines[0]!.hold(); // before the first word
        const startMs = performance.now();
        await caller.say(SAID.amount);
        assert.equal(await caller.heard(), SAID.amount.text);
        assert.ok(performance.now() - startMs < 4_000, "the first words came too late");
        assert.match(
          reports[0]!,
          /^Deepgram is deaf: the caller spoke, and nothing came for 1500 ms$/,
        );
      }),
      hearing(async (standIn) => {
        standIn.faults.next({ type: "stall", when: "before" }); // the handshake hangs
        using caller = new Caller(earsAt(standIn));
        await caller.say(SAID.amount);
        assert.equal(await caller.heard(), SAID.amount.text);
        assert.deepEqual(caller.types().filter((type) => /ed$/.test(type)), ["failed", "restored"]);
      }),
    ]);
  },

  "tells a wrong key at once, says what to do, and leaves Deepgram alone": () =>
    hearing(async (standIn) => {
      const ears = earsAt(standIn, { apiKey: "wrong-key" });
      const startMs = performance.now();
      using caller = new Caller(ears);
      await caller.until("it failed", () => caller.events.length > 0);
      assert.ok(performance.now() - startMs < 500);
      assert.deepEqual(caller.events, [{
        type: "failed",
        reason: "Cannot listen with Deepgram: it answered 401; look at DEEPGRAM_API_KEY",
      }]);
      using second = new Caller(ears);
      await second.until("it failed", () => second.events.length > 0);
      await second.say(SAID.amount);
      assert.equal(standIn.knocks, 1);
      assert.deepEqual([caller.types(), second.types()], [["failed"], ["failed"]]);
    }),

  "tells an outage after its grace, and hears what was said in it": () =>
    hearing(async (standIn) => {
      using caller = new Caller(earsAt(standIn));
      await standIn.until("a line is open", () => standIn.open === 1);
      const saying = caller.say(SAID.stocks);
      await caller.until("the first words", () => caller.types().includes("interim"));
      const cutMs = performance.now();
      await standIn.gate.refuse();
      await caller.until("it failed", () => caller.types().includes("failed"));
      const graceMs = performance.now() - cutMs;
      assert.ok(graceMs > 600 && graceMs < 1_000, `${graceMs} ms`);
      await standIn.gate.accept();
      await saying;
      assert.equal(await caller.heard(), SAID.stocks.text);
      const types = caller.types();
      assert.ok(types.indexOf("restored") > types.indexOf("failed"));
    }),

  "knocks seldom at a closed door, with ten calls as with one": () =>
    hearing(async (standIn) => {
      standIn.faults.always({ type: "status", status: 503 });
      const ears = earsAt(standIn);
      using calls = new DisposableStack();
      const callers = Array.from({ length: 10 }, () => calls.use(new Caller(ears)));
      for (const caller of callers) {
        await caller.until("it failed", () => caller.types().includes("failed"));
      }
      await callers[0]!.say(SAID.stocks);
      // All ten knock before the first answer; from then on the breaker is open for five seconds.
      assert.ok(standIn.knocks <= 11, `${standIn.knocks}`);
      standIn.faults.always(null);
      await callers[0]!.until("it is restored", () => callers[0]!.types().includes("restored"));
      await callers[0]!.say(SAID.amount);
      await callers[0]!.until(
        "the last word",
        () => / fifty thousand dollars please$/.test(callers[0]!.words),
      );
    }),
};

sideBySide("DeepgramEars", stories);

Deno.test(`DeepgramEars hears each word once, wherever its lines are cut (seeds 0 to ${SEEDS - 1})`, async () => {
  for (let seed = 0; seed < SEEDS; seed += SEEDS_AT_ONCE) {
    await Promise.all(Array.from({ length: SEEDS_AT_ONCE }, (_, more) => cutCall(seed + more)));
  }
});

/** Cuts the first line and the one after it, each when so much audio has come over it. */
function cutCall(seed: number): Promise<void> {
  return hearing(async (standIn) => {
    using caller = new Caller(earsAt(standIn));
    const saying = caller.say(SAID.stocks);
    for (const line of [0, 1]) {
      const samples = (3_001 + seed * 7_919 * (line + 1)) % 17_000;
      await standIn.until("the line is to be cut", () => {
        return (standIn.lines[line]?.samples ?? 0) >= samples;
      });
      standIn.lines[line]!.cut();
    }
    await saying;
    await caller.heard();
    await caller.say(SAID.amount);
    await caller.until("the last word", () => /please$/.test(caller.words));
    assert.equal(caller.words, `${SAID.stocks.text} ${SAID.amount.text}`, `seed ${seed}`);
  });
}
