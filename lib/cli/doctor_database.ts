/** The doctor's look at the database: opened as `start` opens it, asked, and left as it was. */
import { openStore } from "../host/store.ts";
import { within } from "../store/database.ts";
import type { Config } from "./config.ts";
import { bad, type Finding, note, ok, reasonOf } from "./doctor_finding.ts";

/** A server that is well answers in milliseconds. */
const ANSWER_MS = 5_000;
/** What other processes left behind may be on its way while the doctor looks. */
const DRAIN_MS = 2_000;

export async function* lookAtDatabase({ dataFolder, store }: Config): AsyncGenerator<Finding> {
  const opened = await openStore({
    dataFolder,
    ...store,
    onProgress: (text) => console.error(text),
    log: () => {}, // what it would say there is found out below
  }).catch((error: Error) => error);
  if (opened instanceof Error) {
    yield { verdict: "bad", part: "database", text: reasonOf(opened) };
    return;
  }
  try {
    const asked = opened.sql()<{ version: string }[]>`select version() as version`;
    const [row] = await within(ANSWER_MS, asked, "ask the database for its version");
    const version = /^PostgreSQL [\d.]+/.exec(row?.version ?? "")?.[0] ?? "PostgreSQL";
    const whose = store.databaseUrl === null ? `of its own in ${dataFolder}` : "of DATABASE_URL";
    yield ok("database", `${version} ${whose} answers and has the tables`);
    const { backlog } = opened.health();
    if (backlog > 0) yield note("database", `${backlog} facts wait on disk to be delivered`);
  } catch (error) {
    const cure = store.databaseUrl === null
      ? "end other programs that use the data folder, and ask again"
      : "start it, or correct DATABASE_URL; until then calls are kept on disk";
    yield bad("database", `The database doesn't answer, ${reasonOf(error)}`, cure);
  } finally {
    await opened.close({ drainMs: DRAIN_MS });
  }
}
