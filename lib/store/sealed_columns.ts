/** Which columns are sealed, by their type: none that is added later can be forgotten. */
import type { Queries } from "./database.ts";

export interface SealedColumn {
  readonly table: string;
  readonly column: string;
}

export async function sealedColumns(sql: Queries): Promise<readonly SealedColumn[]> {
  return await sql<SealedColumn[]>`
    select relname as table, attname as column
    from pg_attribute join pg_class on attrelid = pg_class.oid
    where atttypid = 'sealed'::regtype and relkind = 'r' and not attisdropped
      and relnamespace = current_schema()::regnamespace
    order by relname, attname`;
}

/** Ids of all keys without which something couldn't be opened. It reads everything. */
export async function keysInUse(sql: Queries): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const { table, column } of await sealedColumns(sql)) {
    const rows = await sql<{ id: string }[]>`
      select distinct sealing_key(${sql(column)}) as id from ${sql(table)}
      where ${sql(column)} is not null`;
    for (const { id } of rows) ids.add(id);
  }
  return [...ids].sort();
}
