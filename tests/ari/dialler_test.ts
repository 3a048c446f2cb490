import assert from "node:assert/strict";
import { connectAri } from "../../lib/ari/mod.ts";
import { Dialler, longestWaitMs } from "../../lib/ari/dialler.ts";

Deno.test("longestWaitMs() doubles, and grows with the outage to a hundredth of it", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 99].map((tries) => longestWaitMs(tries, 0)), [
    ...[50, 100, 200, 400],
    ...[500, 500],
  ]);
  assert.equal(longestWaitMs(99, 120_000), 1_200);
  assert.equal(longestWaitMs(99, 86_400_000), 10_000);
});

Deno.test("Dialler tries again after a refusal and after silence, and tells no password", async () => {
  const addresses: string[] = [];
  const opened = Promise.withResolvers<unknown>();
  /** The first is refused, the second says nothing, the third opens. */
  class Socket {
    onopen: (() => void) | null = null;
    onclose: (() => void) | null = null;
    constructor(address: string, init: { headers: { authorization: string } }) {
      const tries = addresses.push(address);
      assert.equal(init.headers.authorization, `Basic ${btoa("parley:secret")}`);
      if (tries === 1) queueMicrotask(() => this.onclose?.());
      if (tries === 3) queueMicrotask(() => this.onopen?.());
    }
    close() {}
  }
  const dialler = new Dialler({
    url: "http://pbx:8088/ari/",
    username: "parley",
    password: "secret",
    apps: ["a", "b/c"],
    subscribeAll: true,
    opened: opened.resolve,
    WebSocket: Socket as unknown as typeof WebSocket,
    opensWithinMs: 1,
    random: () => 0,
  });
  dialler.dial();
  await opened.promise;
  const address = "ws://pbx:8088/ari/events?app=a%2Cb%2Fc&subscribeAll=true";
  assert.deepEqual(addresses, [address, address, address]);
  assert.deepEqual(
    [dialler.isGhost(), dialler.isGhost()],
    [true, false],
    "the second was given up",
  );
  dialler.close();
});

Deno.test("connectAri() refuses names that Asterisk would cut or take apart", () => {
  const login = { url: "http://pbx:8088/ari", username: "u", password: "p" };
  for (const app of ["", "a b", "a,b", "x".repeat(74), []]) {
    assert.throws(() => connectAri({ ...login, app }), RangeError);
  }
});
