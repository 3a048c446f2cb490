import assert from "node:assert/strict";
import { changeFolderKeys, openFolderKeys, readFolderKeys } from "../../lib/host/key_file.ts";
import { KEYS_MAX, makeKey } from "../../lib/store/sealing_keys.ts";
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

Deno.test("changeFolderKeys() loses no key that somebody else adds at the same time", () =>
  withFolder(async (folder) => {
    const { keys } = await openFolderKeys(folder);
    const added = Array.from({ length: 8 }, (_, at) => makeKey(Date.UTC(2026, 4, 1 + at)));
    await Promise.all(added.map((key) => changeFolderKeys(folder, (now) => [key, ...now])));
    const all = await readFolderKeys(folder);
    const ids = (some: readonly { id: string }[] | null) => some?.map(({ id }) => id).sort();
    assert.deepEqual(ids(all), ids([...keys, ...added]));
    assert.equal((await Deno.stat(`${folder}/keys`)).mode! & 0o777, 0o600);
  }));

Deno.test("changeFolderKeys() writes no more keys than can be read again", () =>
  withFolder(async (folder) => {
    await openFolderKeys(folder);
    const add = () => {
      return changeFolderKeys(folder, (now) => [makeKey(Date.UTC(2026, 4, now.length)), ...now]);
    };
    for (let count = 1; count < KEYS_MAX; count++) await add();
    await assert.rejects(add(), /it holds 16 already; keys clean takes out/);
    assert.equal((await readFolderKeys(folder))!.length, KEYS_MAX);
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
