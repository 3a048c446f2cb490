/** The database of a command that reads or changes what is kept. */
import { openDatabase } from "../host/database.ts";
import type { Sql } from "../store/database.ts";
import { reasonOf } from "../store/database.ts";
import type { Config } from "./config.ts";
import postgres from "postgres";

/** Works while `start` runs on the same data, and without; what the database refuses is one sentence. */
export async function withDatabase<Value>(
  config: Config,
  work: (sql: Sql) => Promise<Value>,
): Promise<Value> {
  const { sql, close } = await openDatabase({
    dataFolder: config.dataFolder,
    databaseUrl: config.store.databaseUrl,
    onProgress: (text) => console.error(text),
  });
  try {
    return await work(sql);
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    throw new Error(`The database refuses this command: ${reasonOf(error)}`, { cause: error });
  } finally {
    await close();
  }
}
