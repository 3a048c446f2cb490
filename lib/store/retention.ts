/** Deletes what is older than it may be: once in a period over all processes, with a note of how much. */
import { recordAccess } from "./audit.ts";
import { type Sql, type Tx, within } from "./database.ts";
import { severDeliveries } from "./erasure.ts";
import { type Held, heldNow, heldToTheEnd } from "./holds.ts";
import { uuids } from "./person.ts";
import type { Sealer } from "./sealing.ts";
import { duePeriods, lastMomentOf, periodOf } from "./retention_periods.ts";
import {
  dueRows,
  RETENTION_KINDS,
  type RetentionDays,
  type RetentionKind,
  type RetentionRules,
} from "./retention_kinds.ts";

/** Any number will do, as long as it is always this one. */
const RETENTION_LOCK = 738_382;
const ACTOR = "rule:retention" as const;
const DAY_MS = 86_400_000;
/** Batches in one run: millions of calls; the rest is due in the next period. */
const BATCHES_MAX = 20_000;
/** A batch takes some 100 ms; longer means that the database is stuck. */
const BATCH_MAX_MS = 30_000;

export interface RetentionOptions extends RetentionRules {
  /** Epoch ms. */
  readonly nowMs: number;
}

/** Rows by kind. */
export type RetentionCounts = Readonly<Record<RetentionKind["name"], number>>;

export interface RetentionPreview {
  /** Would be deleted if a run began now. */
  readonly due: RetentionCounts;
  /** Is due, and stays under a legal hold. */
  readonly held: RetentionCounts;
  /** When the present period's run was over; null: it is still to be made. */
  readonly ranAt: Date | null;
}

interface Batch {
  readonly deleted: Partial<RetentionCounts>;
  readonly isLast: boolean;
}

/**
 * Makes the runs that are due, those that were missed first; resolves with what this process deleted.
 * Several processes share a run; one that dies leaves the rest to the others, or to the next call.
 */
export async function runDue(
  sql: Sql,
  sealer: Sealer,
  options: RetentionOptions,
): Promise<RetentionCounts> {
  let deleted = NOTHING;
  for (const period of await duePeriods(sql, options.nowMs)) {
    deleted = sum(deleted, await runPeriod(sql, sealer, { period, ...options }));
  }
  return deleted;
}

/** What a run would delete and what holds keep; changes nothing. */
export async function previewRetention(
  sql: Sql,
  sealer: Sealer,
  { days, nowMs }: RetentionOptions,
): Promise<RetentionPreview> {
  const held = await heldNow(sql, sealer);
  const [due, kept] = [{ ...NOTHING }, { ...NOTHING }];
  for (const kind of RETENTION_KINDS) {
    const before = cutoff(kind, days, nowMs);
    due[kind.name] = await count(sql, kind, { before, held });
    kept[kind.name] = await count(sql, kind, { before, held, isUnderHold: true });
  }
  const [run] = await sql<{ finished_at: Date | null }[]>`
    select finished_at from retention_runs where period = ${periodOf(nowMs)}`;
  return { due, held: kept, ranAt: run?.finished_at ?? null };
}

async function runPeriod(
  sql: Sql,
  sealer: Sealer,
  { period, days, plugins, nowMs }: RetentionOptions & { readonly period: string },
): Promise<RetentionCounts> {
  const asOfMs = Math.min(nowMs, lastMomentOf(period));
  const run = { period, days, plugins, asOfMs, now: new Date(nowMs) };
  let deleted = NOTHING;
  for (let batches = 0; batches < BATCHES_MAX; batches++) {
    const done = await within(BATCH_MAX_MS, runBatch(sql, sealer, run), "delete old data");
    deleted = sum(deleted, done.deleted);
    if (done.isLast) break;
  }
  return deleted;
}

interface Run extends RetentionRules {
  readonly period: string;
  /** What is due at this moment is deleted. */
  readonly asOfMs: number;
  readonly now: Date;
}

interface RunRow {
  readonly finished_at: Date | null;
  readonly counts: Partial<RetentionCounts>;
}

