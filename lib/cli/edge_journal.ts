/** The journal of the edge, where there is no disk: the database itself. */
import { logger } from "../observe/log.ts";
import type { StoreNumbers } from "../observe/metrics.ts";
import type { Readiness } from "../observe/readiness.ts";
import { isTurnedAway, reasonOf } from "../store/database.ts";
import { DatabaseLine } from "../store/database_line.ts";
import { directJournal } from "../store/direct_journal.ts";
import type { FactQueue } from "../store/fact_queue.ts";
import { WrongKeys } from "../store/key_register.ts";
import { SchemaTooNew } from "../store/migrations.ts";
import { Sealer } from "../store/sealing.ts";
import type { EdgeConfig } from "./edge_config.ts";
import { type Cron, scheduleRetention } from "./retention.ts";

/** One for facts, one for retention, one for deliveries. */
const CONNECTIONS = 3;

const WRONG_DATABASE = "Cannot use the database of DATABASE_URL; correct it";

/** What is synced is committed. A database that is away may come back; a wrong one does not. */
export async function openEdgeJournal(
  config: EdgeConfig,
  cron: Cron | null,
  readiness: Readiness,
): Promise<{ readonly journal: FactQueue; readonly line: DatabaseLine; readonly sealer: Sealer }> {
  const sealer = await Sealer.of(config.keys);
  const log = logger("store");
  const line = new DatabaseLine({
    address: { url: config.databaseUrl },
    connections: CONNECTIONS,
    sealer,
  });
  const turned = (error: unknown) => {
    if (error === null) return; // the commit has told it
    log.warn("The database takes nothing now; facts wait in memory", { reason: reasonOf(error) });
    readiness.degrade("database", "The database takes nothing: no caller is told that it is saved");
  };
  await line.open().catch((error) => {
    if (error instanceof SchemaTooNew || error instanceof WrongKeys) throw error;
    if (isTurnedAway(error)) throw new Error(`${WRONG_DATABASE}: ${reasonOf(error)}`);
    turned(error);
  });
  const { retention } = config.store;
  scheduleRetention({ runRetention: (nowMs) => line.runRetention({ ...retention, nowMs }) }, cron);
  const intake = line.intake((why, error) => log.warn(why, { reason: reasonOf(error) }));
  const journal = directJournal({
    ...intake,
    async commit(facts) {
      await intake.commit(facts);
      readiness.ready("database");
    },
    turned,
  });
  return { journal, line, sealer };
}

/** There is no disk that could refuse: what isn't committed waits in memory. */
export function edgeHealth({ isFailing, waiting, oldestAtMs, lost }: FactQueue): StoreNumbers {
  const state = isFailing ? "unsafe" : waiting > 0 ? "behind" : "ok";
  return { state, disk: "ok", backlog: waiting, oldestAtMs, lost };
}
