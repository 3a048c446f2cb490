/** Seals, in a step of the schema, what an older Parley stored in plain words. */
import type postgres from "postgres";
import type { Sealer } from "./sealing.ts";

/** Columns of one table, named by SQL of our own. */
export interface PlainColumn {
  readonly table: string;
  /** Where it is null there is nothing to seal. */
  readonly plain: string;
  readonly sealed: string;
  /** The number or address in it by which a person is found. */
  readonly contact?: { readonly plain: string; readonly hash: string };
}

interface PlainRow {
  readonly ctid: string;
  readonly plain: string;
  readonly contact: string | null;
}

/** Rows read, sealed and written together. */
const ROWS = 1_000;

/** The table is ours alone until the step is through, so that a row stays where it is. */
export async function sealColumn(
  tx: postgres.TransactionSql,
  column: PlainColumn,
  sealer: Sealer,
): Promise<void> {
  const { table, plain, contact } = column;
  await tx.unsafe(`lock table ${table} in access exclusive mode`);
  // A cursor of SQL: that of the driver would let no other query through.
  await tx.unsafe(
    `declare plain_rows no scroll cursor for
      select ctid::text, ${plain} as plain, ${contact?.plain ?? "null::text"} as contact
      from ${table} where (${plain}) is not null`,
  );
  for (;;) {
    const batch = await tx.unsafe<PlainRow[]>(`fetch ${ROWS} from plain_rows`);
    if (batch.length === 0) break;
    await sealBatch(tx, column, batch, sealer);
  }
  await tx.unsafe("close plain_rows");
}

async function sealBatch(
  tx: postgres.TransactionSql,
  { table, sealed, contact }: PlainColumn,
  rows: readonly PlainRow[],
  sealer: Sealer,
): Promise<void> {
  // Hexadecimal, because the driver takes a list of bytes for bytes.
  const values = rows.map(async ({ plain }) => (await sealer.seal(plain)).toHex());
  const hashes = rows.map(async ({ contact }) =>
    contact === null ? null : (await sealer.lookup(contact)).toHex()
  );
  const setHash = contact === undefined ? "" : `, ${contact.hash} = decode(row.hash, 'hex')`;
  await tx.unsafe(
    `update ${table} set ${sealed} = decode(row.value, 'hex')${setHash}
      from unnest($1::tid[], $2::text[], $3::text[]) as row (ctid, value, hash)
      where ${table}.ctid = row.ctid`,
    [rows.map(({ ctid }) => ctid), await Promise.all(values), await Promise.all(hashes)] as never[],
  );
}
