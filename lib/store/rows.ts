/** Statements of a text that doesn't depend on how many rows they write: the server plans each once. */
import type postgres from "postgres";
import type { Tx } from "./database.ts";

export type Statement = postgres.PendingQuery<postgres.Row[]>;

/** By column: what JSON can hold, a date, or bytes as `hexBytes` writes them. All have the same columns. */
export type NewRow = Readonly<Record<string, unknown>>;

/** PostgreSQL reads it as bytes. */
export function hexBytes(bytes: Uint8Array): string {
  return `\\x${bytes.toHex()}`;
}

/** The rows as SQL that stands behind FROM, each column of its type in the table. */
export function rowsOf(tx: Tx, table: string, rows: readonly NewRow[]): postgres.Fragment {
  const json = tx.json(rows as unknown as postgres.JSONValue);
  return tx`jsonb_populate_recordset(null::${tx(table)}, ${json})`;
}

/** No statement where there are no rows; `then` is what follows, as ON CONFLICT. */
export function insert(
  tx: Tx,
  table: string,
  rows: readonly NewRow[],
  then: postgres.Fragment = tx``,
): Statement[] {
  if (rows.length === 0) return [];
  const columns = tx(Object.keys(rows[0]!));
  return [
    tx`insert into ${tx(table)} (${columns}) select ${columns} from ${
      rowsOf(tx, table, rows)
    } ${then}`,
  ];
}

/**
 * Sends each behind the other without waiting for answers in between. Resolves when all are made;
 * rejects with what refused the first that was refused.
 */
export function inOneGo(
  statements: readonly Statement[],
): Promise<postgres.RowList<postgres.Row[]>[]> {
  return Promise.all(statements.map((statement) => statement.execute()));
}
