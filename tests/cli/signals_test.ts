import assert from "node:assert/strict";
import { listenForSignals, SAME_SIGNAL_MS, SignalPolicy } from "../../lib/cli/signals.ts";

Deno.test("received() drains on the first signal and ends at once on one a second later", () => {
  const policy = new SignalPolicy();
  assert.equal(policy.received(5_000), "drain");
  assert.equal(policy.received(5_000 + SAME_SIGNAL_MS), "stop_now");
  assert.equal(policy.received(99_000), "ignore");
});

Deno.test("received() takes a Ctrl-C that arrives twice, or ten times, as one", () => {
  const policy = new SignalPolicy();
  const verdicts = Array.from({ length: 10 }, (_, index) => policy.received(100 + index * 100));
  assert.deepEqual(verdicts, ["drain", ...Array.from({ length: 9 }, () => "ignore")]);
  assert.equal(policy.received(100 + SAME_SIGNAL_MS - 1), "ignore");
  assert.equal(policy.received(100 + SAME_SIGNAL_MS), "stop_now");
});

Deno.test("listenForSignals() counts SIGINT and SIGTERM together, and forgets both at the end", () => {
  const listeners = new Map<string, () => void>();
  let nowMs = 0;
  const heard: string[] = [];
  const stop = listenForSignals({
    drain: (signal) => heard.push(`drain ${signal}`),
    stopNow: (signal) => heard.push(`stop ${signal}`),
  }, {
    nowMs: () => nowMs,
    add: (signal, listener) => listeners.set(signal, listener),
    remove: (signal) => listeners.delete(signal),
  });
  listeners.get("SIGTERM")!();
  listeners.get("SIGINT")!();
  nowMs = SAME_SIGNAL_MS;
  listeners.get("SIGINT")!();
  listeners.get("SIGINT")!();
  assert.deepEqual(heard, ["drain SIGTERM", "stop SIGINT"]);
  stop();
  stop();
  assert.equal(listeners.size, 0);
});

Deno.test("listenForSignals() hears a real signal and then lets the process end", async () => {
  const module = import.meta.resolve("../../lib/cli/signals.ts");
  const program = `import { listenForSignals } from ${JSON.stringify(module)};
    const ends = Promise.withResolvers();
    const idle = setInterval(() => {}, 1000);
    const stop = listenForSignals({ drain: ends.resolve, stopNow: () => {} });
    console.log("ready");
    await ends.promise;
    stop();
    clearInterval(idle);
    console.log("drained");`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    stdout: "piped",
  }).spawn();
  const said = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  assert.match((await said.read()).value!, /ready/);
  child.kill("SIGTERM");
  assert.match((await said.read()).value!, /drained/);
  assert.ok((await said.read()).done);
  assert.equal((await child.status).code, 0);
});
