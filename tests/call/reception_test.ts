import assert from "node:assert/strict";
import type { Sight } from "../../lib/call/forsaken.ts";
import type { Pbx } from "../../lib/call/pbx.ts";
import { type Decide, type JoinedCall, Reception } from "../../lib/call/reception.ts";
import { CallRegistry } from "../../lib/call/registry.ts";
import type { LiveCall } from "../../lib/call/live_call.ts";
import type { MediaEvent } from "../../lib/call/ports.ts";
import type { CallId } from "../../lib/core/ids.ts";

const caller = { channel: "caller", number: "", dialled: "9000", human: false, back: null };

/** Why the caller was not served, when one came at `when` and Asterisk was seen without them. */
async function failure(when: "before the look" | "during the look"): Promise<string> {
  const joined = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<string>();
  const pbx = new Proxy({}, {
    get: (_, step) => async () => {
      if (step === "encodingOf") return "ulaw";
      if (step === "addToBridge") throw new Error("they were let in");
      if (step === "openLeg") await joined.promise;
      if (step === "openLeg") reception.entered({ ...caller, channel: "parley-leg-1-1" });
      return { close: () => {} };
    },
  }) as Pbx;
  const reception = new Reception({
    pbx,
    registry: new CallRegistry(1),
    clock: { nowMs: () => 0, wakeAt: () => () => {} },
    newId: () => "1" as CallId,
    openCall: () => assert.fail("no call is joined"),
    trouble: (_what, error) => failed.resolve((error as Error).message),
  });
  if (when === "before the look") reception.entered(caller);
  const nobody: Sight = { channels: [], bridges: [] };
  await reception.compare(() => {
    if (when === "during the look") reception.entered(caller);
    return Promise.resolve(nobody);
  });
  joined.resolve();
  return await failed.promise;
}

Deno.test("Reception.compare() ends a call whose channel is gone", async () => {
  assert.match(await failure("before the look"), /aborted/);
});

Deno.test("Reception.compare() leaves alone who comes while it looks", async () => {
  assert.equal(await failure("during the look"), "they were let in");
});

/** A call that ends as soon as something happens to it. */
function liveCall(done: string[]): LiveCall {
  const ended = Promise.withResolvers<void>();
  return {
    ended: ended.promise,
    state: { agent: { phase: "ended" } },
    start: () => done.push("start"),
    lost: (reason: string) => {
      done.push(`lost: ${reason}`);
      ended.resolve();
    },
  } as unknown as LiveCall;
}

/** One call from its coming in until it has gone: what was done at the PBX at its end, and the call's own story. */
async function story(
  { openCall, whileJoining = () => {}, decide }: {
    readonly openCall: (live: LiveCall, joined: JoinedCall) => LiveCall;
    readonly decide?: Decide;
    readonly whileJoining?: (registry: CallRegistry, tell: (event: MediaEvent) => void) => void;
  },
): Promise<string[]> {
  const done: string[] = [];
  const registry = new CallRegistry(1);
  const live = liveCall(done);
  const pbx = new Proxy({}, {
    get: (_, step: string) => async (id: string, _encoding: string, tell: never) => {
      if (step === "encodingOf") return "ulaw";
      if (step === "openLeg") {
        reception.entered({ ...caller, channel: id });
        whileJoining(registry, tell);
      }
      if (["hangUp", "continueInDialplan"].includes(step) && id === "caller") done.push(step);
      return await Promise.resolve({ close: () => {} });
    },
  }) as Pbx;
  const reception = new Reception({
    pbx,
    registry,
    clock: { nowMs: () => 0, wakeAt: () => () => {} },
    newId: () => "1" as CallId,
    openCall: (joined) => openCall(live, joined),
    ...(decide && { decide }),
    trouble: (what) => done.push(what),
  });
  reception.entered(caller);
  await registry.drain();
  return done;
}

Deno.test("a caller whose call can't be opened goes on in the dialplan", async () => {
  const done = await story({
    openCall: () => {
      throw new Error("no detector");
    },
  });
  assert.equal(done.includes("hangUp"), false);
  assert.deepEqual(done.slice(0, 2), ["continueInDialplan", "Cannot take a call"]);
});

Deno.test("a call whose start fails is let go of, and its caller goes on", async () => {
  const done = await story({
    openCall: (live) => {
      live.start = () => {
        throw new Error("no voice");
      };
      return live;
    },
  });
  assert.deepEqual(done.slice(0, 3), ["lost: failed", "continueInDialplan", "Cannot take a call"]);
});

Deno.test("a leg that is lost before it is bridged takes its call no further", async () => {
  const done = await story({
    openCall: () => assert.fail("no call is joined"),
    whileJoining: (_registry, tell) => tell({ type: "closed", reason: "1006" }),
  });
  assert.deepEqual(done, ["Cannot take a call", "continueInDialplan"]);
});

Deno.test("CallRegistry.release() reaches a call that is still being joined", async () => {
  const done = await story({
    openCall: (live) => live,
    whileJoining: (registry) => void registry.release(),
  });
  assert.deepEqual(done, ["start", "lost: stopped", "continueInDialplan"]);
});

const taken: Decide = {
  refusal: () => Promise.resolve(null),
  choice: () => Promise.resolve({ campaign: "other", language: undefined, voice: undefined }),
};

Deno.test("a call that is refused is never joined, and goes on in the dialplan", async () => {
  const done = await story({
    openCall: () => assert.fail("it was joined"),
    decide: { ...taken, refusal: () => Promise.resolve("blocked") },
  });
  assert.deepEqual(done, ["continueInDialplan"]);
});

Deno.test("what is chosen for a call is known when it is opened", async () => {
  let campaign: string | undefined;
  await story({
    openCall(live, { choice }) {
      campaign = choice?.campaign;
      return live;
    },
    whileJoining: (registry) => void registry.release(),
    decide: taken,
  });
  assert.equal(campaign, "other");
});
