/** Parley and its database are killed together, as a power cut does it: no lead that was acknowledged is lost or doubled. */
import assert from "node:assert/strict";
import type { CallId } from "../../lib/core/ids.ts";
import { type OwnFolder, ownFolder } from "../host/own_database.ts";
import { layOutDatabase } from "../host/prepared.ts";
import { ownStore, writerProcess } from "../host/own_store.ts";
import { isLong } from "../needs.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";

const KILLS = isLong ? 500 : 50;
/** Side by side: a start waits for disks more than for processors. */
const FOLDERS = 5;
/** A kill comes so long after the first call was acknowledged, at the most. */
const KILL_WITHIN_MS = 250;
/** What a hundred killed processes have left is delivered in this time, also on a busy machine. */
const CAUGHT_UP_MS = 60_000;
const DRAIN = { drainMs: 60_000 };

Deno.test({
  name:
    `${KILLS} kills of Parley and PostgreSQL together lose no acknowledged lead, and double none`,
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const seed = seedOfThisRun();
    console.log(`seed ${seed}`);
    const random = seededRandom(seed);
    const perFolder = KILLS / FOLDERS;
    const moments = Array.from(
      { length: FOLDERS },
      () => Array.from({ length: perFolder }, () => random() * KILL_WITHIN_MS),
    );
    const counts = await Promise.all(moments.map(killAgainAndAgain));
    const acknowledged = counts.reduce((sum, count) => sum + count, 0);
    console.log(`${acknowledged} calls were acknowledged`);
    assert.ok(acknowledged >= KILLS, "hardly anything was written");
  },
});

/** Each start finds what the last kill left, and is killed while it delivers that. */
async function killAgainAndAgain(momentsMs: readonly number[]): Promise<number> {
  await using folder = await ownFolder();
  await layOutDatabase(folder.path);
  const acknowledged: CallId[] = [];
  for (const afterMs of momentsMs) {
    const writer = await writerProcess(folder.path, null);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const [calls] = await Promise.all([writer.kill(), killDatabase(folder)]);
    acknowledged.push(...calls);
    await folder.empty();
  }
  await assertStored(folder, acknowledged);
  return acknowledged.length;
}

/** The server, its processes and its guard. */
async function killDatabase(folder: OwnFolder): Promise<void> {
  for (const pid of await folder.processes()) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch {
      // it has ended by itself
    }
  }
}

async function assertStored({ path }: OwnFolder, calls: readonly CallId[]): Promise<void> {
  const { store, said } = await ownStore(path, null);
  try {
    const missing = async () => {
      // The store gives up connections that answer late, and opens others.
      const rows = await store.sql()`
        select call_id from leads where status = 'qualified'
          and call_id = any(${[...calls] as string[]}::uuid[])`.catch(() => []);
      return calls.length - rows.length;
    };
    const untilMs = performance.now() + CAUGHT_UP_MS;
    while (await missing() > 0) {
      const state = JSON.stringify(store.health());
      assert.ok(
        performance.now() < untilMs,
        `${await missing()} leads are missing; ${state}; ${said}`,
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const odd = await store.sql()`
      select call_id, count(*)::integer as turns, count(distinct seq)::integer as different
      from turns group by call_id having count(*) <> 2 or count(distinct seq) <> 2`;
    const known = new Set<string>(calls);
    assert.deepEqual(odd.filter(({ call_id }) => known.has(call_id)), []);
    const [doubled] = await store.sql()`
      select count(*)::integer - count(distinct call_id)::integer as count from leads`;
    assert.equal(doubled!["count"], 0);
  } finally {
    await store.close(DRAIN);
  }
}
