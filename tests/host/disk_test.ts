/** A disk that is full or read-only makes no call fail: the database takes its facts, and health says so. */
import assert from "node:assert/strict";
import { openFolderKeys } from "../../lib/host/key_file.ts";
import { isRoot, needs } from "../needs.ts";
import { factsOf, newCall } from "../store/call_facts.ts";
import { DebianPostgres } from "./debian_postgres.ts";
import { ownFolder } from "./own_database.ts";
import { ownStore } from "./own_store.ts";
import { assertStored, closing, external, turned, writeCalls } from "./store_scene.ts";

const asRoot = needs("root", isRoot, "some tests change the user that runs a program: run as root");

Deno.test(
  "where the disk is full facts are committed, and where that fails too nobody is told else",
  {
    ignore: external.ignore || asRoot.ignore,
  },
  async () => {
    await using folder = await ownFolder();
    await using server = await DebianPostgres.make();
    const url = await server.newDatabase();
    await using disk = await smallDisk(`${folder.path}/disk`);
    await closing(await ownStore(disk.path, url), async ({ store, said }) => {
      const before = await writeCalls(store, 5);
      await disk.fill();
      const during = await writeCalls(store, 20);
      assert.match(said.join(), /disk takes no journal; .*(ENOSPC|No space left)/);
      await turned(store, "ok");
      assert.equal(store.health().disk, "refuses");
      await server.kill();
      const call = newCall();
      for (const fact of factsOf(call)) store.journal.write(fact);
      await assert.rejects(store.journal.sync());
      assert.equal(store.health().state, "unsafe");
      await server.start();
      await turned(store, "ok");
      await disk.empty();
      const after = await writeCalls(store, 5);
      assert.match(said.join(), /disk takes the journal again/);
      await assertStored(store, [...before, ...during, call, ...after]);
    });
  },
);

Deno.test(
  "where the disk is read-only calls go to the database alone, until it can be written to",
  { ignore: external.ignore || asRoot.ignore },
  async () => {
    await using folder = await ownFolder();
    await using server = await DebianPostgres.make();
    await using disk = await smallDisk(`${folder.path}/disk`);
    const url = await server.newDatabase();
    await openFolderKeys(disk.path);
    await disk.remount("ro");
    await closing(await ownStore(disk.path, url), async ({ store, said }) => {
      const before = await writeCalls(store, 5);
      const { state, disk: taken } = store.health();
      assert.deepEqual([state, taken], ["ok", "refuses"]);
      assert.match(said.join(), /disk takes no journal; facts are committed at once instead/);
      await disk.remount("rw");
      const after = await writeCalls(store, 5);
      assert.equal(store.health().disk, "ok");
      await assertStored(store, [...before, ...after]);
    });
  },
);

async function smallDisk(path: string) {
  await Deno.mkdir(path);
  await mount("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", path);
  return {
    path,
    fill: () => Deno.writeFile(`${path}/full`, new Uint8Array(1_024 ** 2)).catch(() => {}),
    empty: () => Deno.remove(`${path}/full`),
    remount: (mode: "ro" | "rw") => mount("mount", "-o", `remount,${mode}`, path),
    [Symbol.asyncDispose]: () => mount("umount", path),
  };
}

async function mount(program: string, ...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args: [...args] }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}
