/** Connections to PostgreSQL, with the deadlines that the driver lacks and reasons fit for a log. */
import postgres from "postgres";

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;
/** Either: for what is one statement, or part of somebody's transaction. */
export type Queries = postgres.ISql;

/** A server that accepts no connection in this time is down. */
const CONNECT_S = 5;
/** A statement that takes longer is ended by the server. */
const STATEMENT_MS = 10_000;
/** An idle connection is given back, so that a console call leaves none behind. */
const IDLE_S = 60;
/** Codes of the driver and of sockets that name a cause and hold no data. */
const PLAIN_CODE = /^[A-Z][A-Z0-9_]{2,40}$/;

/** Of a server on this machine, as the driver wants it: `postgres({ ...address })`. */
export interface LocalAddress {
  /** The socket's file. */
  readonly path: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export type DatabaseAddress = { readonly url: string } | LocalAddress;

/** Opens the driver's sockets, so that their owner can cut them: the driver itself can't. */
export type OpenSocket = (target: never) => unknown;

export interface ConnectOptions {
  readonly connections: number;
  readonly socket?: OpenSocket;
}

export function connect(address: DatabaseAddress, { connections, socket }: ConnectOptions): Sql {
  const options = {
    max: connections,
    connect_timeout: CONNECT_S,
    idle_timeout: IDLE_S,
    backoff: () => 0, // whoever asks waits between two tries
    onnotice: () => {}, // postgres.js prints them to standard output
    connection: { application_name: "parley", statement_timeout: STATEMENT_MS },
    ...(socket ? { socket } : {}),
  };
  if ("url" in address) return postgres(address.url, options);
  return postgres({ ...address, ...options });
}

/** A frozen server never answers, and the driver waits for ever: so nobody waits longer than this. */
export async function within<Value>(ms: number, work: Promise<Value>, act: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Cannot ${act}: the database has not answered in ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A fact that no database would take: of a newer Parley, or damaged. */
export class UnstorableFact extends Error {}

/** Broken data or a broken rule (SQLSTATE classes 22 and 23): trying again would not help. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return /^2[23]/.test(error.code);
  return error instanceof UnstorableFact;
}

/** The server is there and won't have us (classes 28, 3D, 42): wrong password, database or rights. */
export function isTurnedAway(error: unknown): boolean {
  return error instanceof postgres.PostgresError && /^(28|3D|42)/.test(error.code);
}

/**
 * Why a query failed, in words that may be logged: messages and details of PostgreSQL quote rows, so
 * only codes and the names of rules and tables are told.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof postgres.PostgresError) {
    if (isTurnedAway(error)) return error.message; // names of roles, databases and tables only
    const rule = [error.table_name, error.constraint_name].filter(Boolean).join(", ");
    return `PostgreSQL says ${error.code}${rule === "" ? "" : ` (${rule})`}`;
  }
  if (!(error instanceof Error)) return "an unknown error";
  if (error instanceof SyntaxError) return "what was read is not JSON"; // its message quotes it
  if ("code" in error && PLAIN_CODE.test(String(error.code))) return `${error.code}`;
  return error.message;
}
