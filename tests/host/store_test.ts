/** Calls go on whatever the database and the disk do, and everything arrives, once. */
import assert from "node:assert/strict";
import type { CallId } from "../../lib/core/ids.ts";
import type { Store } from "../../lib/host/store.ts";
import { isLong, isRoot, needs } from "../needs.ts";
import { factsOf, newCall, turnOf } from "../store/call_facts.ts";
import { DebianPostgres, debianPrograms } from "./debian_postgres.ts";
import { type OwnFolder, ownFolder, serverPid, until } from "./own_database.ts";
import { type OwnStore, ownStore, writerProcess } from "./own_store.ts";

/** Calls while the database is away. */
const CALLS = isLong ? 2_000 : 200;
/** A journal answers in the time of an fsync; this is one on a machine under load. */
const SYNC_MEDIAN_MS = 50;
const DRAIN = { drainMs: 20_000 };

const external = needs(
  "PostgreSQL of the system",
  debianPrograms() !== null,
  "it needs Debian's package postgresql",
);
const asRoot = needs("root", isRoot, "some tests change the user that runs a program: run as root");

interface Scene {
  readonly server: DebianPostgres;
  readonly url: string;
  readonly folder: OwnFolder;
}

function withServer(body: (scene: Scene) => Promise<void>): () => Promise<void> {
  return async () => {
    await using folder = await ownFolder();
    await using server = await DebianPostgres.make();
    await body({ server, url: await server.newDatabase(), folder });
  };
}

async function closing(own: OwnStore, body: (own: OwnStore) => Promise<void>): Promise<void> {
  try {
    await body(own);
  } finally {
    await own.store.close(DRAIN);
  }
}

/** Writes whole calls one after the other, each synced; resolves with the calls. */
async function writeCalls(store: Store, count: number): Promise<CallId[]> {
  const calls: CallId[] = [];
  const tookMs: number[] = [];
  for (let at = 0; at < count; at++) {
    const call = newCall();
    for (const fact of factsOf(call, Date.now())) store.journal.write(fact);
    const beganMs = performance.now();
    await store.journal.sync();
    tookMs.push(performance.now() - beganMs);
    calls.push(call);
  }
  tookMs.sort((a, b) => a - b);
  const [medianMs, longestMs] = [tookMs[count >> 1]!, tookMs.at(-1)!];
  if (isLong) {
    console.log(`sync: median ${medianMs.toFixed(1)}, longest ${longestMs.toFixed(1)} ms`);
  }
  assert.ok(medianMs < SYNC_MEDIAN_MS, `a sync took ${medianMs} ms`);
  return calls;
}

/** Each of these calls has a lead and all its turns, once. */
async function assertStored(store: Store, calls: readonly CallId[]): Promise<void> {
  await until(() => Promise.resolve(store.health().backlog === 0), "facts are still on their way");
  const [row] = await store.sql()`
    select (select count(*) from leads where status = 'qualified')::integer as leads,
      (select count(*) from turns)::integer as turns,
      (select count(*) from calls where ended_at is not null)::integer as ended`;
  const count = calls.length;
  assert.deepEqual({ ...row }, { leads: count, turns: 2 * count, ended: count });
  const ids = await store.sql()`select id from calls`;
  assert.deepEqual(ids.map(({ id }) => id).sort(), [...calls].sort());
}

function turned(store: Store, state: string): Promise<void> {
  return until(() => Promise.resolve(store.health().state === state), `it isn't ${state}`);
}

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
      assert.match(said.at(-1)!, /takes facts again/);
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

Deno.test(
  "a frozen database holds up no call, and has everything after its thaw, once",
  external,
  withServer(async ({ server, url, folder }) => {
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
  }),
);

Deno.test(
  "a database that is killed under live calls has everything after its restart, once",
  external,
  withServer(async ({ server, url, folder }) => {
    await closing(await ownStore(folder.path, url), async ({ store }) => {
      const writing = writeCalls(store, CALLS);
      await until(() => Promise.resolve(store.health().backlog > 0), "nothing was written");
      await server.kill();
      const more = await writeCalls(store, 5);
      await server.start();
      await assertStored(store, [...await writing, ...more]);
    });
  }),
);

Deno.test("an embedded database that is killed is started again, and has everything, once", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using folder = await ownFolder();
  await closing(await ownStore(folder.path, null), async ({ store }) => {
    const writing = writeCalls(store, CALLS);
    await until(() => Promise.resolve(store.health().backlog > 0), "nothing was written");
    Deno.kill(await serverPid(folder.path), "SIGKILL");
    await assertStored(store, [...await writing, ...await writeCalls(store, 5)]);
  });
});

Deno.test(
  "a fact that the schema refuses stands in a table, and holds up no other",
  external,
  withServer(async ({ url, folder }) => {
    await closing(await ownStore(folder.path, url), async ({ store, said }) => {
      const odd = { ...turnOf(newCall(), 1, "canary-4711"), speaker: "nobody" };
      store.journal.write(odd as unknown as Parameters<typeof store.journal.write>[0]);
      await assertStored(store, await writeCalls(store, 20));
      const rows = await store.sql()`select fact, reason from refused_facts`;
      assert.equal(rows.length, 1);
      assert.deepEqual(JSON.parse(rows[0]!.fact), odd);
      assert.match(said.join(), /refuses a fact; .* 23514 \(turns, turns_speaker_check\)/);
      assert.doesNotMatch(said.join(), /canary/);
    });
  }),
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

Deno.test(
  "two processes share a folder: neither takes the other's journal for an orphan",
  external,
  withServer(async ({ url, folder }) => {
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
  }),
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
      assert.deepEqual([store.health().state, store.health().disk], ["ok", "refuses"]);
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
