/** What a plugin depends on is loaded and locked when it is allowed, and never when it runs. */
import assert from "node:assert/strict";
import manifest from "../../deno.json" with { type: "json" };
import { readPluginFolder } from "../../lib/host/outside_plugin.ts";
import { findRuntime } from "../../lib/host/plugin_runtime.ts";
import { lockDependencies } from "../../lib/host/plugin_versions.ts";
import { type OutsideCode, OutsidePlugins } from "./outside_plugins.ts";

/** Of Parley's own: it is there already. */
const CHRONO = manifest.imports["chrono-node"];
const DATES: OutsideCode = {
  hooks: { change: ["text"] },
  before: 'import { parseDate } from "chrono-node";',
  code: `change: { text: (text) =>
    parseDate(text, new Date("2026-05-04T12:00:00Z"))!.toISOString().slice(0, 10) },`,
};

async function writeDates(outside: OutsidePlugins, specifier: string): Promise<string> {
  await outside.write("dates", DATES);
  const folder = `${outside.folder}/dates`;
  const imports = { "chrono-node": specifier };
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ imports }));
  return folder;
}

/** As `plugin allow` does. */
async function lock(outside: OutsidePlugins, folder: string): Promise<string> {
  const runtime = await findRuntime(outside.stateFolder, Deno.env.toObject());
  const plugin = await readPluginFolder(folder);
  const locked = await lockDependencies(outside.stateFolder, plugin!, runtime!);
  await Deno.writeTextFile(`${folder}/deno.lock`, locked!);
  return locked!;
}

Deno.test("a plugin's own dependency is locked, and is there when it runs", async () => {
  await using outside = await OutsidePlugins.open();
  const folder = await writeDates(outside, CHRONO);
  assert.match(await lock(outside, folder), /"chrono-node@[\d.]+": \{\s+"integrity"/);
  await outside.allow("dates");
  await outside.plugins.load();
  assert.deepEqual(outside.plugins.wrong, []);
  assert.equal(await outside.text("tomorrow"), "2026-05-05");
});

Deno.test("a dependency that is not locked keeps a plugin from running, and is asked for nowhere", async () => {
  await using outside = await OutsidePlugins.open();
  const folder = await writeDates(outside, CHRONO);
  await lock(outside, folder);
  await using registry = countingRegistry();
  for (const specifier of ["npm:is-in-no-lock@1.0.0", "npm:chrono-node@2.0.0"]) {
    await writeDates(outside, specifier);
    await outside.allow("dates");
    await outside.plugins.load();
    const [wrong] = outside.plugins.wrong;
    assert.match(wrong!, /^Cannot use dates: .*locked or loaded.*allow it again/s);
  }
  assert.equal(registry.requests(), 0);
});

/** In npm's place; it has nothing. */
function countingRegistry() {
  let requests = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
    requests++;
    return new Response(null, { status: 404 });
  });
  Deno.env.set("NPM_CONFIG_REGISTRY", `http://127.0.0.1:${server.addr.port}/`);
  return {
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      Deno.env.delete("NPM_CONFIG_REGISTRY");
      await server.shutdown();
    },
  };
}
