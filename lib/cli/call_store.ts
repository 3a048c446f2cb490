/** Where a text call is kept: in the database as every call, or nowhere. */
import type { Journal } from "../call/ports.ts";
import type { Fact } from "../core/facts.ts";
import { openStore, type Store } from "../host/store.ts";
import type { Sql } from "../store/database.ts";
import { spentOn } from "../store/costs.ts";
import type { Config } from "./config.ts";

/** How long the facts of a call may take to the database; the journal keeps what is left. */
const DRAIN_MS = 10_000;
/** With the database away only what is under way is waited for. */
const AWAY_DRAIN_MS = 200;

export interface CallStore {
  readonly journal: Journal;
  /** Takes the facts of a whole call; resolves when they are on disk. */
  keep(facts: readonly Fact[]): Promise<void>;
  /** Millionths that all calls of a day have cost. */
  spentOn(day: string): Promise<number>;
  /** Null where there is no database, or it is away. */
  sql(): Sql | null;
  close(): Promise<void>;
}

export async function openCallStore(
  kind: "none" | "database",
  config: Config,
): Promise<CallStore> {
  if (kind === "none") return nowhere;
  const store = await openStore({
    dataFolder: config.dataFolder,
    databaseUrl: config.store.databaseUrl,
    keys: config.store.keys,
    retention: config.store.retention,
    onProgress: (text) => console.error(text),
    log: () => {}, // a person talks here; `closeStore` tells what is left on disk
  });
  const { journal } = store;
  return {
    journal,
    keep: async (facts) => {
      for (const fact of facts) journal.write(fact);
      await journal.sync();
    },
    spentOn: (day) => spentOn(store.sql(), day),
    sql: () => store.health().state === "down" ? null : store.sql(),
    close: () => closeStore(store, config.dataFolder),
  };
}

async function closeStore(store: Store, dataFolder: string): Promise<void> {
  const isAway = store.health().state === "down";
  await store.close({ drainMs: isAway ? AWAY_DRAIN_MS : DRAIN_MS });
  if (store.health().backlog === 0) return;
  console.error(
    `The database takes nothing now: this call waits in ${dataFolder}/journal, and the next start ` +
      "of Parley with the database there delivers it",
  );
}

const nowhere: CallStore = {
  journal: {
    write() {},
    sync: () => Promise.reject(new Error("Nothing is kept: --store is none")),
  },
  keep: () => Promise.resolve(),
  spentOn: () => Promise.resolve(0),
  sql: () => null,
  close: () => Promise.resolve(),
};
