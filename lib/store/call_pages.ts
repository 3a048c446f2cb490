/** Which calls and leads there are: page by page, so that a hundred thousand take no more memory than one page. */
import type { LeadStatus } from "../core/lead.ts";
import type { Queries } from "./database.ts";

export const LEAD_STATUSES = [
  "qualified",
  "incomplete",
  "not_interested",
  "human_requested",
] as const satisfies readonly LeadStatus[];

export interface CallFilter {
  /** Calls without a lead are left out. */
  readonly onlyLeads: boolean;
  readonly status: LeadStatus | null;
  /** Calls that began then or later. */
  readonly since: Date | null;
  /** Calls that began before. */
  readonly until: Date | null;
  readonly campaign: string | null;
  /** At most so many; null: all. */
  readonly limit: number | null;
}

interface Place {
  readonly id: string;
  /** As text: a number of JavaScript has no microseconds, and would find a row twice. */
  readonly at: string;
}

/** Ids of calls by when they began; a call has one lead at the most, and a lead its call's id. */
export async function* callPages(
  sql: Queries,
  filter: CallFilter,
  { pageMax, newestFirst }: { readonly pageMax: number; readonly newestFirst: boolean },
): AsyncGenerator<readonly string[]> {
  let left = filter.limit ?? Infinity;
  let after: Place | null = null;
  while (left > 0) {
    const max = Math.min(pageMax, left);
    const rows: readonly Place[] = await page(sql, filter, { after, max, newestFirst });
    if (rows.length > 0) yield rows.map(({ id }) => id);
    if (rows.length < max) return;
    left -= rows.length;
    after = rows.at(-1)!;
  }
}

export async function countCalls(sql: Queries, filter: CallFilter): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::integer as count ${matching(sql, filter)}`;
  return Math.min(row.count, filter.limit ?? Infinity);
}

export interface StoredShape {
  readonly field: string;
  /** By its value, which is open where it is the campaign's own and no person's. */
  readonly shape: "amount" | "duration" | "other";
}

/** The fields of these leads, by name: a sheet's columns are known before its first row. */
export async function storedShapes(
  sql: Queries,
  filter: CallFilter,
): Promise<readonly StoredShape[]> {
  return await sql<StoredShape[]>`
    select distinct field, case
      when jsonb_typeof(value) <> 'object' then 'other'
      when value ? 'minMinor' then 'amount'
      when value ? 'horizon' then 'duration'
      else 'other' end as shape
    from lead_fields where call_id in (select calls.id ${matching(sql, filter)})
    order by field, shape`;
}

/** Characters of an id that are enough to look for it. */
export const PREFIX_MIN = 6;

/** The calls whose id begins so; two are enough to know that it isn't one. */
export async function callsByPrefix(sql: Queries, typed: string): Promise<readonly string[]> {
  const prefix = typed.toLowerCase().replaceAll("-", "");
  if (!/^[0-9a-f]{1,32}$/.test(prefix) || prefix.length < PREFIX_MIN) return [];
  const rows = await sql<{ id: string }[]>`
    select id from calls
    where id between ${prefix.padEnd(32, "0")}::uuid and ${prefix.padEnd(32, "f")}::uuid limit 2`;
  return rows.map(({ id }) => id);
}

async function page(
  sql: Queries,
  filter: CallFilter,
  { after, max, newestFirst }: {
    readonly after: Place | null;
    readonly max: number;
    readonly newestFirst: boolean;
  },
): Promise<readonly Place[]> {
  const order = newestFirst
    ? sql`calls.started_at desc, calls.id desc`
    : sql`calls.started_at, calls.id`;
  return await sql<Place[]>`
    select calls.id, calls.started_at::text as at
    ${matching(sql, filter)} and ${isBehind(sql, after, newestFirst)}
    order by ${order} limit ${max}`;
}

function isBehind(sql: Queries, after: Place | null, newestFirst: boolean) {
  if (after === null) return sql`true`;
  const place = sql`(${after.at}::timestamptz, ${after.id}::uuid)`;
  return newestFirst
    ? sql`(calls.started_at, calls.id) < ${place}`
    : sql`(calls.started_at, calls.id) > ${place}`;
}

function matching(sql: Queries, { onlyLeads, status, since, until, campaign }: CallFilter) {
  const join = onlyLeads ? sql`join` : sql`left join`;
  return sql`from calls ${join} leads on leads.call_id = calls.id
    where (${status}::text is null or leads.status = ${status})
      and (${since}::timestamptz is null or calls.started_at >= ${since})
      and (${until}::timestamptz is null or calls.started_at < ${until})
      and (${campaign}::text is null or calls.campaign = ${campaign})`;
}
