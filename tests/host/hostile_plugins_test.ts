/** Hostile plugins: each is stopped at its limit, and the plugin beside it answers as before. */
import assert from "node:assert/strict";
import { isAsleep, usageOf } from "../../lib/host/process_watch.ts";
import { hasProgram, needs } from "../needs.ts";
import { call } from "../plugin/hosting.ts";
import { HOSTILE, type Hostile } from "./hostile_plugins.data.ts";
import { type OutsideCode, OutsidePlugins } from "./outside_plugins.ts";
import { until } from "./own_database.ts";

/** Enough to open a breaker. */
const TIMES = 8;
/** It ends with the answer of a plugin that computes for less than a second. */
const STANDSTILL_MAX_MS = 60_000;

const good: OutsideCode = {
  hooks: { change: ["text"] },
  code: "change: { text: (text) => text + '!' },",
};

async function beside(name: string, hostile: Hostile): Promise<void> {
  await using outside = await OutsidePlugins.open();
  await outside.run("good", good);
  const goodPid = outside.pidOf("good");
  await outside.run(name, hostile);
  const pid = outside.pidOf(name)!;
  const provoke = () =>
    Promise.all(Array.from({ length: TIMES }, () => {
      return "change" in hostile.hooks ? outside.textInCall() : outside.callStarted();
    }));
  const provoked = provoke();
  await outside.until(async () => {
    // Late on a busy machine, it was only passed over: who lives on is asked with patience, too.
    if (hostile.diesOf === null) await outside.text();
    return outside.told(name).some((what) => hostile.told.test(what));
  });
  if (hostile.diesOf !== null) await outside.until(() => usageOf(pid) === null);
  await outside.until(async () => await outside.text("hello", "good") === "hello!");
  await provoked;
  assert.equal(outside.pidOf("good"), goodPid, "the good one runs on");
  // On a machine with too much to do it is late now and then; that is no one's doing.
  const wrong = outside.told("good").filter((what) =>
    !/^It (took over|failed too often)/.test(what)
  );
  assert.deepEqual(wrong, []);
}

for (const [name, hostile] of Object.entries(HOSTILE)) {
  Deno.test(`hostile plugin ${name}: it is stopped, and the one beside it is not`, () => {
    return beside(name, hostile);
  });
}

Deno.test("hostile plugin logs_much: of a million lines Parley gets a hundred", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("logs_much", {
    hooks: { change: ["text"] },
    code: `change: { text(text) {
      for (let each = 0; each < 1_000_000; each++) console.log("line", each);
      return text + "?";
    } },`,
  });
  assert.equal(await outside.text(), "hello?");
  assert.equal(outside.logged.length, 100);
});

Deno.test("hostile plugin reads_secrets: no variable, no file, and no module of Parley's", async () => {
  await using outside = await OutsidePlugins.open({ OPENAI_API_KEY: "sk-secret" });
  await outside.run("reads_secrets", {
    hooks: { change: ["text"] },
    code: `change: { async text(_text, { env }) {
      const tried: unknown[] = [];
      for (const attempt of [
        () => Deno.env.get("OPENAI_API_KEY"),
        () => Deno.readTextFileSync("/etc/passwd"),
        () => Deno.readTextFileSync("/proc/self/environ"),
        () => Deno.readTextFileSync(new URL(import.meta.url)),
        () => import("file:///etc/" + "hostname.json"),
        () => new Deno.Command("/usr/bin/env").outputSync(),
        () => Deno.writeTextFileSync("/tmp/parley-stolen", "x"),
      ]) {
        try { tried.push(await attempt()); } catch (error) { tried.push((error as Error).name); }
      }
      return JSON.stringify([...tried, Object.keys(env)]);
    } },`,
  });
  const denied = Array.from({ length: 7 }, () => "NotCapable");
  const found = JSON.parse(await outside.text());
  // A dynamic import that is refused is a TypeError.
  assert.deepEqual(found.map((name: unknown) => name === "TypeError" ? "NotCapable" : name), [
    ...denied,
    [],
  ]);
});

Deno.test("hostile plugin writes_to_disk: no storage of the runtime's leads there, from a worker either", async () => {
  await using outside = await OutsidePlugins.open();
  const inWorker = "(async () => { try { await caches.open('x'); postMessage('open'); } " +
    "catch { postMessage('refused'); } })()";
  await outside.run("writes_to_disk", {
    hooks: { change: ["text"] },
    code: `change: { async text() {
      const tried: unknown[] = [];
      const blob = new Blob([${JSON.stringify(inWorker)}], { type: "text/javascript" });
      for (const attempt of [
        () => localStorage.setItem("a", "b"),
        async () => (await caches.open("x"), "open"),
        () => new Promise((resolve) => {
          const worker = new Worker(URL.createObjectURL(blob), { type: "module" });
          worker.onmessage = ({ data }) => (worker.terminate(), resolve(data));
        }),
      ]) {
        try { tried.push(await attempt() ?? "stored"); } catch { tried.push("refused"); }
      }
      return JSON.stringify(tried);
    } },`,
  });
  assert.deepEqual(JSON.parse(await outside.text()), ["refused", "refused", "refused"]);
});

