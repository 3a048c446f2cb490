/** A process that stood still doesn't take its providers for dead, and still finds those that are. */
import assert from "node:assert/strict";
import type { EarsEvent, Voice } from "../../lib/call/ports.ts";
import { BrainChain, type FallibleBrain } from "../../lib/speech/brain_chain.ts";
import { Breaker } from "../../lib/speech/breaker.ts";
import { DeepgramLine, type LineEars, type LiveSocket } from "../../lib/speech/deepgram_line.ts";
import { DeepgramSession } from "../../lib/speech/deepgram_session.ts";
import { BRAIN_DEADLINES, Patience } from "../../lib/speech/patience.ts";
import { RetryBudget } from "../../lib/speech/retry_budget.ts";
import { scriptedBrain } from "../../lib/speech/scripted_brain.ts";
import { CLOUD_VOICE_LIMITS, VoiceChain } from "../../lib/speech/voice_chain.ts";
import { SimulatedLoop } from "../clockwork/simulated_loop.ts";
import { turnSaying } from "./asking.ts";

const STANDSTILL_MS = 3_000;
/** More than open a breaker. */
const TIMES = 5;
const GRACE_MS = 1_000;
const never = new AbortController().signal;

/** Something from outside: null stays away. */
function comesIn(loop: SimulatedLoop, inMs: number | null): Promise<void> {
  return new Promise((resolve) => inMs !== null && loop.comes(inMs, resolve));
}

/** A brain that answers so late; its own patience is that of OpenAI's. */
function brainIn(loop: SimulatedLoop, answersInMs: number | null): FallibleBrain {
  return {
    name: "cloud",
    async think(_request, tell) {
      const patience = new Patience(BRAIN_DEADLINES, "cloud");
      try {
        const over = new Promise((resolve) => patience.signal.onabort = resolve);
        await Promise.race([comesIn(loop, answersInMs), over]);
        patience.check();
        tell({ type: "sentence", text: "Yes." });
      } finally {
        patience.end();
      }
    },
  };
}

/** Who answered each of some turns, and how long after the standstill in it. */
async function turnsWith(answersInMs: number | null) {
  using loop = new SimulatedLoop();
  const chain = new BrainChain(brainIn(loop, answersInMs), scriptedBrain);
  const by: { readonly name: string; readonly afterMs: number }[] = [];
  for (let turn = 0; turn < TIMES; turn++) {
    const endMs = loop.nowMs + STANDSTILL_MS;
    chain.answer(turnSaying("Stocks."), (told) => {
      if (told.type === "done") by.push({ name: told.by, afterMs: loop.nowMs - endMs });
    }, never);
    await loop.standsStill(STANDSTILL_MS);
    await loop.passes(10_000);
  }
  assert.equal(loop.timers, 0);
  return by;
}

Deno.test("BrainChain keeps a brain whose answers came while the process stood still", async () => {
  const by = await turnsWith(500);
  assert.deepEqual(by, Array(TIMES).fill({ name: "cloud", afterMs: 0 }));
});

Deno.test("BrainChain finds a silent brain within the grace after a standstill, and leaves it alone", async () => {
  const by = await turnsWith(null);
  const late = { name: scriptedBrain.name, afterMs: GRACE_MS };
  assert.deepEqual(by.slice(0, 3), [late, late, late]);
});

const SAID_FROM = { cloud: 2, local: 1 } as const;

/** Audio of 100 ms, marked by who said it. */
function voiceIn(name: keyof typeof SAID_FROM, next: (piece: number) => Promise<void>): Voice {
  return {
    name,
    async *speak() {
      for (let piece = 0; piece < 12; piece++) {
        await next(piece);
        yield new Int16Array(800).fill(SAID_FROM[name] * 1_000);
      }
    },
  };
}

/** What was reported of the first voice, and who began each utterance. */
async function spoken(
  loop: SimulatedLoop,
  cloud: (piece: number) => Promise<void>,
  standstills: readonly number[],
) {
  const reports: unknown[] = [];
  const limits = CLOUD_VOICE_LIMITS;
  const chain = new VoiceChain([
    { voice: voiceIn("cloud", cloud), limits },
    { voice: voiceIn("local", () => Promise.resolve()), limits },
  ], { report: (error) => reports.push(error) });
  const by: number[] = [];
  for (let utterance = 0; utterance < TIMES; utterance++) {
    const saying = Array.fromAsync(chain.speak("Thank you. How much is it?", never));
    for (const ms of standstills) {
      await loop.passes(200);
      await loop.standsStill(ms);
    }
    await loop.passes(2_500);
    by.push((await saying)[0]![400]!);
  }
  assert.equal(loop.timers, 0);
  return { reports, by };
}

Deno.test("VoiceChain keeps a voice whose audio came while the process stood still", async () => {
  using loop = new SimulatedLoop();
  const { reports, by } = await spoken(loop, () => comesIn(loop, 90), [STANDSTILL_MS]);
  assert.deepEqual([reports, by], [[], Array(TIMES).fill(2_000)]);
});

Deno.test("VoiceChain doesn't count the process's standstills as a voice's gaps", async () => {
  using loop = new SimulatedLoop();
  const cloud = () => comesIn(loop, 90);
  const { reports } = await spoken(loop, cloud, [800, 800, 800, 800]);
  assert.deepEqual(reports, []);
});

Deno.test("VoiceChain finds a silent voice after a standstill", async () => {
  using loop = new SimulatedLoop();
  const { reports, by } = await spoken(loop, () => comesIn(loop, null), [STANDSTILL_MS]);
  assert.ok(reports.length < TIMES, "the breaker opens");
  assert.deepEqual(by, Array(TIMES).fill(1_000));
});

