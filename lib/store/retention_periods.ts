/** The days of retention: each has one run, also one on which nobody was there to make it. */
import type { Sql } from "./database.ts";

const DAY_MS = 86_400_000;
/**
 * 03:17 UTC, when a day's run is due: at night where most callers are, and not on the hour, when
 * everybody's jobs run. A start before it still belongs to the day before, so that two runs are never
 * further apart than a day.
 */
export const RUN_AT_MS = (3 * 60 + 17) * 60_000;
/** Missed days that are made up for, one run each; the first of them deletes what is older, too. */
const CATCH_UP_MAX = 400;

/** The day to which a moment belongs, named by its UTC date: no clock change skips or repeats one. */
export function periodOf(nowMs: number): string {
  return new Date(nowMs - RUN_AT_MS).toISOString().slice(0, 10);
}

/** When a period is over. */
export function lastMomentOf(period: string): number {
  return Date.parse(period) + RUN_AT_MS + DAY_MS;
}

/** The days whose run is still to be made or to be ended, the oldest first. */
export async function duePeriods(sql: Sql, nowMs: number): Promise<readonly string[]> {
  const present = periodOf(nowMs);
  const rows = await sql<{ period: string; is_over: boolean }[]>`
    select period::text, finished_at is not null as is_over from retention_runs
    where finished_at is null or period = (
      select max(period) from retention_runs where finished_at is not null)
    order by period`;
  const last = rows.findLast(({ is_over }) => is_over)?.period;
  const begun = rows.filter(({ is_over, period }) => !is_over && period <= present);
  const missed = last === undefined ? [present] : daysBetween(last, present);
  return [...new Set([...begun.map(({ period }) => period), ...missed])].sort();
}

/** The days after `last`, up to and with `present`. */
function daysBetween(last: string, present: string): string[] {
  const count = Math.round((Date.parse(present) - Date.parse(last)) / DAY_MS);
  const days = Math.min(Math.max(count, 0), CATCH_UP_MAX);
  return Array.from(
    { length: days },
    (_, at) => new Date(Date.parse(present) - at * DAY_MS).toISOString().slice(0, 10),
  );
}
