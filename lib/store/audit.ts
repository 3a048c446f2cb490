/** The audit log: who read or changed whose personal data; a chain in which no byte can change. */
import type postgres from "postgres";
import type { Queries } from "./database.ts";
import type { Statement } from "./rows.ts";

/** A person who typed a command, a rule of this program, or a plugin that data goes to. */
export type Actor = `person:${string}` | `rule:${string}` | `plugin:${string}`;

export interface Access {
  readonly actor: Actor;
  /** One word in the past: "read", "stored", "exported", "erased", "deleted", … */
  readonly action: string;
  readonly calls: readonly string[];
  /** "turns.said": names of columns, never what is in them. */
  readonly columns: readonly string[];
  /** Counts and names, never a person's data. */
  readonly details?: Readonly<Record<string, postgres.JSONValue>>;
}

/** In a transaction it comes last: the end of the chain is locked from here until the commit. */
export async function recordAccess(sql: Queries, access: Access): Promise<void> {
  await accessEntry(sql, access);
}

/** The same as a statement that is yet to be sent. */
export function accessEntry(sql: Queries, access: Access): Statement {
  const { actor, action, calls, columns, details = {} } = access;
  return sql`insert into audit (actor, action, calls, columns, details) values (
    ${actor}, ${action}, ${unique(calls)}::uuid[], ${unique(columns)}::text[], ${
    sql.json(details as postgres.JSONValue)
  })`;
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
