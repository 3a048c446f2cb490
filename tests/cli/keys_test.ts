/** `keys …` and `audit …` as a person types them. */
import assert from "node:assert/strict";
import { readFolderKeys } from "../../lib/host/key_file.ts";
import { ownFolder, until } from "../host/own_database.ts";
import { ownStore } from "../host/own_store.ts";
import { factsOf, newCall } from "../store/call_facts.ts";
import { OWN_KEYS } from "../store/own_keys.ts";
import { cleanEnv, denoArgs } from "../stories/program.ts";

Deno.test("keys: a new one seals everything beside a live store, and the old one goes with its journal", async () => {
  await using folder = await ownFolder();
  const run = (...args: string[]) => typed(args, { PARLEY_DATA: folder.path });
  const { store } = await ownStore(folder.path, null);
  try {
    const keep = async () => {
      for (const fact of factsOf(newCall(), Date.now())) store.journal.write(fact);
      await store.journal.sync();
      await until(() => Promise.resolve(store.health().backlog === 0), "facts are on their way");
    };
    await keep();
    const [old] = (await readFolderKeys(folder.path))!;
    assert.match((await run("keys", "list")).out, new RegExp(`^${old!.id} +seals +\\S+Z\n$`));

    const rotated = await run("keys", "rotate");
    const [next] = (await readFolderKeys(folder.path))!;
    assert.match(
      rotated.out,
      new RegExp(`^[1-9][0-9]* values were sealed anew with the key ${next!.id}\n`),
    );
    assert.notEqual(next!.id, old!.id);
    assert.match((await run("keys", "clean")).out, new RegExp(`^${old!.id} stays: a journal`));
    await keep();
    assert.equal(store.sealer.keyId, next!.id);
  } finally {
    await store.close({ drainMs: 20_000 });
  }
  const all = await readFolderKeys(folder.path);
  assert.match((await run("keys", "clean")).out, new RegExp(`^${all![1]!.id} is gone\n$`));
  assert.deepEqual(await readFolderKeys(folder.path), all!.slice(0, 1));
  assert.match((await run("audit", "verify")).out, /^\d+ entries, the last one is [0-9a-f]{64}\n$/);
  const other = await run("audit", "verify", "--head", "ab".repeat(32));
  assert.deepEqual([other.code, /doesn't hold the hash/.test(other.error)], [1, true]);
  await refusesAStranger(folder.path);
});

/** Other keys than those that sealed the data in `folder` are refused with one sentence. */
async function refusesAStranger(folder: string) {
  const stranger = await typed(["keys", "list"], { PARLEY_DATA: folder, PARLEY_KEYS: OWN_KEYS });
  assert.equal(stranger.code, 1);
  assert.match(stranger.error, /^Cannot use this database: data in it is sealed with the key/);
  assert.equal(stranger.error.trim().split("\n").length, 1);
}

async function typed(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: denoArgs(...args as [string, ...string[]]),
    clearEnv: true,
    env: cleanEnv(env),
  }).output();
  const [out, error] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, error: error! };
}
