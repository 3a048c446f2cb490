/** What must not compile doesn't: `deno check` fails on an expectation of an error that is none. */
import assert from "node:assert/strict";
import { z } from "zod";
import { definePlugin, GiveUp, RetryLater, use } from "../../lib/plugin/contract.ts";
import { pronounce } from "../../plugins/pronounce.ts";

const manifest = {
  name: "example",
  version: "1.0.0",
  settings: z.object({ greeting: z.string(), loud: z.boolean().default(false) }),
};

Deno.test("definePlugin() returns the plain object that it was given", () => {
  const made = { ...manifest, change: { text: (text: string) => text } };
  assert.equal(definePlugin(made), made);
});

Deno.test("a wrong hook name does not compile", () => {
  // @ts-expect-error there is no such hook
  definePlugin({ ...manifest, change: { txt: (text: string) => text } });
  // @ts-expect-error there is no such delivery
  definePlugin({ ...manifest, deliver: { lead_found: () => Promise.resolve({}) } });
});

Deno.test("a hook of the wrong kind does not compile", () => {
  // @ts-expect-error the text is changed, nobody is notified of it
  definePlugin({ ...manifest, notify: { text: (text: string) => text } });
  // @ts-expect-error there is no such kind
  definePlugin({ ...manifest, alter: { text: (text: string) => text } });
});

Deno.test("a hook that answers with the wrong type does not compile", () => {
  // @ts-expect-error a text is changed into a text
  definePlugin({ ...manifest, change: { text: () => 7 } });
  // @ts-expect-error there is no such pace
  definePlugin({ ...manifest, change: { tone: (tone) => ({ ...tone, pace: "fast" }) } });
  // @ts-expect-error an acceptance has its reason
  definePlugin({ ...manifest, decide: { acceptCall: () => ({ accept: false }) } });
  const numbered = () => Promise.resolve({ receipt: { id: 1 } });
  // @ts-expect-error a receipt holds texts
  definePlugin({ ...manifest, deliver: { call_ended: numbered } });
});

Deno.test("a setting that is missing or of the wrong type does not compile", () => {
  const plugin = definePlugin(manifest);
  use(plugin, { greeting: "Hello" });
  // @ts-expect-error `greeting` is missing
  use(plugin, {});
  // @ts-expect-error `loud` is no text
  use(plugin, { greeting: "Hello", loud: "very" });
  // @ts-expect-error `words` is missing
  use(pronounce(), {});
});

Deno.test("a setting or a metric that the manifest does not name does not compile", () => {
  definePlugin({
    ...manifest,
    metrics: { calls: { kind: "counter", about: "Calls." } },
    notify: {
      callStarted(_call, { settings, measure }) {
        measure("calls", settings.loud ? 2 : 1);
        // @ts-expect-error there is no such metric
        measure("cals", 1);
        // @ts-expect-error there is no such setting
        settings.lod;
      },
    },
  });
});

Deno.test("a manifest without a name or with a wrong permission does not compile", () => {
  const { name: _name, ...nameless } = manifest;
  // @ts-expect-error the name is missing
  definePlugin(nameless);
  // @ts-expect-error hosts is a list
  definePlugin({ ...manifest, permissions: { hosts: "example.com" } });
});

Deno.test("a qualified lead's delivery has its lead, and an erasure may have no call", () => {
  definePlugin({
    ...manifest,
    deliver: {
      lead_qualified: ({ lead, call }) =>
        Promise.resolve({ receipt: { id: lead.status + call.id } }),
      // @ts-expect-error the call may be gone by then
      erase_person: ({ call }) => Promise.resolve({ receipt: { id: call.id } }),
    },
  });
});

Deno.test("RetryLater and GiveUp say why, and the former after how long", () => {
  const later = new RetryLater({ afterMs: 5_000, reason: "The CRM is busy" });
  assert.deepEqual([later.message, later.afterMs], ["The CRM is busy", 5_000]);
  assert.equal(new RetryLater({ reason: "busy" }).afterMs, undefined);
  assert.equal(new GiveUp({ reason: "No such field" }).message, "No such field");
});

Deno.test("pronounce says the words that it is given, and leaves the others", () => {
  const change = pronounce().change!.text! as (text: string, context: unknown) => unknown;
  const settings = { words: { SQL: "sequel" } };
  assert.equal(change("SQL, not mySQL constructor", { settings }), "sequel, not mySQL constructor");
});