/** A session whose lines are in the test's hands, and what it told. */
class Listening {
  readonly lines: LineEars[] = [];
  readonly reports: string[] = [];
  readonly told: EarsEvent[] = [];
  readonly session: DeepgramSession;
  /** The newest line opens. */
  opens = () => {};
  closed = 0;

  constructor(loop: SimulatedLoop, breaker = new Breaker()) {
    this.session = new DeepgramSession({
      openLine: (ears) => {
        const line = {
          isOpen: false,
          send() {},
          finalize() {},
          keepAlive() {},
          close: () => this.closed++,
        };
        this.lines.push(ears);
        this.opens = () => {
          line.isOpen = true;
          ears.opened();
        };
        return line as unknown as DeepgramLine;
      },
      breaker,
      retries: new RetryBudget(),
      report: (reason) => this.reports.push(reason),
      nowMs: () => loop.nowMs,
      chance: () => 0.5,
    }, (event) => this.told.push(event));
  }

  says(text: string): void {
    const words = [{ text, from: 0, to: 800 }];
    this.lines.at(-1)!.heard({
      words,
      until: 800,
      isFinal: true,
      endOfSpeech: true,
      confidence: 1,
    });
  }
}

async function withLine(run: (loop: SimulatedLoop, heard: Listening) => Promise<void>) {
  using loop = new SimulatedLoop();
  const heard = new Listening(loop);
  await loop.passes(0);
  heard.opens();
  await loop.passes(1_500);
  heard.session.frame(new Uint8Array(160), loop.nowMs);
  heard.session.speechStarted(loop.nowMs);
  await run(loop, heard);
  heard.session.close();
  assert.equal(loop.timers, 0);
}

Deno.test("DeepgramSession takes no line for deaf whose words came while the process stood still", () =>
  withLine(async (loop, heard) => {
    loop.comes(1_000, () => heard.says("yes"));
    await loop.standsStill(STANDSTILL_MS);
    await loop.passes(1_000);
    assert.deepEqual([heard.closed, heard.reports], [0, []]);
    assert.deepEqual(heard.told.map(({ type }) => type), ["final"]);
  }));

Deno.test("DeepgramSession finds a deaf line within the grace after a standstill", () =>
  withLine(async (loop, heard) => {
    await loop.standsStill(STANDSTILL_MS);
    await loop.passes(GRACE_MS);
    assert.equal(heard.closed, 1);
    assert.match(heard.reports[0]!, /^Deepgram is deaf/);
  }));

Deno.test("DeepgramSession tells no outage of a line that opens right after the process stood still", async () => {
  using loop = new SimulatedLoop();
  const breaker = new Breaker();
  const calls = Array.from({ length: TIMES }, () => new Listening(loop, breaker));
  await loop.passes(100);
  for (const heard of calls) {
    loop.comes(200, () => heard.session.speechStarted(loop.nowMs)); // sooner read than the handshake
    loop.comes(STANDSTILL_MS + 100, () => heard.opens());
    loop.comes(STANDSTILL_MS + 500, () => heard.says("yes"));
  }
  await loop.standsStill(STANDSTILL_MS);
  await loop.passes(2_000);
  for (const { told, session } of calls) {
    assert.deepEqual(told.map(({ type }) => type), ["final"]);
    session.close();
  }
  assert.equal(breaker.permit(loop.nowMs), "closed");
});

Deno.test("DeepgramSession counts no line as failed that a standstill alone made late", async () => {
  using loop = new SimulatedLoop();
  const breaker = new Breaker();
  const calls = Array.from({ length: TIMES }, () => new Listening(loop, breaker));
  await loop.passes(100);
  const end = { reason: "cut", answered: false, refused: false };
  for (const { lines } of calls) loop.comes(200, () => lines[0]!.ended(end));
  await loop.standsStill(STANDSTILL_MS);
  assert.equal(breaker.permit(loop.nowMs), "closed");
  await loop.passes(5_000);
  for (const { lines, told, session } of calls) {
    assert.ok(lines.length > 1, "it tries again");
    assert.equal(told.length, 1, "its next line does not open");
    session.close();
  }
});

/** A line that dials, how to open it, and how long after the standstill it was given up. */
async function dialled(loop: SimulatedLoop, opensInMs: number | null) {
  const on = new Map<string, () => void>();
  const socket = {
    socket: { bufferedAmount: 0 },
    on: (event: string, callback: () => void) => void on.set(event, callback),
    sendCloseStream() {},
    connect: () => opensInMs !== null && loop.comes(opensInMs, () => on.get("open")!()),
    close() {},
  } as unknown as LiveSocket;
  const ended: string[] = [];
  const ears = { opened() {}, ended: ({ reason }: { reason: string }) => void ended.push(reason) };
  const line = new DeepgramLine(
    { connect: () => Promise.resolve(socket), take() {} },
    ears as unknown as LineEars,
  );
  await loop.standsStill(STANDSTILL_MS + 500);
  await loop.passes(GRACE_MS);
  const { isOpen } = line;
  line.close();
  return { isOpen, ended };
}

Deno.test("DeepgramLine opens though its handshake was answered while the process stood still", async () => {
  using loop = new SimulatedLoop();
  assert.deepEqual(await dialled(loop, 300), { isOpen: true, ended: [] });
  assert.deepEqual(await dialled(loop, null), {
    isOpen: false,
    ended: ["Cannot listen with Deepgram: it did not answer in time"],
  });
  assert.equal(loop.timers, 0);
});
