/** A few connections to PostgreSQL, with the deadlines that the driver lacks. */
import postgres from "postgres";

export type Sql = postgres.Sql;

/** A server that accepts no connection in this time is down. */
const CONNECT_S = 5;
/** A statement that takes longer is ended by the server. */
const STATEMENT_MS = 10_000;

export type DatabaseAddress =
  | { readonly url: string }
  | {
    readonly path: string;
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  };

export function connect(address: DatabaseAddress, connections = 2): Sql {
  const options = {
    max: connections,
    connect_timeout: CONNECT_S,
    idle_timeout: 60,
    onnotice: () => {}, // postgres.js prints them to standard output
    connection: { application_name: "parley", statement_timeout: STATEMENT_MS },
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
