import assert from "node:assert/strict";
import { backUp } from "../../lib/store/backup.ts";
import { type KeySealer, openBackup } from "../../lib/store/backup_file.ts";
import { Damaged } from "../../lib/store/byte_reader.ts";
import { connect, type DatabaseAddress, type Sql } from "../../lib/store/database.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { checkBackup, NotEmpty, restore } from "../../lib/store/restore.ts";
import { KeyMissing, Sealer } from "../../lib/store/sealing.ts";
import { makeKey } from "../../lib/store/sealing_keys.ts";
import { ownTables } from "../../lib/store/tables.ts";
import { factsOf, newCall, timingOf, turnOf } from "./call_facts.ts";
import { until } from "../host/own_database.ts";
import { ownSealer } from "./own_keys.ts";
import { someoneWaits } from "./waiting.ts";
import { onEachServer, withTables } from "./each_server.ts";

const NOW_MS = Date.UTC(2026, 4, 5);
const ODD_WORDS = "tab\t, line\nend, back\\slash, \\N, \\., “quotes” 'n' null";

/** Locks nothing: what is tested here is the file. */
const openly: KeySealer = {
  seal: (text) => Promise.resolve(new TextEncoder().encode(text)),
  open: (sealed) => Promise.resolve(new TextDecoder().decode(sealed)),
};

onEachServer({
  "restore() brings back every row of every table, and the database goes on from there": (
    address,
  ) =>
    withTables(address, async (sql) => {
      await fill(sql);
      const before = await everything(sql);
      const file = await backedUp(sql);
      await inNewDatabase(address, async (other) => {
        await restore(other, await openBackup(pieces(file), openly));
        assert.deepEqual(await everything(other), before);
        await applyFacts(other, factsOf(newCall()), ownSealer);
      });
    }),

  "restore() refuses a database that isn't empty, and writes nothing": (address) =>
    withTables(address, async (sql) => {
      const file = await backedUp(sql);
      await fill(sql);
      const before = await everything(sql);
      const refused = restore(sql, await openBackup(pieces(file), openly));
      await assert.rejects(refused, NotEmpty);
      assert.deepEqual(await everything(sql), before);
    }),

  "restore() loses nothing of who writes at the same time: it waits, and refuses": (address) =>
    withTables(address, async (sql) => {
      const file = await backedUp(sql);
      const [written, committed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const writing = sql.begin(async (tx) => {
        await tx`insert into calls (id, started_at) values (${newCall() as string}, now())`;
        written.resolve();
        await committed.promise;
      });
      await written.promise;
      const refused = restore(sql, await openBackup(pieces(file), openly));
      await until(() => someoneWaits(sql), "restore waits for nobody");
      committed.resolve();
      await writing;
      await assert.rejects(refused, NotEmpty);
      assert.equal((await sql`select from calls`).length, 1);
    }),

  "a backup with a byte changed, cut off, added or left out is refused": (address) =>
    withTables(address, async (sql) => {
      await fill(sql);
      const file = await backedUp(sql);
      await checkBackup(await openBackup(pieces(file), openly));
      for (const broken of damaged(file)) {
        const checked = openBackup(pieces(broken), openly).then((backup) => checkBackup(backup));
        await assert.rejects(checked, Damaged);
      }
    }),

  "a backup whose sealed key was changed is told to be damaged, and one whose key is missing is not":
    (
      address,
    ) =>
      withTables(address, async (sql) => {
        const file = await backedUp(sql, ownSealer);
        const at = new TextDecoder("latin1").decode(file).indexOf('"sealedKey":"') + 13;
        const missing = await Sealer.of([makeKey(NOW_MS)]);
        await assert.rejects(openBackup(pieces(file), missing), KeyMissing);
        for (let place = at + 20; place < at + 100; place++) {
          const broken = file.slice();
          broken[place] = broken[place] === 65 ? 66 : 65; // another letter of base64
          const checked = openBackup(pieces(broken), ownSealer).then((backup) =>
            checkBackup(backup)
          );
          await assert.rejects(checked, Damaged, `byte ${place - at} of the sealed key`);
        }
      }),

  "restore() writes nothing of a backup that breaks off": (address) =>
    withTables(address, async (sql) => {
      await fill(sql);
      const file = await backedUp(sql);
      await inNewDatabase(address, async (other) => {
        const before = await everything(other);
        const cut = await openBackup(pieces(file.slice(0, -20)), openly);
        await assert.rejects(restore(other, cut), Damaged);
        assert.deepEqual(await everything(other), before);
      });
    }),

  "ownTables() knows every table that the migrations make": (address) =>
    withTables(address, async (sql) => {
      const rows = await sql<{ name: string }[]>`
        select relname as name from pg_class
        where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace`;
      const all = rows.map(({ name }) => name).filter((name) => name !== "schema_version");
      assert.deepEqual((await ownTables(sql)).map(({ name }) => name).sort(), all.sort());
    }),
});

async function fill(sql: Sql): Promise<void> {
  for (let call = 0; call < 20; call++) {
    const id = newCall();
    await applyFacts(sql, [
      ...factsOf(id, NOW_MS - call * 1_000),
      timingOf(id, 1),
      turnOf(id, 50, ODD_WORDS),
    ], ownSealer);
  }
  await sql`insert into audit (actor, action) values ('retention', 'deleted')`;
}

async function backedUp(sql: Sql, sealer: KeySealer = openly): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const options = { keys: ["a"], sealer, parley: "0.1.0", nowMs: NOW_MS };
  await backUp(sql, options, (bytes) => Promise.resolve(void parts.push(bytes)));
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

async function* pieces(file: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += 1_000) yield file.subarray(at, at + 1_000);
}

function* damaged(file: Uint8Array): Generator<Uint8Array> {
  for (let place = 0; place < 40; place++) {
    const broken = file.slice();
    broken[Math.floor(place / 40 * file.length)]! ^= 1;
    yield broken;
  }
  for (const length of [0, 10, 100, file.length - 1]) yield file.slice(0, length);
  yield Uint8Array.of(...file, 0);
  yield Uint8Array.of(...file.slice(0, 2_000), ...file.slice(2_001));
}

/** Rows of all tables as text, in order. */
async function everything(sql: Sql): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const { name } of await ownTables(sql)) {
    const rows = await sql<{ row: string }[]>`
      select t::text as row from ${sql(name)} t order by 1`;
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

async function inNewDatabase(
  address: DatabaseAddress,
  body: (sql: Sql) => Promise<void>,
): Promise<void> {
  const name = `t_${crypto.randomUUID().slice(0, 8)}`;
  const sql = connect(address, { connections: 1 });
  await sql`create database ${sql(name)}`;
  await sql.end();
  const url = "url" in address ? new URL(address.url) : null;
  if (url) url.pathname = `/${name}`;
  const other = url ? { url: url.href } : { ...address, database: name };
  await withTables(other as DatabaseAddress, body);
}
