/** How calls went: counts and times of many, and nobody's data. */
import type postgres from "postgres";
import type { LeadStatus } from "../core/lead.ts";
import { type UnitsUsed, unitsUsed } from "./costs.ts";
import type { Queries } from "./database.ts";

export interface Period {
  /** Calls that began then or later; null: all. */
  readonly since: Date | null;
  /** Calls that began before. */
  readonly until: Date | null;
}

export interface CallCounts {
  readonly began: number;
  readonly live: number;
  readonly ended: number;
  /** The conversation came to its end: a goodbye, or a person took the call. */
  readonly completed: number;
  /** Ended by a fault, ours or of the path to Asterisk. */
  readonly failed: number;
  readonly handedOver: number;
}

/** Null where there is nothing to take it of. */
export interface Spread {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface Statistics {
  readonly calls: CallCounts;
  /** Of calls that have ended. */
  readonly durationSeconds: Spread;
  readonly leads: Readonly<Record<LeadStatus, number>>;
  /** The caller's last sound to the first packet of the answer; the greeting is none. */
  readonly responseMs: Spread & { readonly turns: number };
  readonly cost: CallCosts;
}

/** What providers were paid for these calls, also for those without a lead. */
export interface CallCosts {
  /** ISO 4217; null where nothing was paid. */
  readonly currency: string | null;
  /** Millionths of it. */
  readonly micros: number;
  /** Uses of models whose price nobody knows. */
  readonly unpriced: number;
  readonly units: readonly UnitsUsed[];
}

export async function statisticsOf(sql: Queries, period: Period): Promise<Statistics> {
  const [calls, durationSeconds, leads, responseMs, cost] = await Promise.all([
    callCounts(sql, period),
    durations(sql, period),
    leadCounts(sql, period),
    responses(sql, period),
    costs(sql, period),
  ]);
  return { calls, durationSeconds, leads, responseMs, cost };
}

async function callCounts(sql: Queries, period: Period): Promise<CallCounts> {
  const wasTaken = sql`handed_over_at is not null and handed_back_why is null`;
  const [row] = await sql<[CallCounts]>`
    select count(*)::integer as began,
      count(*) filter (where ended_at is null)::integer as live,
      count(*) filter (where ended_at is not null)::integer as ended,
      count(*) filter (where ended_at is not null
        and (end_reason = 'goodbye' or (${wasTaken})))::integer as completed,
      count(*) filter (where ended_by = 'error')::integer as failed,
      count(*) filter (where ${wasTaken})::integer as "handedOver"
    from calls where ${isIn(sql, period)}`;
  return row;
}

async function durations(sql: Queries, period: Period): Promise<Spread> {
  const seconds = sql`extract(epoch from ended_at - started_at)`;
  const [row] = await sql<[Spread]>`
    select ${spread(sql, seconds)} from calls where ended_at is not null and ${isIn(sql, period)}`;
  return row;
}

async function leadCounts(sql: Queries, period: Period): Promise<Statistics["leads"]> {
  const rows = await sql<{ status: LeadStatus; count: number }[]>`
    select status, count(*)::integer as count from leads join calls on calls.id = leads.call_id
    where ${isIn(sql, period)} group by status`;
  const none = { qualified: 0, incomplete: 0, not_interested: 0, human_requested: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) };
}

async function responses(sql: Queries, period: Period): Promise<Statistics["responseMs"]> {
  const [row] = await sql<[Statistics["responseMs"]]>`
    select ${spread(sql, sql`first_packet_ms`)}, count(*)::integer as turns
    from turn_timings join calls on calls.id = turn_timings.call_id
    where turn > 0 and first_packet_ms is not null and ${isIn(sql, period)}`;
  return row;
}

async function costs(sql: Queries, period: Period): Promise<CallCosts> {
  const [row] = await sql<[Omit<CallCosts, "units">]>`
    select max(currency) as currency, coalesce(sum(micros), 0)::float8 as micros,
      count(*) filter (where micros is null)::integer as unpriced
    from costs join calls on calls.id = costs.call_id where ${isIn(sql, period)}`;
  return { ...row, units: await unitsUsed(sql, isIn(sql, period)) };
}

function spread(sql: Queries, value: postgres.Fragment) {
  return sql`round(avg(${value}))::float8 as mean,
    round(percentile_cont(0.5) within group (order by ${value})::numeric)::float8 as p50,
    round(percentile_cont(0.95) within group (order by ${value})::numeric)::float8 as p95`;
}

function isIn(sql: Queries, { since, until }: Period) {
  return sql`(${since}::timestamptz is null or calls.started_at >= ${since})
    and (${until}::timestamptz is null or calls.started_at < ${until})`;
}
