import assert from "node:assert/strict";
import type { Sight } from "../../lib/call/forsaken.ts";
import type { Pbx } from "../../lib/call/pbx.ts";
import { Reception } from "../../lib/call/reception.ts";
import { CallRegistry } from "../../lib/call/registry.ts";
import type { CallId } from "../../lib/core/ids.ts";

/** Why the caller was not served, when one came at `when` and Asterisk was seen without them. */
async function failure(when: "before the look" | "during the look"): Promise<string> {
  const joined = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<string>();
  const pbx = new Proxy({}, {
    get: (_, step) => async () => {
      if (step === "encodingOf") return "ulaw";
      if (step === "addToBridge") throw new Error("they were let in");
      if (step === "openLeg") await joined.promise;
      if (step === "openLeg") reception.entered({ ...caller, channel: "parley-leg-1" });
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
  const caller = { channel: "caller", number: "", dialled: "9000" };
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
