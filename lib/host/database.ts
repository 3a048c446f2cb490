/** The database for one command: reached beside whoever else uses it, and let go again. */
import { type DatabaseAddress, isTurnedAway, reasonOf, type Sql } from "../store/database.ts";
import { DatabaseLine } from "../store/database_line.ts";
import { WrongKeys } from "../store/key_register.ts";
import { SchemaTooNew } from "../store/migrations.ts";
import type { Sealer } from "../store/sealing.ts";
import { prepareDataFolder } from "./data_folder.ts";
import { DatabaseSockets } from "./database_socket.ts";
import { openEmbeddedPostgres } from "./embedded_postgres.ts";
import { openVault, type VaultOptions } from "./vault.ts";

/** One for the work, one to look beside it. */
const CONNECTIONS = 2;

export interface DatabaseOptions extends VaultOptions {
  /** Null: the embedded server in the data folder; a live one is attached to. */
  readonly databaseUrl: string | null;
  readonly onProgress: (text: string) => void;
}

export interface Database {
  readonly sql: Sql;
  readonly sealer: Sealer;
  close(): Promise<void>;
}

/** With the tables of this program. Rejects with a sentence that says what to do. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { dataFolder, databaseUrl, onProgress } = options;
  await prepareDataFolder(dataFolder);
  const { sealer } = await openVault(options);
  const embedded = databaseUrl === null
    ? await openEmbeddedPostgres({ dataFolder, onProgress })
    : null;
  const address: DatabaseAddress = embedded?.address ?? { url: databaseUrl! };
  const line = new DatabaseLine({
    address,
    connections: CONNECTIONS,
    sealer,
    sockets: () => new DatabaseSockets(),
  });
  const close = async () => {
    await line.close();
    await embedded?.close();
  };
  try {
    await line.open();
  } catch (error) {
    await close();
    throw embedded || isForPeople(error) ? error : unreachable(error);
  }
  return { sql: line.sql, sealer, close };
}

function isForPeople(error: unknown): boolean {
  return error instanceof SchemaTooNew || error instanceof WrongKeys;
}

function unreachable(cause: unknown): Error {
  const cure = isTurnedAway(cause)
    ? "correct the variable, or give its user the right to make tables"
    : "start it, or correct the variable";
  return new Error(`Cannot use the database of DATABASE_URL: ${reasonOf(cause)}; ${cure}`, {
    cause,
  });
}
