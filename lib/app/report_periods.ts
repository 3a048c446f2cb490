/** Days and weeks that are over, in the operator's time zone. */

export interface ReportPeriod {
  readonly period: "day" | "week";
  readonly fromMs: number;
  readonly toMs: number;
  /** "day:2026-11-23", "week:2026-11-16": its kind and its first day. */
  readonly name: string;
}

const DAY_MS = 86_400_000;
/** A report comes when the day's first reader does. */
const READY_AT_HOUR = 7;

/** The last day that is over and, from Monday on, the last week; none before seven in the morning. */
export function periodsReady(nowMs: number, timeZone: string): readonly ReportPeriod[] {
  const readyMs = nowMs - READY_AT_HOUR * 3_600_000;
  const today = dayOf(readyMs, timeZone);
  const yesterday = shifted(today, -1);
  const monday = shifted(today, -((weekdayOf(today) + 6) % 7));
  return [
    periodOf(`day:${yesterday}`, timeZone)!,
    periodOf(`week:${shifted(monday, -7)}`, timeZone)!,
  ];
}

/** Null where the name is none. */
export function periodOf(name: string, timeZone: string): ReportPeriod | null {
  const [, period, day] = /^(day|week):(\d{4}-\d\d-\d\d)$/.exec(name) ?? [];
  if (period !== "day" && period !== "week") return null;
  const end = shifted(day!, period === "day" ? 1 : 7);
  return { period, fromMs: beginOf(day!, timeZone), toMs: beginOf(end, timeZone), name };
}

/** "2026-11-24" */
function dayOf(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone }).format(atMs);
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00Z`).getUTCDay();
}

/** The first moment of the day there: midnight, or what comes after a clock that was set over it. */
function beginOf(day: string, timeZone: string): number {
  let early = Date.parse(`${day}T00:00Z`) - DAY_MS;
  let late = early + 2 * DAY_MS;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (dayOf(middle, timeZone) < day) early = middle;
    else late = middle;
  }
  return late;
}
