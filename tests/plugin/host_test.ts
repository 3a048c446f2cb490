/** Whatever a plugin does, who asks it goes on in time, and the error names plugin and hook. */
import assert from "node:assert/strict";
import { z } from "zod";
import { change, decide } from "../../lib/plugin/asking.ts";
import {
  definePlugin,
  type Delivery,
  GiveUp,
  type Hooks,
  type RecordedCall,
  RetryLater,
  use,
} from "../../lib/plugin/contract.ts";
import { ownRunner } from "../../lib/plugin/own_runner.ts";
import { call, Hosting, surroundings } from "./hosting.ts";

const about = { call, said: null };
const never = new Promise<never>(() => {});

function plugin(name: string, hooks: Hooks<Record<string, never>>) {
  return use(definePlugin({ name, version: "1.0.0", settings: z.object({}), ...hooks }), {});
}

function texts(hosting: Hosting, text = "hello"): string | Promise<string> {
  return change(hosting.host.plugins, "text", text, about);
}

const shouts = plugin("shouts", { change: { text: (text) => text.toUpperCase() } });
const asks = plugin("asks", { change: { text: (text) => Promise.resolve(`${text}?`) } });
const throws = plugin("throws", {
  change: {
    text() {
      throw new RangeError("the caller said 555 0123");
    },
  },
});
const stalls = plugin("stalls", { change: { text: () => never } });

Deno.test("change() hands each plugin the text of the one before, at once where all answer at once", async () => {
  assert.equal(texts(new Hosting(shouts)), "HELLO");
  assert.equal(await texts(new Hosting(asks, shouts, asks)), "HELLO??");
});

Deno.test("change() passes over who throws, stalls or answers with a wrong type", async () => {
  const wrong = plugin("wrong", { change: { text: () => ({ text: "no" }) as never } });
  const hosting = new Hosting(throws, stalls, wrong, shouts);
  assert.equal(await texts(hosting), "HELLO");
  assert.deepEqual(hosting.told, [
    "throws change.text: It threw RangeError",
    "stalls change.text: It took over 50 ms",
    "wrong change.text: It answered with what is not allowed there (invalid_type)",
  ]);
});

Deno.test("a plugin's own words stand where the redaction finds them, and nowhere else", () => {
  const hosting = new Hosting(throws);
  texts(hosting);
  const { said, ...rest } = hosting.troubles[0]!;
  assert.equal(said, "the caller said 555 0123");
  assert.doesNotMatch(JSON.stringify(rest), /555/);
});

Deno.test("the signal tells a plugin that nobody waits any more", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = plugin("slow", {
    change: {
      text(_text, { signal }) {
        signal.addEventListener("abort", () => resolve());
        return never;
      },
    },
  });
  assert.equal(await texts(new Hosting(slow)), "hello");
  await promise;
});

Deno.test("a plugin that fails again and again rests, and the others go on", () => {
  const hosting = new Hosting(throws, shouts);
  for (let each = 0; each < 100; each++) assert.equal(texts(hosting), "HELLO");
  assert.equal(hosting.host.plugins[0]!.state.asked, 5);
  assert.ok(hosting.told.includes("throws change.text: It failed too often in a row, and rests"));
  hosting.nowMs = 10_001;
  texts(hosting);
  texts(hosting);
  assert.equal(hosting.host.plugins[0]!.state.asked, 6, "its first failure after a rest is enough");
});

Deno.test("a hook that rests leaves the plugin's others awake", async () => {
  const half = plugin("half", {
    ...throws.plugin.change && { change: throws.plugin.change },
    decide: { chooseVoice: () => "slt" },
  });
  const hosting = new Hosting(half);
  for (let each = 0; each < 20; each++) texts(hosting);
  assert.equal(hosting.host.plugins[0]!.state.asked, 5);
  assert.ok(hosting.host.plugins[0]!.state.isResting);
  assert.equal(await decide(hosting.host.plugins, "chooseVoice", call), "slt");
});

Deno.test("decide() asks no more once the chain's time is used up", async () => {
  const chain = Array.from(
    { length: 8 },
    (_, at) => plugin(`stalls${at}`, { decide: { chooseVoice: () => never } }),
  );
  const hosting = new Hosting(...chain);
  assert.equal(await decide(hosting.host.plugins, "chooseVoice", call), undefined);
  const asked = hosting.host.plugins.map(({ state }) => state.asked);
  assert.ok(asked.reduce((sum, each) => sum + each) <= 4, `${asked}`);
});

Deno.test("a throw storm is logged in part, and counted in full", () => {
  const now = { ms: 0 };
  const flaky = plugin("flaky", {
    change: {
      text() {
        if (now.ms++ % 2 === 0) throw new Error("storm");
        return "fine";
      },
    },
  });
  const hosting = new Hosting(flaky);
  for (let each = 0; each < 1_000; each++) texts(hosting);
  assert.equal(hosting.host.plugins[0]!.state.failed, 500);
  assert.equal(hosting.troubles.length, 10);
});

