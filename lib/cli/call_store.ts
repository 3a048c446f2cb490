/** Where a text call is kept: in the database as every call, or nowhere. */
import type { Journal } from "../call/ports.ts";
import type { Fact } from "../core/facts.ts";
import { openStore } from "../host/store.ts";
import type { Config } from "./config.ts";

/** How long the facts of a call may take to the database; the journal keeps what is left. */
const DRAIN_MS = 10_000;

export interface CallStore {
  readonly journal: Journal;
  /** Takes the facts of a whole call; resolves when they are on disk. */
  keep(facts: readonly Fact[]): Promise<void>;
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
    retentionDays: config.store.retentionDays,
    onProgress: (text) => console.error(text),
    log: () => {}, // a person talks here; what is behind is told by `close` finding it on disk
  });
  const { journal } = store;
  return {
    journal,
    keep: async (facts) => {
      for (const fact of facts) journal.write(fact);
      await journal.sync();
    },
    close: () => store.close({ drainMs: DRAIN_MS }),
  };
}

const nowhere: CallStore = {
  journal: {
    write() {},
    sync: () => Promise.reject(new Error("Nothing is kept: --store is none")),
  },
  keep: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
