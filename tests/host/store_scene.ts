/** A store over a server that suffers, and what must hold of it whatever happens. */
import assert from "node:assert/strict";
import type { CallId } from "../../lib/core/ids.ts";
import type { Store } from "../../lib/host/store.ts";
import { isLong, needs } from "../needs.ts";
import { factsOf, newCall } from "../store/call_facts.ts";
import { DebianPostgres, debianPrograms } from "./debian_postgres.ts";
import { type OwnFolder, ownFolder, serverPid, until } from "./own_database.ts";
import { layOutDatabase } from "./prepared.ts";
import type { OwnStore } from "./own_store.ts";

/** Calls while the database is away. */
export const CALLS = isLong ? 2_000 : 200;
const DRAIN = { drainMs: 20_000 };

export const external = needs(
  "PostgreSQL of the system",
  debianPrograms() !== null,
  "it needs Debian's package postgresql",
);

/** What a test may do to a server. */
interface Suffering {
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  kill(): Promise<void>;
  /** After a kill. */
  start(): Promise<void>;
}

interface Scene<Server = DebianPostgres> {
  readonly server: Server;
  readonly folder: OwnFolder;
}

interface UrlScene extends Scene {
  readonly url: string;
}

interface EachScene extends Scene<Suffering> {
  /** Null: the embedded one. */
  readonly url: string | null;
}

/** A server of the system, with an empty database. */
export function withServer(body: (scene: UrlScene) => Promise<void>): () => Promise<void> {
  return async () => {
    await using folder = await ownFolder();
    await using server = await DebianPostgres.make();
    await body({ server, url: await server.newDatabase(), folder });
  };
}

/** Registers a test for each PostgreSQL that Parley runs on: its own, and that of DATABASE_URL. */
export function onEachServer(sentence: string, body: (scene: EachScene) => Promise<void>): void {
  Deno.test(`${sentence} (DATABASE_URL)`, external, withServer(body));
  Deno.test({
    name: `${sentence} (embedded)`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      await using folder = await ownFolder();
      await layOutDatabase(folder.path);
      await body({ server: embedded(folder), url: null, folder });
    },
  });
}

/** The store itself starts the embedded server, also after a kill. */
function embedded({ path }: OwnFolder): Suffering {
  const signal = async (name: Deno.Signal) => {
    const postmaster = await serverPid(path);
    const children = await Deno.readTextFile(`/proc/${postmaster}/task/${postmaster}/children`);
    for (const pid of [postmaster, ...children.split(" ").filter(Boolean).map(Number)]) {
      Deno.kill(pid, name);
    }
  };
  return {
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    kill: async () => Deno.kill(await serverPid(path), "SIGKILL"),
    start: () => Promise.resolve(),
  };
}

export async function closing(
  own: OwnStore,
  body: (own: OwnStore) => Promise<void>,
): Promise<void> {
  try {
    await body(own);
  } finally {
    await own.store.close(DRAIN);
  }
}

/** Writes whole calls one after the other, each synced; resolves with the calls. */
export async function writeCalls(store: Store, count: number): Promise<CallId[]> {
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
  return calls;
}

/** Each of these calls has a lead and all its turns, once. */
export async function assertStored(store: Store, calls: readonly CallId[]): Promise<void> {
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

export function turned(store: Store, state: string): Promise<void> {
  return until(() => Promise.resolve(store.health().state === state), `it isn't ${state}`);
}
