/** Legal holds: what stands under one is neither deleted by rule nor erased on request. */
import type postgres from "postgres";
import type { Sql } from "./database.ts";

type Tx = postgres.TransactionSql;
type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** What holds keep at this moment. */
export interface Held {
  readonly callIds: readonly string[];
}

/** Read in the transaction that deletes: a hold that is placed later finds what is left. */
export async function heldNow(sql: Sql | Tx): Promise<Held> {
  const rows = await sql<{ call_id: string }[]>`
    select call_id from holds where released_at is null and call_id is not null`;
  return { callIds: rows.map(({ call_id }) => call_id) };
}

/** SQL that is true where the call stands under a hold; `call` names its id's column. */
export function isHeld(sql: Sql | Tx, held: Held, call: Fragment): Fragment {
  return sql`${call}::text = any(${[...held.callIds]}::text[])`;
}