Deno.test("hostile plugin reads_nothing: what it is told has an end, and then it is passed over", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("reads_nothing", {
    hooks: { change: ["text"] },
    code: "change: { text() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); } },",
  });
  const [plugin] = outside.plugins.host.plugins;
  const long = "x".repeat(1_000_000);
  const answers = Array.from(
    { length: 8 },
    () => plugin!.ask("change.text", { value: long, call, said: null }),
  );
  await Promise.all(answers);
  const unread = outside.told("reads_nothing").filter((what) => what.includes("doesn't read"));
  assert.ok(unread.length >= 4, JSON.stringify(outside.troubles));
});

Deno.test("a plugin whose late answer waits while Parley stands still is not taken for one that loops", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("slow", {
    hooks: { change: ["text"] },
    code: `change: { text(text) {
      for (const endMs = performance.now() + 700; performance.now() < endMs;);
      return text + "!";
    } },`,
  });
  const pid = outside.pidOf("slow")!;
  const passedOver = outside.textInCall();
  await new Promise((resolve) => setTimeout(resolve)); // it is told
  const standsUntilMs = performance.now() + STANDSTILL_MAX_MS;
  while (!isAsleep(pid) && performance.now() < standsUntilMs); // then its answer is there, unread
  await passedOver;
  assert.equal(await outside.text(), "hello!");
  assert.equal(outside.pidOf("slow"), pid);
});

Deno.test("hostile plugin opens_hosts: no socket of its own, and only granted hosts by fetch", async () => {
  let requests = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
    requests++;
    return new Response("reached");
  });
  const { port } = server.addr;
  await using outside = await OutsidePlugins.open();
  const code = `change: { async text(_text, { fetch: ours }) {
    const tried: unknown[] = [];
    for (const attempt of [
      async () => await (await ours("http://127.0.0.1:${port}/")).text(),
      async () => await (await fetch("http://127.0.0.1:${port}/")).text(),
      async () => await (await fetch("http://localhost:${port}/")).text(),
      () => Deno.connect({ hostname: "127.0.0.1", port: ${port} }),
      () => new WebSocket("ws://127.0.0.1:${port}/"),
    ]) {
      try { tried.push(await attempt()); } catch (error) { tried.push((error as Error).name); }
    }
    return JSON.stringify(tried);
  } },`;
  const hooks = { change: ["text"] };
  await outside.run("opens_hosts", { hooks, code });
  assert.deepEqual(JSON.parse(await outside.text()).slice(0, 4), [
    "GiveUp",
    "GiveUp",
    "GiveUp",
    "NotCapable",
  ]);
  assert.equal(requests, 0);
  await outside.run("opens_hosts", { hooks, code, permissions: { hosts: [`127.0.0.1:${port}`] } });
  assert.deepEqual(JSON.parse(await outside.text()).slice(0, 4), [
    "reached",
    "reached",
    "GiveUp",
    "NotCapable",
  ]);
  assert.equal(requests, 2);
  await server.shutdown();
});

const setpriv = needs("setpriv", hasProgram("setpriv"), "setpriv of util-linux isn't installed");

Deno.test(
  "hostile plugin loops: it ends with its Parley, also where that is killed",
  setpriv,
  async () => {
    const folder = await Deno.makeTempDir();
    const parent = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--frozen", new URL("plugin_parent.ts", import.meta.url).pathname],
      env: { TMPDIR: folder }, // a killed program leaves its files
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const reader = parent.stdout.getReader();
    const pid = Number(new TextDecoder().decode((await reader.read()).value));
    parent.kill("SIGKILL");
    await parent.status;
    assert.ok(pid > 0, "its plugin was never asked");
    const isGone = () => (usageOf(pid)?.rssBytes ?? 0) === 0; // one that nobody buries has no memory
    await until(() => Promise.resolve(isGone()), "it loops on")
      .finally(() => isGone() || Deno.kill(pid, "SIGKILL"));
    await reader.cancel();
    await Deno.remove(folder, { recursive: true });
  },
);

Deno.test("a plugin that died is started anew, and asked again after its rest", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("exits", HOSTILE.exits);
  const first = outside.pidOf("exits");
  outside.callStarted();
  await outside.until(() => outside.pidOf("exits") === null);
  await outside.until(() => outside.pidOf("exits") !== null);
  assert.notEqual(outside.pidOf("exits"), first);
});
