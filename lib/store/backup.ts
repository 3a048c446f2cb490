/** All that the database holds, as of one moment, while calls go on. */
import type { BackedUpTable, BackupHead, KeySealer } from "./backup_file.ts";
import { writeBackup } from "./backup_file.ts";
import type { Sql, Tx } from "./database.ts";
import { ownTables } from "./tables.ts";

export interface BackupOptions {
  /** Keys that seal what the database holds, the one first that seals the file. */
  readonly keys: readonly string[];
  readonly sealer: KeySealer;
  /** Version of this Parley. */
  readonly parley: string;
  readonly nowMs: number;
  /** Told before the first bytes. */
  readonly begin?: (head: BackupHead) => void;
  /** Told how many rows more have been read. */
  readonly progress?: (rows: number) => void;
}

const LINE_END = 10;

/**
 * Gives the file's bytes to `write`, one piece after the other. One transaction reads everything, so
 * that no row is of another moment than the rest; it holds up nobody who writes.
 */
export async function backUp(
  sql: Sql,
  { keys, sealer, parley, nowMs, begin, progress }: BackupOptions,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<BackupHead> {
  return await sql.begin("isolation level repeatable read read only", async (tx) => {
    await tx`set local statement_timeout = 0`;
    const head = {
      schema: await schemaVersion(tx),
      madeAt: new Date(nowMs).toISOString(),
      parley,
      keys,
      tables: await countedTables(tx),
    };
    begin?.(head);
    const rowsOf = (table: BackedUpTable) => copyOut(tx, table, progress ?? (() => {}));
    for await (const bytes of writeBackup(head, rowsOf, sealer)) await write(bytes);
    return head;
  }) as BackupHead;
}

/** Of the database as it stands; 0 where it has no tables. */
export async function schemaVersion(sql: Sql | Tx): Promise<number> {
  const [{ isThere }] = await sql<[{ isThere: boolean }]>`
    select to_regclass('schema_version') is not null as "isThere"`;
  if (!isThere) return 0;
  const [{ newest }] = await sql<[{ newest: number }]>`
    select coalesce(max(version), 0)::integer as newest from schema_version`;
  return newest;
}

/** How many rows there are is checked when they are read again. */
async function countedTables(tx: Tx): Promise<BackedUpTable[]> {
  const tables: BackedUpTable[] = [];
  for (const { name, columns } of await ownTables(tx)) {
    const [{ rows }] = await tx<[{ rows: number }]>`
      select count(*)::float8 as rows from ${tx(name)}`;
    tables.push({ name, columns, rows });
  }
  return tables;
}

/** In COPY's text a line is a row, and no row holds a line's end of its own. */
async function* copyOut(
  tx: Tx,
  { name, columns, rows }: BackedUpTable,
  progress: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  const stream = await tx`copy ${tx(name)} (${tx([...columns])}) to stdout`.readable();
  try {
    for await (const bytes of stream as AsyncIterable<Uint8Array>) {
      const more = linesIn(bytes);
      seen += more;
      progress(more);
      yield bytes;
    }
  } finally {
    stream._read(0); // the driver's socket may be paused, and nobody else wakes it for the next query
  }
  if (seen !== rows) throw new Error(`Cannot back up ${name}: ${seen} rows came, and not ${rows}`);
}

export function linesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) count++;
  return count;
}
