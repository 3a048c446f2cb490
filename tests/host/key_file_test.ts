import assert from "node:assert/strict";
import { openFolderKeys, readFolderKeys, writeFolderKeys } from "../../lib/host/key_file.ts";
import { makeKey } from "../../lib/store/sealing_keys.ts";
import { OWN_KEY } from "../store/own_keys.ts";

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openFolderKeys() makes one key for however many ask at once, readable by its owner only", () =>
  withFolder(async (folder) => {
    assert.equal(await readFolderKeys(folder), null);
    const all = await Promise.all(Array.from({ length: 8 }, () => openFolderKeys(folder)));
    assert.equal(all.filter(({ isNew }) => isNew).length, 1);
    for (const { keys } of all) assert.deepEqual(keys, all[0]!.keys);
    assert.equal((await Deno.stat(`${folder}/keys`)).mode! & 0o777, 0o600);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["keys"]);
  }));

Deno.test("writeFolderKeys() replaces all keys at once", () =>
  withFolder(async (folder) => {
    const { keys } = await openFolderKeys(folder);
    const next = makeKey(Date.UTC(2026, 4, 4));
    await writeFolderKeys(folder, [next, ...keys]);
    assert.deepEqual(await readFolderKeys(folder), [next, ...keys]);
    assert.equal((await Deno.stat(`${folder}/keys`)).mode! & 0o777, 0o600);
  }));

Deno.test("readFolderKeys() says what a damaged file must hold, and nothing of what it holds", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/keys`, `test:${OWN_KEY.bytes.toBase64().slice(1)}`);
    await assert.rejects(openFolderKeys(folder), (error: Error) => {
      assert.match(
        error.message,
        /^Cannot use the keys in .*keys: it must hold keys as "id:base64"/,
      );
      assert.doesNotMatch(error.message, /BwcH/);
      return true;
    });
  }));
