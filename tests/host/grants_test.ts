/** What an operator takes back of a plugin is gone at once, for live calls too. */
import assert from "node:assert/strict";
import { grant, withdraw } from "../../lib/host/plugin_grants.ts";
import { readPluginFolder } from "../../lib/host/outside_plugin.ts";
import { usageOf } from "../../lib/host/process_watch.ts";
import { call } from "../plugin/hosting.ts";
import { type OutsideCode, OutsidePlugins } from "./outside_plugins.ts";

const shouts: OutsideCode = {
  hooks: { change: ["text"] },
  code: "change: { text: (text) => text.toUpperCase() },",
};

Deno.test("a grant that is withdrawn stops the plugin, for live calls too", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("shouts", shouts);
  assert.equal(await outside.text(), "HELLO");
  const live = outside.plugins.host.calls.open(call);
  const pid = outside.pidOf("shouts")!;
  assert.equal(await withdraw(outside.stateFolder, "shouts"), true);
  assert.equal(await withdraw(outside.stateFolder, "shouts"), false);
  await outside.plugins.load();
  assert.deepEqual(outside.plugins.wrong, [
    "shouts does not run: allow it with `plugin allow shouts`",
  ]);
  await outside.until(() => usageOf(pid) === null);
  assert.equal(await live.reword("hello"), "hello");
  assert.equal(await outside.text(), "hello");
  live.close();
  await outside.allow("shouts");
  await outside.plugins.load();
  assert.equal(await outside.text(), "HELLO");
});

Deno.test("a grant that was cut down stops a plugin that asks for more", async () => {
  await using outside = await OutsidePlugins.open({ CRM_KEY: "k1" });
  await outside.run("reads", {
    ...{ hooks: { change: ["text"] }, permissions: { env: ["CRM_KEY"] } },
    code: "change: { text: (_text, { env }) => JSON.stringify(env) },",
  });
  const pid = outside.pidOf("reads")!;
  const plugin = (await readPluginFolder(`${outside.folder}/reads`))!;
  const facts = { ...plugin.facts, permissions: { hosts: [], env: [] } };
  await grant(outside.stateFolder, { ...plugin, facts }, Date.now());
  await outside.plugins.load();
  assert.match(outside.plugins.wrong[0]!, /^reads asks for more \(variable CRM_KEY\)/);
  await outside.until(() => usageOf(pid) === null);
  assert.equal(await outside.text(), "hello");
});

Deno.test("grants that can't be read leave what runs as it is, and are said", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.run("shouts", shouts);
  await Deno.writeTextFile(`${outside.stateFolder}/grants.json`, "{ half a f");
  await outside.plugins.load();
  assert.match(outside.plugins.wrong[0]!, /^Cannot read what plugins may do/);
  assert.equal(await outside.text(), "HELLO");
});
