/** The database of a command that reads or changes what is kept. */
import { openDatabase } from "../host/database.ts";
import type { Sql } from "../store/database.ts";
import type { Sealer } from "../store/sealing.ts";
import { reasonOf } from "../store/database.ts";
import type { Config } from "./config.ts";
import postgres from "postgres";

/** Works while `start` runs on the same data, and without; what the database refuses is one sentence. */
export async function withDatabase<Value>(
  config: Config,
  work: (sql: Sql, sealer: Sealer) => Promise<Value>,
): Promise<Value> {
  const { sql, sealer, close } = await openDatabase({
    dataFolder: config.dataFolder,
    databaseUrl: config.store.databaseUrl,
    keys: config.store.keys,
    onProgress: (text) => console.error(text),
  });
  try {
    return await work(sql, sealer);
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    throw new Error(`The database refuses this command: ${reasonOf(error)}`, { cause: error });
  } finally {
    await close();
  }
}
