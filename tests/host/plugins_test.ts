/** Plugins from outside: a process each, exactly what was allowed, and loaded anew when they change. */
import assert from "node:assert/strict";
import { readPluginsFolder } from "../../lib/host/outside_plugin.ts";
import { grant } from "../../lib/host/plugin_grants.ts";
import { toolboxOf } from "../../lib/plugin/toolbox.ts";
import { call } from "../plugin/hosting.ts";
import { type OutsideCode, OutsidePlugins } from "./outside_plugins.ts";

const shouts: OutsideCode = {
  hooks: { change: ["text"] },
  code: "change: { text: (text) => text.toUpperCase() },",
};

Deno.test("a plugin from outside is asked in its own process", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("shouts", shouts);
  assert.equal(await outside.text(), "HELLO");
  assert.equal(outside.plugins.host.plugins[0]!.runs, "in a process of its own");
});

Deno.test("a single file with its manifest beside it is a plugin, too", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.write("shouts", shouts);
  await Deno.rename(`${outside.folder}/shouts/mod.ts`, `${outside.folder}/shouts.ts`);
  await Deno.rename(`${outside.folder}/shouts/plugin.json`, `${outside.folder}/shouts.json`);
  await outside.plugins.load();
  assert.match(outside.plugins.wrong[0]!, /allow it with `plugin allow shouts`/);
  const { plugins: [found] } = await readPluginsFolder(outside.folder);
  await grant(outside.stateFolder, found!, Date.now());
  await outside.plugins.load();
  assert.equal(await outside.text(), "HELLO");
});

Deno.test("a plugin that nobody allowed does not run, and a sentence says what to do", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.write("shouts", shouts);
  await outside.plugins.load();
  assert.equal(await outside.text(), "hello");
  assert.deepEqual(outside.plugins.wrong, [
    "shouts does not run: allow it with `plugin allow shouts`",
  ]);
});

Deno.test("settings, order and on or off come from plugins.json", async () => {
  await using outside = await OutsidePlugins.open();
  const asks: OutsideCode = {
    ...{ hooks: { change: ["text"] }, settings: "z.object({ mark: z.string() })" },
    code: "change: { text: (text, { settings }) => text + settings.mark },",
  };
  for (const [name, code] of [["asks", asks], ["shouts", shouts]] as const) {
    await outside.write(name, code);
    await outside.allow(name);
  }
  const set = async (...plugins: readonly object[]) => {
    await Deno.writeTextFile(`${outside.folder}/plugins.json`, JSON.stringify({ plugins }));
    await outside.plugins.load();
    assert.deepEqual(outside.plugins.wrong, []);
  };
  const words = { name: "pronounce", settings: { words: { hello: "hallo" } } };
  const mark = { name: "asks", settings: { mark: " x" } };
  await set(words, { name: "shouts" }, mark);
  assert.equal(await outside.text(), "HALLO x");
  await set(mark, { name: "shouts" }, words);
  assert.equal(await outside.text(), "HELLO X");
  await set({ ...mark, enabled: false }, { name: "shouts", enabled: false });
  assert.equal(await outside.text(), "hello");
});

Deno.test("settings that a plugin refuses leave the old ones in force", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.write("asks", {
    ...{ hooks: { change: ["text"] }, settings: "z.object({ mark: z.string() })" },
    code: "change: { text: (text, { settings }) => text + settings.mark },",
  });
  await outside.allow("asks");
  const set = async (settings: object) => {
    const plugins = [{ name: "asks", settings }];
    await Deno.writeTextFile(`${outside.folder}/plugins.json`, JSON.stringify({ plugins }));
    await outside.plugins.load();
  };
  await set({ mark: "!" });
  await set({ mark: 7 });
  assert.match(outside.plugins.wrong[0]!, /^Cannot start asks: Its settings are refused/);
  assert.equal(await outside.text(), "hello!");
});

