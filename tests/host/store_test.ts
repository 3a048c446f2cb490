/** Calls go on whatever the database does, and everything arrives, once. */
import assert from "node:assert/strict";
import { newCall, turnOf } from "../store/call_facts.ts";
import { until } from "./own_database.ts";
import { ownStore, writerProcess } from "./own_store.ts";
import {
  assertStored,
  CALLS,
  closing,
  external,
  onEachServer,
  turned,
  withServer,
  writeCalls,
} from "./store_scene.ts";

Deno.test(
  "openStore() starts without its database, and catches up when that comes",
  external,
  withServer(async ({ server, url, folder }) => {
    await server.stop();
    await closing(await ownStore(folder.path, url), async ({ store, said }) => {
      assert.equal(store.health().state, "down");
      assert.match(said.join(), /database takes nothing now; facts wait on disk .*ECONNREFUSED/);
      const calls = await writeCalls(store, CALLS);
      assert.equal(store.health().backlog, calls.length * 6);
      assert.ok(Date.now() - store.health().oldestAtMs! < 60_000);
      await server.start();
      await assertStored(store, calls);
      assert.deepEqual(store.health(), {
        ...{ state: "ok", disk: "ok", backlog: 0, oldestAtMs: null, lost: 0 },
      });
      await until(() => Promise.resolve(/takes facts again/.test(said.at(-1)!)), "it isn't told");
    });
  }),
);

Deno.test(
  "openStore() finds a database that was away, also when there is nothing to deliver",
  external,
  withServer(async ({ server, url, folder }) => {
    await server.stop();
    await closing(await ownStore(folder.path, url), async ({ store }) => {
      await server.start();
      await turned(store, "ok");
      assert.equal((await store.sql()`select from calls`).length, 0);
    });
  }),
);

onEachServer(
  "a frozen database holds up no call, and has everything after its thaw, once",
  async ({ server, url, folder }) => {
    await closing(await ownStore(folder.path, url), async ({ store }) => {
      const before = await writeCalls(store, 5);
      await server.freeze();
      const during = await writeCalls(store, CALLS);
      await turned(store, "down");
      const after = await writeCalls(store, 5);
      await server.thaw();
      await assertStored(store, [...before, ...during, ...after]);
      await turned(store, "ok");
    });
  },
);

onEachServer(
  "a database that is killed under live calls has everything after its restart, once",
  async ({ server, url, folder }) => {
    await closing(await ownStore(folder.path, url), async ({ store }) => {
      const writing = writeCalls(store, CALLS);
      await until(() => Promise.resolve(store.health().backlog > 0), "nothing was written");
      await server.kill();
      const more = await writeCalls(store, 5);
      await server.start();
      await assertStored(store, [...await writing, ...more]);
    });
  },
);

onEachServer(
  "a fact that the schema refuses stands in a table, and holds up no other",
  async ({ url, folder }) => {
    await closing(await ownStore(folder.path, url), async ({ store, said }) => {
      const odd = { ...turnOf(newCall(), 1, "canary-4711"), speaker: "nobody" };
      store.journal.write(odd as unknown as Parameters<typeof store.journal.write>[0]);
      await assertStored(store, await writeCalls(store, 20));
      const rows = await store.sql()`select fact, reason from refused_facts`;
      assert.equal(rows.length, 1);
      assert.deepEqual(JSON.parse(await store.sealer.open(rows[0]!.fact)), odd);
      assert.match(said.join(), /refuses a fact; .* 23514 \(turns, turns_speaker_check\)/);
      assert.doesNotMatch(said.join(), /canary/);
    });
  },
);

Deno.test(
  "journals of killed processes are delivered at the next start, torn lines and all",
  external,
  withServer(async ({ server, url, folder }) => {
    await server.stop();
    const writers = await Promise.all([1, 2, 3].map(() => writerProcess(folder.path, url)));
    const synced = (await Promise.all(writers.map((writer) => writer.kill()))).flat();
    for (const { name } of Deno.readDirSync(`${folder.path}/journal`)) {
      const path = `${folder.path}/journal/${name}`;
      await Deno.writeTextFile(path, '0badc0de {"call":"torn\n1234', { append: true });
    }
    await server.start();
    await closing(await ownStore(folder.path, url), async ({ store }) => {
      const all = async () => {
        const rows = await store.sql()`select call_id from leads where status = 'qualified'`;
        return new Set(rows.map(({ call_id }) => call_id));
      };
      const missing = async () => {
        const stored = await all();
        return synced.filter((call) => !stored.has(call));
      };
      await until(async () => (await missing()).length === 0, "leads are still missing");
      const journals = () => [...Deno.readDirSync(`${folder.path}/journal`)].length;
      await until(() => Promise.resolve(journals() === 1), "journals of the dead are still there");
    });
    assert.deepEqual([...Deno.readDirSync(`${folder.path}/journal`)], []);
  }),
);

onEachServer(
  "two processes share a folder: neither takes the other's journal for an orphan",
  async ({ url, folder }) => {
    const other = await writerProcess(folder.path, url);
    await closing(await ownStore(folder.path, url), async ({ store }) => {
      const calls = await writeCalls(store, 50);
      const others = await other.kill();
      await until(() => Promise.resolve(store.health().backlog === 0), "facts are on their way");
      const rows = await store.sql()`select call_id from leads where call_id in
        ${store.sql()([...calls] as string[])}`;
      assert.equal(rows.length, calls.length);
      assert.ok(others.length > 0);
    });
    assert.equal([...Deno.readDirSync(`${folder.path}/journal`)].length, 1); // of the killed one
  },
);

Deno.test(
  "openStore() says in a sentence why a server won't have it",
  external,
  withServer(async ({ server, folder }) => {
    await assert.rejects(ownStore(folder.path, server.url("nowhere")), {
      message: 'Cannot use the database of DATABASE_URL: database "nowhere" does not exist; ' +
        "correct the variable, or give its user the right to make tables",
    });
    await server.ask("create role guest login; revoke create on schema public from public");
    await assert.rejects(ownStore(folder.path, server.url("postgres", "guest")), {
      message: /^Cannot use the database of DATABASE_URL: permission denied for schema public; /,
    });
  }),
);
