import assert from "node:assert/strict";
import { phraseShelf } from "../../lib/host/phrase_shelf.ts";

const KEY = "a".repeat(64);

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(`${folder}/phrases`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("phraseShelf() gives back what was put, also after a restart", () =>
  withFolder(async (folder) => {
    const pcm = Int16Array.from([1, -2, 32_767, -32_768]);
    assert.equal(await phraseShelf(folder).get(KEY), null);
    await phraseShelf(folder).put(KEY, pcm);
    assert.deepEqual(await phraseShelf(folder).get(KEY), pcm);
  }));

Deno.test("phraseShelf() takes a file that was cut for none", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(folder);
    await Deno.writeFile(`${folder}/${KEY}.pcm`, new Uint8Array(3));
    assert.equal(await phraseShelf(folder).get(KEY), null);
  }));

Deno.test("phraseShelf() takes many phrases at once, and leaves no parts behind", () =>
  withFolder(async (folder) => {
    const shelf = phraseShelf(folder);
    const keys = Array.from({ length: 30 }, (_, at) => String(at).padStart(64, "0"));
    await Promise.all(keys.map((key, at) => shelf.put(key, new Int16Array(100).fill(at))));
    for (const [at, key] of keys.entries()) assert.equal((await shelf.get(key))?.[0], at);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assert.ok(names.every((name) => name.endsWith(".pcm")));
  }));
