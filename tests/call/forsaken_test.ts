import assert from "node:assert/strict";
import { sendForsakenOn, type Sight } from "../../lib/call/forsaken.ts";
import type { Pbx } from "../../lib/call/pbx.ts";
import type { Clock } from "../../lib/call/ports.ts";

const atOnce: Clock = {
  nowMs: () => 0,
  wakeAt(_atMs, wake) {
    queueMicrotask(wake);
    return () => {};
  },
};

function sight(channels: Record<string, boolean>, bridges: Record<string, string[]>): Sight {
  return {
    channels: Object.entries(channels).map(([id, inOurApp]) => ({ id, inOurApp })),
    bridges: Object.entries(bridges).map(([id, channels]) => ({ id, channels })),
  };
}

/** What is sent on and destroyed when the PBX looks like `first`, and then like `second`. */
async function tidied(first: Sight, second = first, served: string[] = []): Promise<string[]> {
  const log: string[] = [];
  const note = (id: string) => Promise.resolve(void log.push(id));
  const pbx = { continueInDialplan: note, destroyBridge: note } as unknown as Pbx;
  await sendForsakenOn(first, {
    pbx,
    clock: atOnce,
    look: () => Promise.resolve(second),
    isServed: (channel) => served.includes(channel),
    trouble: (what, error) => assert.fail(`${what}: ${error}`),
  });
  return log.sort();
}

Deno.test("sendForsakenOn() gives a caller back who is alone in a bridge, and takes that away", async () => {
  const left = sight({ caller: true }, { "parley-bridge-1": ["caller"] });
  assert.deepEqual(await tidied(left), ["caller", "parley-bridge-1"]);
});

Deno.test("sendForsakenOn() takes empty bridges of ours away, and no others", async () => {
  const left = sight({}, { "parley-bridge-1": [], "conference": [] });
  assert.deepEqual(await tidied(left), ["parley-bridge-1"]);
});

Deno.test("sendForsakenOn() leaves alone who is served, here or by another process", async () => {
  const here = sight({ caller: true }, { "parley-bridge-1": ["caller"] });
  assert.deepEqual(await tidied(here, here, ["caller"]), []);
  const there = sight(
    { caller: true, "parley-leg-2": true },
    { "parley-bridge-2": ["caller", "parley-leg-2"] },
  );
  assert.deepEqual(await tidied(there), []);
  assert.deepEqual(await tidied(sight({ other: false }, {})), []);
});

Deno.test("sendForsakenOn() leaves a call alone that is joined while it looks", async () => {
  const arriving = sight({ caller: true }, { "parley-bridge-1": [] });
  const joined = sight(
    { caller: true, "parley-leg-1": true },
    { "parley-bridge-1": ["caller", "parley-leg-1"] },
  );
  assert.deepEqual(await tidied(arriving, joined), []);
});
