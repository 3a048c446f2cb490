/** The tables that are Parley's own, in an order in which each comes after those that it refers to. */
import type { Queries } from "./database.ts";
import { MIGRATIONS } from "./migrations.data.ts";

export interface Table {
  readonly name: string;
  /** Those that rows bring with them: what the database works out by itself is left out. */
  readonly columns: readonly string[];
}

/** A database may hold the tables of others too: ours are those that our migrations made. */
export async function ownTables(sql: Queries): Promise<readonly Table[]> {
  const made = namesIn(MIGRATIONS.map((step) => JSON.stringify(step)).join("\n"));
  const rows = await sql<Table[]>`
    select class.relname as name, array_agg(attname::text order by attnum) as columns
    from pg_class class join pg_attribute on attrelid = class.oid
    where class.relnamespace = current_schema()::regnamespace and class.relkind = 'r'
      and class.relname = any(${made}) and attnum > 0 and not attisdropped and attgenerated = ''
    group by class.relname order by class.relname`;
  const links = await sql<{ name: string; target: string }[]>`
    select conrelid::regclass::text as name, confrelid::regclass::text as target
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`;
  return inOrder(rows, links);
}

function namesIn(text: string): string[] {
  const found = text.matchAll(/create table (?:if not exists )?([a-z_]+)/g);
  return [...new Set([...found].map(([, name]) => name!))];
}

function inOrder(
  tables: readonly Table[],
  links: readonly { readonly name: string; readonly target: string }[],
): readonly Table[] {
  const sorted: Table[] = [];
  let open = tables;
  while (open.length > 0) {
    const names = new Set(open.map(({ name }) => name));
    const waits = new Set(
      links.filter(({ name, target }) => name !== target && names.has(target))
        .map(({ name }) => name),
    );
    const free = open.filter(({ name }) => !waits.has(name));
    if (free.length === 0) throw new Error("Cannot order tables that refer to each other");
    sorted.push(...free);
    open = open.filter(({ name }) => waits.has(name));
  }
  return sorted;
}
