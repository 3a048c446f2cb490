/** Takes older keys out of use, and seals anew what they have sealed, beside live calls. */
import { isCallId } from "../core/ids.ts";
import { type Actor, recordAccess } from "./audit.ts";
import { type Sql, type Tx, within } from "./database.ts";
import { assertInUse, registerKeys } from "./key_register.ts";
import { type SealedColumn, sealedColumns } from "./sealed_columns.ts";
import type { Sealer } from "./sealing.ts";

/** Pages of a table looked through in one transaction: some thousand turns at the most. */
const PAGES = 64;
/** One seals all anew, one finds nothing more; a row that moved in between takes another one. */
const PASSES_MAX = 10;
/** A transaction takes some 100 ms; longer means that the database is stuck. */
const CHUNK_MAX_MS = 30_000;

export interface RotationOptions {
  readonly sealer: Sealer;
  readonly actor: Actor;
  /** Told how many values more were sealed anew. */
  readonly progress?: (values: number) => void;
}

/**
 * Resolves with how many values were sealed anew. Where it was ended before its end, the next one
 * does the rest.
 */
export async function rotate(sql: Sql, options: RotationOptions): Promise<number> {
  await registerKeys(sql, options.sealer);
  await retireOthers(sql, options.sealer);
  const columns = await sealedColumns(sql);
  let values = 0;
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const found = await sealAnew(sql, columns, options);
    values += found;
    if (found === 0) return values;
  }
  throw new Error("Cannot seal everything anew: rows move all the time; run keys rotate again");
}

/**
 * From here on nothing is sealed with them: whoever tries takes the new key, or waits for it. What is
 * being written with them now is waited for.
 */
async function retireOthers(sql: Sql, { keyId }: Sealer): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select id from sealing_keys where id <> ${keyId} order by id for update`;
    await tx`update sealing_keys set retired_at = now()
      where id <> ${keyId} and retired_at is null`;
  });
}

/** One pass over all of them. */
async function sealAnew(
  sql: Sql,
  columns: readonly SealedColumn[],
  options: RotationOptions,
): Promise<number> {
  let values = 0;
  for (const column of columns) {
    const [size] = await sql<[{ pages: number }]>`
      select (pg_relation_size(${column.table}::regclass)
        / current_setting('block_size')::integer)::integer as pages`;
    for (let page = 0; page < size.pages; page += PAGES) {
      const work = sql.begin((tx) => sealChunk(tx, column, page, options));
      const found = await within(CHUNK_MAX_MS, work, "seal values anew") as number;
      options.progress?.(found);
      values += found;
    }
  }
  return values;
}

interface OldRow {
  readonly place: string;
  readonly sealed: Uint8Array;
  readonly call: string;
  readonly field: string | null;
  /** Of a call: the hash by which deliveries know its caller. */
  readonly line: string | null;
}

/** In hex. */
interface FreshValue {
  readonly value: string;
  /** Of what is found by its hash. */
  readonly hash: string | null;
}

async function sealChunk(
  tx: Tx,
  { table, column }: SealedColumn,
  page: number,
  { sealer, actor }: RotationOptions,
): Promise<number> {
  await assertInUse(tx, sealer);
  const hashColumn = hashOf(table, column);
  const isOfCallers = hashColumn === "caller_hash";
  // An erasure takes deliveries before calls, and this the other way round: one after the other.
  if (isOfCallers) await tx`lock table call_facts in row exclusive mode`;
  const call = table === "calls" ? "id" : "call_id";
  const field = table === "lead_fields" ? "field" : "null::text";
  const line = isOfCallers ? "encode(caller_hash, 'hex')" : "null::text";
  const rows = await tx.unsafe<OldRow[]>(
    `select ctid::text as place, ${column} as sealed, ${call}::text as call, ${field} as field,
      ${line} as line
      from ${table} where ctid >= '(${page},0)'::tid and ctid < '(${page + PAGES},0)'::tid
      and sealing_key(${column}) <> $1 order by ${call} for update`,
    [sealer.keyId],
  );
  if (rows.length === 0) return 0;
  const fresh = await Promise.all(rows.map((row) => sealedAnew(row, hashColumn, sealer)));
  await writeAnew(tx, { table, column }, hashColumn, rows, fresh);
  const calls = rows.map(({ call }) => call).filter(isCallId);
  if (isOfCallers) {
    await keepLines(tx, rows.map(({ line }, at) => ({ line, hash: fresh[at]!.hash })));
  }
  await recordAccess(tx, { actor, action: "resealed", calls, columns: [`${table}.${column}`] });
  return rows.length;
}

/** What stood in these places, sealed with the new key. */
async function writeAnew(
  tx: Tx,
  { table, column }: SealedColumn,
  hashColumn: string | null,
  rows: readonly OldRow[],
  fresh: readonly FreshValue[],
): Promise<void> {
  const setHash = hashColumn === null
    ? ""
    : `, ${hashColumn} = coalesce(decode(row.hash, 'hex'), ${hashColumn})`;
  await tx.unsafe(
    `update ${table} set ${column} = decode(row.value, 'hex')${setHash}
      from unnest($1::tid[], $2::text[], $3::text[]) as row (place, value, hash)
      where ${table}.ctid = row.place`,
    [
      rows.map(({ place }) => place),
      fresh.map(({ value }) => value),
      fresh.map(({ hash }) => hash),
    ] as never[],
  );
}

interface MovedLine {
  readonly line: string | null;
  readonly hash: string | null;
}

/**
 * Deliveries of one person stay in one line, behind the calls that are still to come: also those of a call
 * that is gone, whose deletion has to know what the others use.
 */
async function keepLines(tx: Tx, moved: readonly MovedLine[]): Promise<void> {
  const lines = new Map(moved.map(({ line, hash }) => [line, hash]));
  const [before, after] = [[...lines.keys()], [...lines.values()]];
  await tx`update deliveries set person = moved.after
    from unnest(${before}::text[], ${after}::text[]) as moved (before, after)
    where person = moved.before`;
}

/** Columns by which a person is found, beside the sealed value that they are the hash of. */
export const HASHES: Readonly<Record<string, string>> = {
  "calls.caller_number": "caller_hash",
  "lead_fields.sealed_value": "contact_hash",
};

function hashOf(table: string, column: string): string | null {
  return HASHES[`${table}.${column}`] ?? null;
}

async function sealedAnew(
  row: OldRow,
  hashColumn: string | null,
  sealer: Sealer,
): Promise<FreshValue> {
  const text = await sealer.open(row.sealed);
  const contact = hashColumn === null ? null : contactIn(text, row.field);
  return {
    value: (await sealer.seal(text)).toHex(),
    hash: contact === null ? null : (await sealer.lookup(contact)).toHex(),
  };
}

function contactIn(text: string, field: string | null): string | null {
  if (field === null) return text;
  const value = JSON.parse(text);
  return field === "phone" ? value.e164 : field === "email" ? value : null;
}