Deno.test("a plugin that computes too long in this process rests", () => {
  const hosting = new Hosting();
  const busy = plugin("busy", { change: { text: (text) => (hosting.nowMs += 200, text) } });
  hosting.host.replace([ownRunner(busy, surroundings)]);
  for (let each = 0; each < 5; each++) texts(hosting);
  assert.equal(hosting.host.plugins[0]!.state.asked, 3);
  assert.deepEqual(hosting.told, ["busy limits: It computed for over 500 ms in 10000 ms"]);
});

Deno.test("decide() takes the first answer, and asks nobody behind it", async () => {
  const silent = plugin("silent", { decide: { chooseVoice: () => undefined } });
  const first = plugin("first", { decide: { chooseVoice: () => Promise.resolve("slt") } });
  const behind = plugin("behind", { decide: { chooseVoice: () => "kal" } });
  const hosting = new Hosting(silent, first, behind);
  assert.equal(await decide(hosting.host.plugins, "chooseVoice", call), "slt");
  assert.deepEqual(hosting.traces.map((trace) => trace.plugin), ["silent", "first"]);
});

const recorded: RecordedCall = { ...call, ended: null, turns: [] };
const owed: Delivery = {
  ...{ key: "k", kind: "call_ended", attempt: 1, callId: call.id, lead: null, receipts: [] },
  ...{ call: recorded, firstAtMs: null, lastAtMs: null, unclear: [], report: null },
};

Deno.test("deliver() gives back the receipt, and lets RetryLater and GiveUp through", async () => {
  const later = new RetryLater({ reason: "busy" });
  const never = new GiveUp({ reason: "no such field" });
  const outcomes = [() => ({ receipt: { id: "7" } }), () => fail(later), () => fail(never)];
  const crm = plugin("crm", { deliver: { call_ended: async () => await outcomes.shift()!() } });
  const { host } = new Hosting(crm);
  assert.deepEqual(host.deliverersOf("call_ended"), ["crm"]);
  assert.deepEqual(await host.deliver("crm", owed), { receipt: { id: "7" } });
  await assert.rejects(host.deliver("crm", owed), later);
  await assert.rejects(host.deliver("crm", owed), never);
});

Deno.test("deliver() names plugin and hook where the plugin fails or answers nonsense", async () => {
  const outcomes = [() => fail(new RangeError("+1 202 555 0123")), () => ({ receipt: { id: 7 } })];
  const crm = plugin("crm", {
    deliver: { call_ended: async () => await outcomes.shift()!() as never },
  });
  const { host } = new Hosting(crm);
  await assert.rejects(host.deliver("crm", owed), {
    message: /^crm failed in deliver.call_ended: It threw RangeError$/,
  });
  await assert.rejects(host.deliver("crm", owed), {
    message: /crm failed in deliver.call_ended: It answered/,
  });
  await assert.rejects(host.deliver("sms", owed), { message: /no plugin of that name is on/ });
});

Deno.test("a column fills its cells of the lead view, and a broken one leaves them empty", async () => {
  const mood = plugin("mood", {
    columns: {
      turns: { title: "Turns", value: ({ turns }) => turns.length },
      broken: { title: "Broken", value: () => fail(new Error("no")) },
    },
  });
  const { host } = new Hosting(mood);
  assert.deepEqual(host.columnTitles, { "mood.turns": "Turns", "mood.broken": "Broken" });
  assert.deepEqual(await host.cells(recorded, null), { "mood.turns": 0, "mood.broken": null });
});

Deno.test("replace() leaves live calls the plugins that they began with", () => {
  const hosting = new Hosting(shouts);
  const live = hosting.host.calls.open(call);
  hosting.host.replace([]);
  assert.equal(live.reword("hello"), "HELLO");
  assert.equal(hosting.host.calls.open(call).reword("hello"), "hello");
  live.close();
});

Deno.test("a plugin with a wrong hook, name or setting is refused in a sentence", () => {
  const settings = z.object({ url: z.url() });
  const manifest = { name: "crm", version: "1.0.0", settings };
  const run = (plugin: object, given: unknown) => () =>
    ownRunner({ plugin: plugin as never, settings: given }, surroundings);
  assert.throws(run(manifest, {}), { message: /^Cannot use the settings of crm: url: / });
  assert.throws(run({ ...manifest, name: "C R M" }, {}), { message: /a name is like/ });
  const wrong = { ...manifest, change: { txt: () => "" } };
  assert.throws(run(wrong, { url: "https://example.com" }), {
    message: /there is no hook change.txt/,
  });
});

function fail(error: Error): never {
  throw error;
}
