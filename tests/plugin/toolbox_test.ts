/** Tools of plugins as they are lent: by name, in time, and with nothing of them trusted. */
import assert from "node:assert/strict";
import { z } from "zod";
import { definePlugin, type Tool, use } from "../../lib/plugin/contract.ts";
import { readManifest } from "../../lib/plugin/manifest.ts";
import { ownRunner } from "../../lib/plugin/own_runner.ts";
import { toolboxOf } from "../../lib/plugin/toolbox.ts";
import { call, Hosting, surroundings } from "./hosting.ts";

type AnyTool = Tool<Record<string, never>>;
const { signal } = new AbortController();
const about = { call, said: null };

function tool(run: AnyTool["run"]): AnyTool {
  return { about: "Looks up an order", parameters: z.object({ id: z.string() }), run };
}

function lending(name: string, tools: Readonly<Record<string, AnyTool>>) {
  return use(definePlugin({ name, version: "1.0.0", settings: z.object({}), tools }), {});
}

function ask(hosting: Hosting, name: string, args: unknown = { id: "7" }): Promise<string> {
  return toolboxOf(hosting.host.plugins, about)!.call(name, args, signal);
}

Deno.test("toolboxOf() offers each tool by the plugin's name and its own, with a schema", () => {
  const { host } = new Hosting(lending("crm", { find_order: tool(() => "") }));
  const [offer] = toolboxOf(host.plugins, about)!.offers;
  assert.equal(offer!.name, "crm_find_order");
  assert.deepEqual(offer!.parameters, {
    type: "object",
    properties: { id: { type: "string" } },
    required: ["id"],
  });
  assert.equal(toolboxOf([], about), undefined);
});

Deno.test("a tool gets checked arguments and its call, and its text comes back", async () => {
  const seen: unknown[] = [];
  const find = tool((args, { call }) => (seen.push(args, call.id), `Order ${args.id} is here`));
  const hosting = new Hosting(lending("crm", { find }));
  assert.equal(await ask(hosting, "crm_find"), "Order 7 is here");
  assert.deepEqual(seen, [{ id: "7" }, call.id]);
});

Deno.test("wrong arguments are the model's fault: it is told so, and the plugin is blamed for nothing", async () => {
  const hosting = new Hosting(lending("crm", { find: tool(() => "here") }));
  for (let each = 0; each < 10; each++) {
    assert.match(await ask(hosting, "crm_find", { id: 7 }), /^not available: the arguments/);
  }
  assert.deepEqual(hosting.told, []);
  assert.equal(await ask(hosting, "crm_find"), "here");
});

Deno.test("a tool that throws, stalls, says nothing or answers with no text is not available", async () => {
  const hosting = new Hosting(lending("bad", {
    throws: tool(() => {
      throw new Error("storm");
    }),
    stalls: tool(() => new Promise<never>(() => {})),
    empty: tool(() => ""),
    wrong: tool(() => ({ order: 7 }) as never),
  }));
  const names = ["bad_throws", "bad_stalls", "bad_empty", "bad_wrong", "bad_missing"];
  const answers = await Promise.all(names.map((name) => ask(hosting, name)));
  assert.deepEqual(answers, names.map(() => "not available"));
  assert.ok(hosting.told.includes("bad tools.stalls: It took over 2000 ms"), `${hosting.told}`);
});

Deno.test("a tool is not run, and not waited for, once the turn was dropped", async () => {
  let runs = 0;
  const stalls = tool(() => (runs++, new Promise<never>(() => {})));
  const { host } = new Hosting(lending("bad", { stalls }));
  const drop = new AbortController();
  const box = toolboxOf(host.plugins, about)!;
  const asked = box.call("bad_stalls", { id: "7" }, drop.signal);
  drop.abort();
  assert.equal(await asked, "not available");
  assert.equal(await box.call("bad_stalls", { id: "7" }, drop.signal), "not available");
  assert.equal(runs, 1);
});

Deno.test("what a provider would refuse for all is refused for the one plugin, with a sentence", () => {
  const twice = new Hosting(
    lending("a", { b_c: tool(() => "") }),
    lending("a_b", { c: tool(() => "") }),
  );
  assert.equal(toolboxOf(twice.host.plugins, about)!.offers.length, 1);
  const own = lending("record", { answers: tool(() => "") });
  assert.throws(
    () => ownRunner(own, surroundings),
    /record_answers is the name of one of Parley's/,
  );
  const long = lending("p".repeat(40), { ["t".repeat(40)]: tool(() => "") });
  assert.throws(() => ownRunner(long, surroundings), /have 81 characters, and 64 is the most/);
  const manifest = (parameters: object) => () =>
    readManifest(
      JSON.stringify({ name: "crm", version: "1.0.0", tools: { find: { about: "", parameters } } }),
      "it",
    );
  assert.throws(manifest({ type: "string" }), /tool find of crm: its parameters are a JSON Schema/);
  const huge = { type: "object", description: "x".repeat(4_000) };
  assert.throws(manifest(huge), /over 4000 characters/);
  manifest({ type: "object" })();
});
