/** Who waits for whom in a database: how a test knows that the other side has come to a lock. */
import type { Sql } from "../../lib/store/database.ts";

/** At least so many transactions of this database wait for a lock that another one holds. */
export async function someoneWaits(sql: Sql, count = 1): Promise<boolean> {
  const [row] = await sql`
    select count(distinct pid)::integer as waiting from pg_locks
    where not granted and pid in (
      select pid from pg_stat_activity where datname = current_database())`;
  return row!["waiting"] >= count;
}
