/** Deletes what is older than it may be: once a day over all processes, with a note of how much. */
import type { Sql } from "./database.ts";

const RETENTION_LOCK = 738_382;
const DAY_MS = 86_400_000;
/** Calls deleted at once: a long transaction would hold up live ones. */
const BATCH = 500;
/** Batches in one run; the rest is due tomorrow. */
const BATCHES_MAX = 10_000;

export interface RetentionOptions {
  readonly days: number;
  /** Epoch ms; the period is its UTC day, so that no clock change skips or repeats one. */
  readonly nowMs: number;
}

/** Resolves with how many calls were deleted; 0 where this period's run was made already. */
export async function runRetention(sql: Sql, options: RetentionOptions): Promise<number> {
  const period = new Date(options.nowMs).toISOString().slice(0, 10);
  const before = new Date(options.nowMs - options.days * DAY_MS);
  return await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${RETENTION_LOCK})`;
    const [done] = await tx`select 1 from retention_runs where period = ${period}`;
    if (done) return 0;
    let deleted = 0;
    for (let batch = 0; batch < BATCHES_MAX; batch++) {
      const rows = await tx`
        delete from calls where id in (
          select id from calls where started_at < ${before} order by started_at limit ${BATCH}
        ) returning id`;
      deleted += rows.length;
      if (rows.length < BATCH) break;
    }
    await tx`delete from call_facts where at < ${before}`;
    await tx`insert into retention_runs (period, ran_at, deleted)
      values (${period}, ${new Date(options.nowMs)}, ${deleted})`;
    await tx`insert into audit (actor, action, details)
      values ('retention', 'deleted calls', ${tx.json({ period, days: options.days, deleted })})`;
    return deleted;
  });
}
