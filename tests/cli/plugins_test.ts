/** Plugins of a Parley that runs: taken up as they change, and shown by `plugin list` from outside. */
import assert from "node:assert/strict";
import { readConfig } from "../../lib/cli/config.ts";
import { openPlugins } from "../../lib/cli/plugins.ts";
import { Metrics } from "../../lib/observe/metrics.ts";
import { readStanding } from "../../lib/host/plugin_standing.ts";
import { change } from "../../lib/plugin/asking.ts";
import { type OutsideCode, OutsidePlugins } from "../host/outside_plugins.ts";
import { call } from "../plugin/hosting.ts";
import { runCommand } from "../stories/program.ts";

const LOUD: OutsideCode = {
  hooks: { change: ["text"] },
  permissions: { hosts: ["crm.example.com"], env: ["CRM_KEY"] },
  code: `change: { text(text) {
    if (text === "fail") throw new RangeError("as the test wants");
    return text.toUpperCase();
  } },`,
};

/** A Parley with the folder of `outside`, as `start` has it. */
async function running(outside: OutsidePlugins) {
  const dataFolder = outside.folder.replace(/\/plugins$/, "");
  const read = readConfig({ PARLEY_DATA: dataFolder });
  assert.ok("config" in read);
  const open = await openPlugins(read.config, new Metrics());
  const text = (said: string) =>
    change(open.plugins.host.plugins, "text", said, { call, said: null });
  return { dataFolder, text, [Symbol.dispose]: () => open.close() };
}

Deno.test("a plugin is taken up when it is allowed, changed, switched off and forbidden", async () => {
  await using outside = await OutsidePlugins.open();
  using parley = await running(outside);
  const says = (text: string) => outside.until(async () => await parley.text("hello") === text);
  await outside.write("loud", LOUD);
  await outside.allow("loud");
  await says("HELLO");
  await outside.write("loud", { ...LOUD, code: "change: { text: (text) => text + '!' }," });
  await says("hello!");
  const set = (enabled: boolean) =>
    Deno.writeTextFile(
      `${outside.folder}/plugins.json`,
      JSON.stringify({ plugins: [{ name: "loud", enabled }] }),
    );
  await set(false);
  await says("hello");
  await set(true);
  await says("hello!");
  await runCommand(["plugin", "forbid", "loud"], parley);
  await says("hello");
});

Deno.test("`plugin list` shows hooks, permissions, state and last errors", async () => {
  await using outside = await OutsidePlugins.open();
  await outside.write("loud", LOUD);
  using parley = await running(outside);
  const list = () => runCommand(["plugin", "list"], parley);
  assert.match(await list(), /^loud 1\.0\.0 +not allowed; off$/m);
  await outside.allow("loud");
  await outside.until(async () => await parley.text("hello") === "HELLO");
  await outside.until(async () => {
    await parley.text("fail");
    const standing = await readStanding(outside.stateFolder);
    return standing?.plugins.find(({ name }) => name === "loud")?.lastErrors.some(({ what }) =>
      what === "It threw RangeError"
    );
  });
  const shown = await list();
  assert.match(shown, /^loud 1\.0\.0 +allowed; (on|resting), \d+ asked, \d+ failed$/m);
  assert.match(shown, /^ +hooks +change\.text\n +may +crm\.example\.com, the variable CRM_KEY$/m);
  assert.match(shown, /^ +\d{4}-\S+Z +change\.text: It threw RangeError$/m);
  assert.match(shown, /^sentiment \S+ +ships with Parley; off$/m);
});
