/** Where no more may be spent, what costs nothing takes over, and the conversation goes on. */
import assert from "node:assert/strict";
import type { EarsEvent } from "../../lib/call/ports.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { CallId } from "../../lib/core/ids.ts";
import { BrainChain } from "../../lib/speech/brain_chain.ts";
import { PhraseCache } from "../../lib/speech/phrase_cache.ts";
import type { RelievableEars } from "../../lib/speech/relievable.ts";
import { scriptedBrain } from "../../lib/speech/scripted_brain.ts";
import { ThriftyEars } from "../../lib/speech/thrifty_ears.ts";
import { LAST_VOICE_LIMITS, VoiceChain } from "../../lib/speech/voice_chain.ts";
import { SCRIPTED, turnSaying } from "./asking.ts";
import { Purse } from "./purse.ts";

const FRAME = new Uint8Array(160);
const never = new AbortController().signal;

Deno.test("BrainChain asks the script at once where its account may not spend", async () => {
  let asked = 0;
  const cloud = { name: "cloud", think: () => Promise.resolve(void asked++) };
  const chain = new BrainChain(cloud, scriptedBrain);
  const purse = new Purse();
  purse.maySpend = false;
  const told: string[] = [];
  await new Promise<void>((done) =>
    chain.answer(
      turnSaying("x"),
      (one) => {
        told.push(one.type === "sentence" ? one.text : one.type);
        if (one.type === "done") done();
      },
      never,
      purse,
    )
  );
  assert.deepEqual([told, asked], [["fell_back", SCRIPTED, "done"], 0]);
});

function voice(name: string, said: string[]) {
  return {
    name,
    async *speak(text: string) {
      await Promise.resolve();
      said.push(`${name}: ${text}`);
      yield new Int16Array(800).fill(5_000);
    },
  };
}

Deno.test("VoiceChain passes over what is paid, and the last voice speaks in any case", async () => {
  const said: string[] = [];
  const limits = LAST_VOICE_LIMITS;
  const paid = { voice: voice("cloud", said), limits, paid: true } as const;
  const purse = new Purse();
  const speak = (chain: VoiceChain) =>
    Array.fromAsync(chain.speak("Hello.", never, () => {}, purse));
  const both = new VoiceChain([paid, { voice: voice("local", said), limits }]);
  await speak(both);
  purse.maySpend = false;
  await speak(both);
  await speak(new VoiceChain([paid]));
  assert.deepEqual(said, ["cloud: Hello.", "local: Hello.", "cloud: Hello."]);
});

Deno.test("PhraseCache renders nothing new for an account that may not spend", async () => {
  const said: string[] = [];
  const shelf = { get: () => Promise.resolve(null), put: () => Promise.resolve() };
  const purse = new Purse();
  purse.maySpend = false;
  const cache = new PhraseCache(voice("cloud", said), shelf);
  await assert.rejects(cache.prepare(["Hello."], never, purse), /its cost is too much/);
  assert.deepEqual(said, []);
});

/** Ears that take down what they get. */
function countedEars() {
  const seen = { opened: 0, frames: 0, closed: 0 };
  const ears: RelievableEars = {
    name: "cloud",
    open() {
      seen.opened++;
      return {
        owedFromMs: 1_234,
        frame: () => void seen.frames++,
        speechStarted() {},
        speechStopped() {},
        expect() {},
        relieve() {},
        close: () => void seen.closed++,
      };
    },
  };
  return { ears, seen };
}

function opened(purse: Purse) {
  const { ears, seen } = countedEars();
  const told: EarsEvent[] = [];
  const call = crypto.randomUUID() as CallId;
  const options = { call, campaign: investmentLead, encoding: "ulaw", account: purse } as const;
  const session = new ThriftyEars(ears).open(options, (event) => told.push(event));
  return { session, seen, told };
}

Deno.test("ThriftyEars give up in the middle of a call, and leave what is owed to the relief", async () => {
  const purse = new Purse();
  const { session, seen, told } = opened(purse);
  session.frame(FRAME, 20);
  purse.maySpend = false;
  for (let atMs = 40; atMs <= 1_060; atMs += 20) session.frame(FRAME, atMs);
  await Promise.resolve();
  assert.deepEqual(seen, { opened: 1, frames: 50, closed: 1 }, "looked at once a second");
  assert.deepEqual(told.map(({ type }) => type), ["failed"]);
  assert.equal(session.owedFromMs, 1_234);
  session.relieve(1_060);
  assert.equal(session.owedFromMs, null);
});

Deno.test("ThriftyEars never open a line for a call that may not spend from the start", async () => {
  const purse = new Purse();
  purse.maySpend = false;
  const { session, seen, told } = opened(purse);
  assert.deepEqual(told, []);
  session.frame(FRAME, 20);
  await Promise.resolve();
  assert.deepEqual([seen.opened, told.length], [0, 1]);
});

Deno.test("ThriftyEars tell nothing after they were closed", async () => {
  const purse = new Purse();
  const { session, told } = opened(purse);
  purse.maySpend = false;
  session.frame(FRAME, 20);
  session.close();
  await Promise.resolve();
  assert.deepEqual(told, []);
});
