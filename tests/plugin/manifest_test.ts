/** What a `plugin.json` may say, and the sentence for each thing that it may not. */
import assert from "node:assert/strict";
import { askedBeyond, readManifest } from "../../lib/plugin/manifest.ts";

const WHOLE = {
  ...{ name: "crm", version: "1.2.0-beta.1", main: "src/main.ts" },
  permissions: { hosts: ["*.example.com", "[::1]:8443"], env: ["CRM_KEY"] },
  hooks: { notify: ["callEnded"], deliver: ["lead_qualified"] },
  pace: { atOnce: 1, perMinute: 30 },
  columns: { score: "Score" },
  metrics: { found: { kind: "counter", about: "Found." } },
};
const read = (manifest: object) => readManifest(JSON.stringify(manifest), "plugin.json");

Deno.test("readManifest() takes what a plugin is and asks for", () => {
  const { facts, main } = read(WHOLE);
  assert.equal(main, "src/main.ts");
  assert.deepEqual([...facts.hooks], [
    ...["notify.callEnded", "deliver.lead_qualified", "columns.score"],
  ]);
  const { name, version, permissions, pace, columns, metrics } = facts;
  const { hooks: _, main: __, ...rest } = WHOLE;
  assert.deepEqual({ name, version, permissions, pace, columns, metrics }, rest);
});

const WRONG: readonly (readonly [what: object, why: RegExp])[] = [
  [{ name: "No Name" }, /name: a name is like "crm_hubspot"/],
  [{ version: "one" }, /version: a version is like "1\.0\.0"/],
  [{ main: "../other/mod.ts" }, /main: a path inside the folder/],
  [{ permissions: { hosts: ["https://example.com/x"] } }, /permissions\.hosts\.0: a host is like/],
  [{ permissions: { env: ["A B"] } }, /permissions\.env\.0: a variable's name/],
  [{ permissions: { read: ["/etc"] } }, /permissions: .*read/],
  [{ hooks: { notify: ["callStart"] } }, /there is no hook notify\.callStart/],
  [{ hooks: { hear: ["callback"] } }, /hooks: .*hear/],
  [{ pace: { atOnce: 0, perMinute: 30 } }, /pace\.atOnce/],
  [{ pace: { atOnce: 1, perMinute: 100_000 } }, /pace\.perMinute/],
  [{ rights: "all" }, /all: .*rights/],
];

for (const [what, why] of WRONG) {
  Deno.test(`readManifest() refuses ${JSON.stringify(what)}`, () => {
    assert.throws(() => read({ ...WHOLE, ...what }), (error: Error) => {
      assert.match(error.message, /^Cannot read plugin\.json: /);
      assert.match(error.message, why);
      return true;
    });
  });
}

Deno.test("askedBeyond() names what is not granted", () => {
  const asked = { hosts: ["a.example.com", "b.example.com"], env: ["CRM_KEY"] };
  const granted = { hosts: ["a.example.com"], env: [] };
  assert.deepEqual(askedBeyond(asked, granted), ["host b.example.com", "variable CRM_KEY"]);
  assert.deepEqual(askedBeyond(granted, asked), []);
});
