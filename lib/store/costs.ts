/** What calls cost, as the database keeps it: each use of a provider, and the sums of each day. */
import type { CostEntry, Unit } from "../core/cost.ts";
import type { Fact } from "../core/facts.ts";
import type postgres from "postgres";
import type { Queries, Sql, Tx } from "./database.ts";
import { insert, type Statement } from "./rows.ts";
import type { Sealer } from "./sealing.ts";

type CostFact = Extract<Fact, { type: "cost" | "overhead" }>;

/** Millionths of the currency, as everywhere; `unpriced`: uses of which no price is known. */
export interface Spent {
  readonly currency: string;
  readonly micros: number;
  readonly uses: number;
  readonly unpriced: number;
}

export interface DaySpent extends Spent {
  /** "2026-03-17", where the books are kept. */
  readonly day: string;
  readonly provider: string;
  readonly model: string;
}

export function isCost(fact: Fact): fact is CostFact {
  return fact.type === "cost" || fact.type === "overhead";
}

export function isWholeCost(fact: CostEntry): boolean {
  const { day, provider, model, units, estimated, currency, micros } = fact;
  const isCounted = typeof units === "object" && units !== null &&
    Object.values(units).every((count) => Number.isSafeInteger(count));
  return isCounted && typeof estimated === "boolean" && micros !== undefined &&
    [day, provider, model, currency].every((text) => typeof text === "string");
}

/** Of calls that are there; sums count also what was spent for nobody, or for a call that was erased. */
export function addCosts(tx: Tx, facts: readonly CostFact[]): Statement[] {
  const rows = facts.map((fact) => ({
    call_id: fact.call,
    seq: fact.seq,
    at: new Date(fact.atMs),
    day: fact.day,
    provider: fact.provider,
    model: fact.model,
    units: fact.units,
    estimated: fact.estimated,
    currency: fact.currency,
    micros: fact.micros,
  }));
  return insert(tx, "costs", rows);
}

/** The rows of a day are few, and all instances write them: in one order, and last in a transaction. */
export function addSpending(tx: Tx, facts: readonly CostFact[]): Statement[] {
  const rows = sumsOf(facts).map((sum) => ({ ...sum }));
  return insert(
    tx,
    "spending",
    rows,
    tx`on conflict (day, provider, model, currency) do update set
      uses = spending.uses + excluded.uses,
      unpriced = spending.unpriced + excluded.unpriced,
      micros = spending.micros + excluded.micros`,
  );
}

function sumsOf(facts: readonly CostFact[]): DaySpent[] {
  const sums = new Map<string, DaySpent>();
  for (const { day, provider, model, currency, micros } of facts) {
    const key = JSON.stringify([day, provider, model, currency]);
    const sum = sums.get(key) ??
      { day, provider, model, currency, uses: 0, unpriced: 0, micros: 0 };
    sums.set(key, {
      ...sum,
      uses: sum.uses + 1,
      unpriced: sum.unpriced + (micros === null ? 1 : 0),
      micros: sum.micros + (micros ?? 0),
    });
  }
  return [...sums].sort(([a], [b]) => a < b ? -1 : 1).map(([, sum]) => sum);
}

/** Of one call; null where it had the use of no provider. */
export async function costOfCall(sql: Queries, call: string): Promise<Spent | null> {
  const [row] = await sql`
    select currency, sum(coalesce(micros, 0))::text as micros, count(*)::text as uses,
      count(*) filter (where micros is null)::text as unpriced
    from costs where call_id = ${call} group by currency`;
  return row === undefined ? null : spent(row);
}

/** From day to day, both included; oldest first. */
export async function costsByDay(
  sql: Sql,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly DaySpent[]> {
  const rows = await sql`
    select day::text, provider, model, currency, uses::text, unpriced::text, micros::text
    from spending where day between ${from} and ${to} order by day, provider, model`;
  return rows.map((row) => ({
    ...spent(row),
    day: row["day"],
    provider: row["provider"],
    model: row["model"],
  }));
}

/** What the calls of one number (E.164) have cost in a day, those that are there. */
export async function spentBy(
  sql: Queries,
  sealer: Pick<Sealer, "lookups">,
  { number, day }: { readonly number: string; readonly day: string },
): Promise<number> {
  const hashes = sql(await sealer.lookups(number) as never[]);
  const [row] = await sql`
    select coalesce(sum(micros), 0)::text as micros from costs
    join calls on calls.id = costs.call_id where day = ${day} and caller_hash in ${hashes}`;
  return Number(row!["micros"]);
}

/** How much of one unit was used of a model. */
export interface UnitsUsed {
  readonly provider: string;
  readonly model: string;
  readonly unit: Unit;
  readonly count: number;
  /** The last day of its use. */
  readonly day: string;
  /** Uses for which no price at all was known then. */
  readonly unpriced: boolean;
}

/** By calls of a filter on the table `calls`. */
export async function unitsUsed(
  sql: Queries,
  isIn: postgres.Fragment,
): Promise<readonly UnitsUsed[]> {
  const rows = await sql`
    select provider, model, unit, sum(used::numeric)::float8 as count, max(day)::text as day,
      micros is null as unpriced
    from costs join calls on calls.id = costs.call_id, jsonb_each_text(units) as each (unit, used)
    where ${isIn} group by provider, model, unit, micros is null
    order by provider, model, unit, unpriced`;
  return rows.map((row) => ({ ...row }) as UnitsUsed);
}

export function unitsOfCall(sql: Queries, call: string): Promise<readonly UnitsUsed[]> {
  return unitsUsed(sql, sql`calls.id = ${call}`);
}

/** All that was spent in one day. */
export async function spentOn(sql: Queries, day: string): Promise<number> {
  const [row] = await sql`
    select coalesce(sum(micros), 0)::text as micros from spending where day = ${day}`;
  return Number(row!["micros"]);
}

/**
 * What a qualified lead cost: all that was spent in these days, also on calls without one, by the
 * leads of calls that began in them. `each` is null where there is none.
 */
export async function costPerLead(
  sql: Sql,
  { from, to, timeZone }: {
    readonly from: string;
    readonly to: string;
    /** IANA name: of the books. */
    readonly timeZone: string;
  },
): Promise<{ readonly leads: number; readonly micros: number; readonly each: number | null }> {
  const [row] = await sql`
    with spent as (
      select coalesce(sum(micros), 0) as micros from spending where day between ${from} and ${to}
    ), qualified as (
      select count(*) as leads from leads join calls on calls.id = leads.call_id
      where status = 'qualified'
        and (started_at at time zone ${timeZone})::date between ${from} and ${to}
    )
    select micros::text, leads::text, round(micros / nullif(leads, 0))::text as each
    from spent, qualified`;
  const { micros, leads, each } = row!;
  return {
    leads: Number(leads),
    micros: Number(micros),
    each: each === null ? null : Number(each),
  };
}

function spent(row: postgres.Row): Spent {
  const { currency, micros, uses, unpriced } = row;
  return {
    currency,
    micros: Number(micros),
    uses: Number(uses),
    unpriced: Number(unpriced),
  };
}
