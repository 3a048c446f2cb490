/** What an erasure has to know beside the receipts of a line: broken attempts, and what calls share. */
import type { Sql } from "./database.ts";
import type { DeliveryKind } from "./deliveries.ts";
import type { Receipt } from "./delivery_claims.ts";

/** Others' deliveries are looked at from so long before an attempt to so long after it. */
const BESIDE = { before: "10 minutes", after: "1 hour" } as const;
/** Receipts of others: a service's busiest hours. */
const OTHERS_MAX = 1_000;

export interface UnclearDelivery {
  readonly kind: DeliveryKind;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly others: readonly Receipt[];
}

/** What was begun for the call and came to no end. */
export async function readUnclear(
  sql: Sql,
  { plugin, callId }: { readonly plugin: string; readonly callId: string },
): Promise<readonly UnclearDelivery[]> {
  const rows = await sql<{ kind: DeliveryKind; firstAt: Date; lastAt: Date }[]>`
    select kind, first_at as "firstAt", last_at as "lastAt" from deliveries
    where call_id = ${callId} and plugin = ${plugin} and kind <> 'erase_person' and attempt > 0
      and state <> 'done' and first_at is not null`;
  return await Promise.all(rows.map(async ({ kind, firstAt, lastAt }) => {
    const others = await sql<{ receipt: Receipt }[]>`
      select receipt from deliveries where plugin = ${plugin} and call_id <> ${callId}
        and receipt <> '{}' and finished_at > ${firstAt}::timestamptz - ${BESIDE.before}::interval
        and finished_at < ${lastAt}::timestamptz + ${BESIDE.after}::interval
      order by finished_at limit ${OTHERS_MAX}`;
    return {
      ...{ kind, firstAtMs: firstAt.getTime(), lastAtMs: lastAt.getTime() },
      others: others.map(({ receipt }) => receipt),
    };
  }));
}

/** Receipts of calls of other lines that have the same under one of the names. */
export async function readSharing(
  sql: Sql,
  { plugin, shares, receipts }: {
    readonly plugin: string;
    readonly shares: readonly string[];
    readonly receipts: readonly Receipt[];
  },
): Promise<readonly Receipt[]> {
  const shared = receipts.flatMap((receipt) =>
    shares.flatMap((name) => name in receipt ? JSON.stringify({ [name]: receipt[name] }) : [])
  );
  if (shared.length === 0) return [];
  const known = receipts.map(({ call }) => call ?? "");
  const rows = await sql<{ receipt: Receipt }[]>`
    select distinct on (id) receipt from unnest(${[...new Set(shared)]}::text[]) as wanted
      cross join lateral (select id, receipt from deliveries
        where plugin = ${plugin} and receipt @> wanted::jsonb) as found
    where coalesce(receipt ->> 'call', '') <> all(${known}::text[])
    order by id limit ${OTHERS_MAX}`;
  return rows.map(({ receipt }) => receipt);
}