Deno.test("a changed plugin is loaded anew, and a live call keeps the old one", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("shouts", shouts);
  const { calls } = outside.plugins.host;
  const live = calls.open(call);
  await outside.write("shouts", { ...shouts, code: 'change: { text: () => "new" },' });
  await outside.plugins.load();
  const next = calls.open(call);
  await outside.until(async () => await live.reword("hello") === "HELLO");
  await outside.until(async () => await next.reword("hello") === "new");
  live.close();
  next.close();
});

Deno.test("a new version that asks for more stays on the old one until it is allowed", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("shouts", shouts);
  const more: OutsideCode = {
    ...shouts,
    permissions: { hosts: ["example.com"], env: ["CRM_KEY"] },
    code: 'change: { text: () => "new" },',
  };
  await outside.write("shouts", more);
  await outside.plugins.load();
  assert.match(outside.plugins.wrong[0]!, /asks for more \(host example.com, variable CRM_KEY\)/);
  assert.equal(await outside.text(), "HELLO");
  await outside.allow("shouts");
  await outside.plugins.load();
  assert.deepEqual(outside.plugins.wrong, []);
  assert.equal(await outside.text(), "new");
});

Deno.test("a plugin gets the variables that it was allowed, by its context and no other way", async () => {
  await using outside = await OutsidePlugins.open({ CRM_KEY: "k1", OPENAI_API_KEY: "k2" });
  await outside.run("reads", {
    ...{ hooks: { change: ["text"] }, permissions: { env: ["CRM_KEY"] } },
    code: "change: { text: (_text, { env }) => JSON.stringify(env) },",
  });
  assert.equal(await outside.text(), '{"CRM_KEY":"k1"}');
});

Deno.test("log and measure reach the host, by names that the manifest knows", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("tells", {
    hooks: { change: ["text"] },
    code: `change: { text(text, { log, measure }) {
      console.log("one"); log("two"); measure("unknown", 1); return text; } },`,
  });
  await outside.text();
  assert.deepEqual(outside.logged, ["tells: one", "tells: two"]);
  assert.deepEqual(outside.measured, []);
});

Deno.test("a hook that plugin.json names and the code lacks keeps the plugin from running", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.write("lacks", { hooks: { change: ["text"] }, code: "" });
  await outside.allow("lacks");
  await outside.plugins.load();
  assert.match(outside.plugins.wrong[0]!, /names change.text, which its code doesn't have/);
});

Deno.test("an import from outside its own folder keeps a plugin from running", async () => {
  await using outside = await OutsidePlugins.open();
  const secret = `${outside.stateFolder}.json`;
  await Deno.writeTextFile(secret, '{ "key": "k" }');
  await outside.write("peeks", {
    ...shouts,
    before: `import secret from "${secret}" with { type: "json" }; console.log(secret);`,
  });
  await outside.allow("peeks");
  await outside.plugins.load();
  assert.match(outside.plugins.wrong[0]!, /^Cannot use peeks: it imports .* isn't in its folder$/);
  assert.equal(await outside.text(), "hello");
});

Deno.test("a tool of a plugin from outside is lent, and runs in its process", async () => {
  await using outside = await OutsidePlugins.open();
  const parameters = { type: "object", properties: { id: { type: "string" } } };
  await outside.run("crm", {
    ...{ hooks: {}, tools: { find: { about: "Finds an order", parameters } } },
    code: `tools: { find: { about: "Finds an order", parameters: z.object({ id: z.string() }),
      run: ({ id }, { call }) => "Order " + id + " of " + call.language } },`,
  });
  const said = { call, said: null };
  const { signal } = new AbortController();
  const box = toolboxOf(outside.plugins.host.plugins, said)!;
  await outside.until(async () =>
    await box.call("crm_find", { id: "7" }, signal) === "Order 7 of en"
  );
  assert.match(await box.call("crm_find", { id: 7 }, signal), /^not available/);
});
