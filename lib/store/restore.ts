/** Puts a backup into an empty database: all of it or nothing. */
import { schemaVersion } from "./backup.ts";
import { linesIn } from "./backup.ts";
import type { BackedUpTable, BackupHead, OpenBackup } from "./backup_file.ts";
import { Damaged } from "./byte_reader.ts";
import type { Sql, Tx } from "./database.ts";
import { ownTables } from "./tables.ts";

/** Rows that a new database has from its migrations and its first opening. */
const BORN_WITH: readonly string[] = ["audit_head", "campaigns", "sealing_keys"];
/** Any number will do, as long as it is always this one. */
const RESTORE_LOCK = 737_867;

export interface RestoreOptions {
  /** Told how many rows more have been written. */
  readonly progress?: (rows: number) => void;
  /** The last that is done, in the same transaction. */
  readonly end?: (tx: Tx) => Promise<void>;
}

/** Reads a backup to its end and writes nothing. Rejects with `Damaged` where it isn't whole. */
export async function checkBackup(
  { tables }: OpenBackup,
  progress: (rows: number) => void = () => {},
): Promise<void> {
  for await (const { table, rows } of tables()) {
    for await (const _bytes of counted(table, rows, progress));
  }
}

/** The schema must be the backup's. Waits for who writes to it. Rejects with a sentence where the database isn't empty. */
export async function restore(
  sql: Sql,
  { head, tables }: OpenBackup,
  { progress = () => {}, end = () => Promise.resolve() }: RestoreOptions = {},
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`;
    await tx`select pg_advisory_xact_lock(${RESTORE_LOCK})`;
    await refuseUnfit(tx, head);
    const names = head.tables.map(({ name }) => name);
    for (const name of names) await tx`alter table ${tx(name)} disable trigger user`;
    await refuseFilled(tx); // nobody else writes to the tables from here on
    for (const name of names.toReversed()) await tx`delete from ${tx(name)}`;
    for await (const { table, rows } of tables()) {
      await copyIn(tx, table, counted(table, rows, progress));
    }
    for (const table of head.tables) await countOn(tx, table);
    for (const name of names) await tx`alter table ${tx(name)} enable trigger user`;
    await end(tx);
  });
}

async function refuseUnfit(tx: Tx, head: BackupHead): Promise<void> {
  const version = await schemaVersion(tx);
  if (version !== head.schema) {
    throw new Error(
      `Cannot restore a backup of schema ${head.schema} into a database of schema ${version}: ` +
        "take one that has no tables",
    );
  }
  const own = await ownTables(tx);
  const known = new Map(own.map(({ name, columns }) => [name, new Set(columns)]));
  for (const { name, columns } of head.tables) {
    const here = known.get(name);
    if (here === undefined || columns.some((column) => !here.has(column))) {
      throw new Damaged(`it has a table or a column ${name} that this schema doesn't know`);
    }
  }
}

async function refuseFilled(tx: Tx): Promise<void> {
  for (const { name } of await ownTables(tx)) {
    if (BORN_WITH.includes(name)) continue;
    const [row] = await tx`select 1 from ${tx(name)} limit 1`;
    if (row !== undefined) throw new NotEmpty(name);
  }
}

/** What is there would be mixed with what comes. */
export class NotEmpty extends Error {
  constructor(table: string) {
    super(
      `Cannot restore into this database: it isn't empty, its table ${table} has rows; set ` +
        "PARLEY_DATA to a new folder, or DATABASE_URL to a new database",
    );
  }
}

async function* counted(
  { name, rows: expected }: BackedUpTable,
  rows: AsyncIterable<Uint8Array>,
  progress: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const bytes of rows) {
    const more = linesIn(bytes);
    seen += more;
    progress(more);
    yield bytes;
  }
  if (seen !== expected) throw new Damaged(`${name} has ${seen} rows, and not ${expected}`);
}

/**
 * The driver never tells of an error that comes after the last row, as of a rule that is checked at
 * the end: the next query of the transaction does.
 */
async function copyIn(
  tx: Tx,
  { name, columns }: BackedUpTable,
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  const stream = await tx`copy ${tx(name)} (${tx([...columns])}) from stdin`.writable();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {}); // it is raced below
  stream.on("error", reject);
  try {
    for await (const bytes of rows) {
      const written = new Promise<void>((resolve) => stream.write(bytes, () => resolve()));
      await Promise.race([written, failed]);
    }
  } catch (error) {
    stream.destroy(error as Error); // else the connection waits for more rows
    throw error;
  }
  stream.end();
  await new Promise((resolve) => setTimeout(resolve, 0)); // the stream ends in its own turn
  await Promise.race([tx`select 1`, failed]);
}

/** Numbers that the database gives go on behind those that it got. */
async function countOn(tx: Tx, { name, columns }: BackedUpTable): Promise<void> {
  for (const column of columns) {
    const [{ counter }] = await tx<[{ counter: string | null }]>`
      select pg_get_serial_sequence(${name}, ${column}) as counter`;
    if (counter === null) continue;
    await tx`select setval(${counter}::regclass,
      coalesce((select max(${tx(column)}) from ${tx(name)}), 1),
      (select count(*) > 0 from ${tx(name)}))`;
  }
}
