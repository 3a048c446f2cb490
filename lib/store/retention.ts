/** Deletes what is older than it may be: once a day over all processes, with a note of how much. */
import type postgres from "postgres";
import { type Sql, within } from "./database.ts";

type Tx = postgres.TransactionSql;

/** Any number will do, as long as it is always this one. */
const RETENTION_LOCK = 738_382;
const DAY_MS = 86_400_000;
/** Calls deleted in one transaction: a long one would hold up live calls. */
const BATCH = 500;
/** Marks of facts deleted in one transaction; a call has some twenty. */
const MARKS_BATCH = 10_000;
/** Batches in one run: five million calls; the rest is due tomorrow. */
const BATCHES_MAX = 10_000;
/** A batch takes some 100 ms; longer means that the database is stuck. */
const BATCH_MAX_MS = 30_000;

export interface RetentionOptions {
  readonly days: number;
  /** Epoch ms; the period is its UTC day, so that no clock change skips or repeats one. */
  readonly nowMs: number;
}

interface Batch {
  readonly deleted: number;
  readonly isLast: boolean;
}

/**
 * Resolves with how many calls this process deleted; 0 where the period's run is over. Several
 * processes share a run; one that dies leaves the rest to the others, or to the next call.
 */
export async function runDue(sql: Sql, options: RetentionOptions): Promise<number> {
  let deleted = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const done = await within(BATCH_MAX_MS, runBatch(sql, options), "delete old data");
    deleted += done.deleted;
    if (done.isLast) break;
  }
  return deleted;
}

async function runBatch(sql: Sql, { days, nowMs }: RetentionOptions): Promise<Batch> {
  const period = new Date(nowMs).toISOString().slice(0, 10);
  const now = new Date(nowMs);
  const before = new Date(nowMs - days * DAY_MS);
  return await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${RETENTION_LOCK})`;
    const [run] = await tx<{ finished_at: Date | null }[]>`
      insert into retention_runs (period, ran_at, deleted) values (${period}, ${now}, 0)
      on conflict (period) do update set period = excluded.period returning finished_at`;
    if (run!.finished_at !== null) return { deleted: 0, isLast: true };
    const deleted = await deleteCalls(tx, before);
    const isLast = deleted < BATCH && await deleteMarks(tx, before) < MARKS_BATCH;
    await tx`update retention_runs set deleted = deleted + ${deleted} where period = ${period}`;
    if (isLast) await finish(tx, { period, days, before, now });
    return { deleted, isLast };
  });
}

async function deleteCalls(tx: Tx, before: Date): Promise<number> {
  const { count } = await tx`
    delete from calls where id in (
      select id from calls where started_at < ${before} order by started_at limit ${BATCH}
    )`;
  return count;
}

/** What was taken in of a call is known until no late fact of it can come any more. */
async function deleteMarks(tx: Tx, before: Date): Promise<number> {
  const { count } = await tx`
    delete from call_facts where ctid = any(array(
      select ctid from call_facts where at < ${before} limit ${MARKS_BATCH}
    ))`;
  return count;
}

async function finish(
  tx: Tx,
  { period, days, before, now }: {
    readonly period: string;
    readonly days: number;
    readonly before: Date;
    readonly now: Date;
  },
): Promise<void> {
  const { count: refused } = await tx`delete from refused_facts where at < ${before}`;
  const [run] = await tx<{ deleted: number }[]>`
    update retention_runs set finished_at = ${now} where period = ${period} returning deleted`;
  const details = { period, days, calls: run!.deleted, refusedFacts: refused };
  await tx`insert into audit (at, actor, action, details)
    values (${now}, 'retention', 'deleted', ${tx.json(details)})`;
}
