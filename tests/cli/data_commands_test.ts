/** Commands as users run them, beside a Parley that has the same data folder open. */
import assert from "node:assert/strict";
import { applyFacts } from "../../lib/store/facts.ts";
import { openDatabase } from "../../lib/host/database.ts";
import { factsOf, newCall, timingOf } from "../store/call_facts.ts";
import { OWN_KEYS, ownSealer } from "../store/own_keys.ts";
import { cleanEnv, denoArgs } from "../stories/program.ts";
import { reachableFolder } from "./reachable_folder.ts";

async function ran(dataFolder: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: denoArgs(...args),
    clearEnv: true,
    env: cleanEnv({ PARLEY_DATA: dataFolder, PARLEY_KEYS: OWN_KEYS }),
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

Deno.test("commands read, back up and restore beside a program that has the data open", async () => {
  await using folder = await reachableFolder();
  const [here, there] = [`${folder.path}/here`, `${folder.path}/there`];
  const file = `${folder.path}/all.backup`;
  const call = newCall();
  const keys = [{ id: "test", bytes: new Uint8Array(32).fill(7) }];
  const open = { dataFolder: here, databaseUrl: null, keys, onProgress: () => {} };
  const database = await openDatabase(open);
  try {
    await applyFacts(database.sql, [...factsOf(call), timingOf(call, 1)], ownSealer);

    const list = await ran(here, "leads", "list");
    assert.match(list.out, new RegExp(`^${call} .* qualified .*`, "m"), list.err);
    const shown = await ran(here, "calls", "show", call.slice(0, 8));
    assert.match(shown.out, /^ +0:02 {2}Caller {2}stocks and bonds$/m, shown.err);
    assert.match(shown.out, /^turn 1 +decided 110, .*answered 1882/m);
    const stats = await ran(here, "stats", "--json");
    assert.equal(JSON.parse(stats.out).calls.completed, 1);

    const backup = await ran(here, "backup", file);
    assert.match(backup.err, /^\d+ rows are in .*all\.backup\. Keep a copy of PARLEY_KEYS/);
    assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);
    assert.equal((await ran(here, "backup", file)).code, 2);
    const full = await ran(here, "restore", file);
    assert.equal(full.code, 1);
    assert.match(full.err, /^Cannot restore into this database: it isn't empty/);

    const exported = await ran(here, "leads", "export");
    const restored = await ran(there, "restore", file);
    assert.equal(restored.code, 0, restored.err);
    assert.equal((await ran(there, "leads", "export")).out, exported.out);
  } finally {
    await database.close();
  }
});

Deno.test("restore refuses a damaged file before it makes a database", async () => {
  await using folder = await reachableFolder();
  const file = `${folder.path}/odd.backup`;
  await Deno.writeTextFile(file, "PARLEY BACKUP\n\u0001something else altogether");
  const { code, err } = await ran(`${folder.path}/data`, "restore", file);
  assert.equal(code, 1);
  assert.match(err, /^Cannot restore ".*odd\.backup": .*; nothing was written/);
  await assert.rejects(Deno.stat(`${folder.path}/data/database`));
});