async function runBatch(sql: Sql, sealer: Sealer, run: Run): Promise<Batch> {
  return await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${RETENTION_LOCK})`;
    const [row] = await tx<RunRow[]>`
      insert into retention_runs (period, ran_at, deleted) values (${run.period}, ${run.now}, 0)
      on conflict (period) do update set period = excluded.period
      returning finished_at, counts`;
    if (row!.finished_at !== null) return { deleted: {}, isLast: true };
    const held = await heldToTheEnd(tx, sealer);
    const { deleted, isLast } = await deleteBatch(tx, run, held);
    const counts = sum(sum(NOTHING, row!.counts), deleted);
    await tx`update retention_runs set deleted = ${counts.calls}, counts = ${tx.json(counts)}
      where period = ${run.period}`;
    if (isLast) await finish(tx, run, { counts, held });
    return { deleted, isLast };
  });
}

/** Of each kind as much as one transaction may; the last batch is one that leaves nothing. */
async function deleteBatch(tx: Tx, run: Run, held: Held): Promise<Batch> {
  const deleted = { ...NOTHING };
  for (const kind of RETENTION_KINDS) {
    const before = cutoff(kind, run.days, run.asOfMs);
    const calls = await deleteRows(tx, kind, { before, held });
    deleted[kind.name] = calls.length;
    if (kind.name === "calls") await severDeliveries(tx, calls, run.plugins === "delete");
    if (calls.length === kind.batch) return { deleted, isLast: false }; // it goes before what it hangs on
  }
  return { deleted, isLast: true };
}

/** Resolves with the call of each row that it deleted. */
async function deleteRows(
  tx: Tx,
  kind: RetentionKind,
  which: Parameters<typeof dueRows>[2],
): Promise<readonly string[]> {
  const { table, batch, call, personal } = kind;
  const rows = await tx<{ call: string | null }[]>`
    delete from ${tx(table)} where ctid = any(array(
      select ctid from ${tx(table)} where ${dueRows(tx, kind, which)} limit ${batch}))
    returning ${tx(call)}::text as call`;
  const calls = rows.map(({ call }) => call ?? "");
  if (calls.length > 0 && personal.length > 0) {
    const access = { actor: ACTOR, action: "deleted", calls: uuids(calls), columns: personal };
    await recordAccess(tx, access);
  }
  return calls;
}

async function finish(
  tx: Tx,
  { period, days, asOfMs, now }: Run,
  { counts, held }: { readonly counts: RetentionCounts; readonly held: Held },
): Promise<void> {
  await tx`update retention_runs set finished_at = ${now} where period = ${period}`;
  await tx`delete from delivery_plugins where not is_on and not is_owed
    and not exists (select from deliveries where deliveries.plugin = delivery_plugins.plugin)`;
  await recordAccess(tx, {
    actor: ACTOR,
    action: "ran",
    calls: [],
    columns: [],
    details: {
      period,
      asOf: new Date(asOfMs).toISOString(),
      days: { ...days },
      ...counts,
      heldCalls: held.callIds.length,
    },
  });
}

async function count(
  sql: Sql,
  kind: RetentionKind,
  which: Parameters<typeof dueRows>[2],
): Promise<number> {
  const [row] = await sql<{ rows: number }[]>`
    select count(*)::integer as rows from ${sql(kind.table)} where ${dueRows(sql, kind, which)}`;
  return row!.rows;
}

function cutoff({ days: key }: RetentionKind, days: RetentionDays, asOfMs: number): Date {
  return new Date(asOfMs - days[key] * DAY_MS);
}

const NOTHING = Object.fromEntries(RETENTION_KINDS.map(({ name }) => [name, 0])) as Record<
  RetentionKind["name"],
  number
>;

function sum(one: RetentionCounts, other: Partial<RetentionCounts>): Record<
  RetentionKind["name"],
  number
> {
  const total = { ...one };
  for (const { name } of RETENTION_KINDS) total[name] += other[name] ?? 0;
  return total;
}
