/** The embedded server's address, its settings, and the knock that proves it answers. */
import postgres from "postgres";
import type { LocalAddress } from "../store/database.ts";
import { DatabaseSockets } from "./database_socket.ts";

const NAME = "parley";
const PORT = 5432; // only the name of the socket's file: nothing listens on a network
/** An answer takes a millisecond; a server that is frozen gives none. */
const KNOCK_MAX_MS = 2_000;
const DATABASE_MISSING = "3D000";

export const ROLE_NAME = NAME;

export function localAddress(database: string): LocalAddress {
  return {
    path: `${database}/.s.PGSQL.${PORT}`,
    host: "localhost",
    port: PORT,
    user: ROLE_NAME,
    database: NAME,
  };
}

/** Arguments of `postgres`: on the command line, so that a newer Parley's settings count at once. */
export function serverSettings(database: string): string[] {
  const settings = {
    listen_addresses: "",
    port: `${PORT}`,
    unix_socket_directories: `"${database.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
    shared_buffers: "32MB",
    max_wal_size: "256MB",
    wal_level: "minimal",
    max_wal_senders: "0",
    max_logical_replication_workers: "0",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // No statement and no row of a caller's data gets into the server's log.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
  };
  const pairs = Object.entries(settings);
  return ["-D", database, ...pairs.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/** True when a query was answered. Makes the database inside a new cluster. */
export async function knock(address: LocalAddress): Promise<boolean> {
  const answer = await ask(address, "select 1");
  if (answer === DATABASE_MISSING) {
    await ask({ ...address, database: "postgres" }, `create database ${NAME}`);
    return await ask(address, "select 1") === null;
  }
  return answer === null;
}

/** Null for success, else the error's code: SQLSTATE, "ENOENT", "ECONNREFUSED", … */
async function ask(address: LocalAddress, query: string): Promise<string | null> {
  const sockets = new DatabaseSockets();
  const options = { ...address, socket: sockets.open };
  const sql = postgres({ ...options, max: 1, fetch_types: false, onnotice: () => {} });
  const cut = () => sql.end({ timeout: 0 }).finally(() => sockets.cut()); // else it connects again
  const alarm = setTimeout(cut, KNOCK_MAX_MS);
  try {
    await sql.unsafe(query);
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "unknown";
  } finally {
    clearTimeout(alarm);
    await cut();
  }
}
