/** Hands deliveries out, each to one process at a time, and writes down what became of them. */
import type postgres from "postgres";
import type { Sql } from "./database.ts";
import type { DeliveryKind } from "./deliveries.ts";

type Tx = postgres.TransactionSql;

/** Who holds a delivery is taken for dead after this: longer than a delivery may take. */
export const LEASE_MS = 90_000;
/** Deliveries that nobody lived to report on: the next one would kill its process, too. */
const DEATHS_MAX = 5;
/** Deliveries of one person whose receipts are given to the next one: the call's own, then the newest. */
const RECEIPTS_MAX = 100;
/** Characters of a reason; it is one sentence. */
const REASON_CHARS_MAX = 300;
/** … and of one that is looked through for what is a person's: a plugin may answer with a megabyte. */
const LOOKED_THROUGH_CHARS_MAX = 4 * REASON_CHARS_MAX;
/** What a sentence from elsewhere may quote: addresses, and numbers that could be telephones. */
const PERSONAL = /[^\s"'<>]+@[^\s"'<>]+|\+?\d(?:[ ().-]{0,2}\d){6,}/g;

export type Receipt = Readonly<Record<string, string>>;

export interface ReceiptOfCall {
  readonly kind: DeliveryKind;
  readonly callId: string | null;
  readonly receipt: Receipt;
}

/** What one process may work on now. */
export interface Claim {
  readonly id: string;
  readonly key: string;
  readonly plugin: string;
  readonly kind: DeliveryKind;
  readonly callId: string | null;
  /** 1 for the first. */
  readonly attempt: number;
  /** Attempts in a row that ended in a fault. */
  readonly faults: number;
  /** Null where none has failed since it was made, or since a person began it anew. */
  readonly failingSince: Date | null;
  /** When the first and the latest attempt before this one began; null for the first. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  readonly lease: string;
  /** Of this plugin and this person, oldest first. */
  readonly receipts: readonly ReceiptOfCall[];
}

export interface ClaimOptions {
  readonly plugins: readonly string[];
  /** What the plugin takes here; others are left to the processes where it takes them, if there are any. */
  readonly kinds?: readonly DeliveryKind[];
  /** Null: the database's clock, which all processes share. */
  readonly now: Date | null;
  readonly leaseMs?: number;
}

/** Plugins that something is due for; most looks end here. */
export async function pluginsDue(sql: Sql, options: ClaimOptions): Promise<readonly string[]> {
  const now = nowOf(sql, options);
  const rows = await sql<{ plugin: string }[]>`
    select plugin from delivery_plugins where plugin = any(${[...options.plugins]}) and is_on
      and free_at <= ${now} and exists (select from deliveries where due_at <= ${now}
        and deliveries.plugin = delivery_plugins.plugin
        and (state = 'waiting' or state = 'running' and leased_until <= ${now}))
    order by free_at`;
  return rows.map(({ plugin }) => plugin);
}

/**
 * Resolves with null where nothing may begin now. Processes take turns by the plugin's row, so that
 * its rate, its number at once and the order of each person hold over all of them.
 */
export async function claim(
  sql: Sql,
  plugin: string,
  options: ClaimOptions,
): Promise<Claim | null> {
  return await sql.begin(async (tx) => {
    const now = nowOf(tx, options);
    const [free] = await tx<{ at_once: number; kinds: DeliveryKind[] }[]>`
      select at_once, kinds from delivery_plugins where plugin = ${plugin} and is_on and free_at <= ${now}
      for no key update skip locked`; // a fact that owes a delivery only looks whether the row is there
    if (free === undefined) return null;
    await parkDeadly(tx, plugin, now);
    const [{ running }] = await tx<[{ running: number }]>`
      select count(*)::integer as running from deliveries
      where plugin = ${plugin} and state = 'running' and leased_until > ${now}`;
    if (running >= free.at_once) return null;
    const { kinds = free.kinds, leaseMs = LEASE_MS } = options;
    const othersKinds = free.kinds.filter((kind) => !kinds.includes(kind));
    const row = await takeHead(tx, { plugin, now, leaseMs, othersKinds });
    if (row === undefined) return null;
    await tx`update delivery_plugins set free_at =
        greatest(free_at, ${now}) + interval '1 minute' / per_minute
      where plugin = ${plugin}`;
    return { ...row, receipts: await receiptsOf(tx, row.id) };
  }) as Claim | null;
}

/**
 * Only who holds the lease may write. Resolves with false where it was lost. Of a call that a plugin
 * has forgotten, nothing is left here but the receipt of that.
 */
export async function finished(sql: Sql, claim: Claim, receipt: Receipt): Promise<boolean> {
  const { id, lease, kind, callId, plugin } = claim;
  return await sql.begin(async (tx) => {
    const { count } = await tx`
      update deliveries set state = 'done', finished_at = now(), lease = null, leased_until = null,
        faults = 0, deaths = 0, reason = null, receipt = receipt || ${
      tx.json(receipt as postgres.JSONValue)
    }
      where id = ${id} and lease = ${lease}`;
    if (count > 0 && kind === "erase_person") {
      await tx`update deliveries set person = call_id::text,
          receipt = case when kind = 'erase_person' then receipt else '{}' end
        where call_id = ${callId} and plugin = ${plugin}`;
    }
    return count > 0;
  });
}

export interface Postponed {
  readonly dueAt: Date;
  readonly reason: string;
  /** The other side asked for a rest: nothing else is sent to it either. */
  readonly pausesPlugin: boolean;
  /** Nobody asked for the delay: too many in a row, and it is dead. */
  readonly isFault: boolean;
  readonly failingSince: Date;
}

export async function postponed(sql: Sql, claim: Claim, later: Postponed): Promise<void> {
  const { dueAt, isFault, failingSince } = later;
  await sql.begin(async (tx) => {
    const reason = await reasonKept(tx, claim, later.reason);
    await tx`
      update deliveries set state = 'waiting', due_at = ${dueAt}, lease = null, leased_until = null,
        deaths = 0, failing_since = ${failingSince},
        faults = case when ${isFault} then faults + 1 else 0 end, reason = ${reason}
      where id = ${claim.id} and lease = ${claim.lease}`;
    if (!later.pausesPlugin) return;
    await tx`update delivery_plugins set free_at = greatest(free_at, ${dueAt})
      where plugin = ${claim.plugin}`;
  });
}

/** It was not begun after all: as if it had never been claimed. Its plugin rests until `freeAt`. */
export async function handedBack(sql: Sql, claim: Claim, freeAt: Date): Promise<void> {
  const { id, lease, firstAt, lastAt, plugin } = claim;
  await sql.begin(async (tx) => {
    await tx`
      update deliveries set state = 'waiting', attempt = attempt - 1, deaths = deaths - 1,
        first_at = ${firstAt}, last_at = ${lastAt}, lease = null, leased_until = null
      where id = ${id} and lease = ${lease}`;
    await tx`update delivery_plugins set free_at = greatest(free_at, ${freeAt})
      where plugin = ${plugin}`;
  });
}

export async function buried(
  sql: Sql,
  claim: Claim,
  state: "dead" | "cancelled",
  reason: string,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`
      update deliveries set state = ${state}, finished_at = now(), lease = null,
        leased_until = null, reason = ${await reasonKept(tx, claim, reason)}
      where id = ${claim.id} and lease = ${claim.lease}`;
  });
}

/**
 * A destination's words about somebody who was erased while it was asked are not kept. An erasure
 * comes before this, or after the commit and forgets them.
 */
async function reasonKept(tx: Tx, { kind, callId }: Claim, reason: string): Promise<string> {
  if (kind === "erase_person" || callId === null) return told(reason);
  await tx`lock table call_facts in row exclusive mode`;
  const { length } = await tx`select from calls where id = ${callId}`;
  return length > 0 ? told(reason) : "the call was erased";
}

/** Fit to be kept: one sentence, without what may be a person's. */
export function told(reason: string): string {
  const masked = reason.slice(0, LOOKED_THROUGH_CHARS_MAX).replace(PERSONAL, "…").replace(
    /\s+/g,
    " ",
  ).trim();
  return masked.length > REASON_CHARS_MAX ? `${masked.slice(0, REASON_CHARS_MAX)}…` : masked;
}

async function takeHead(
  tx: Tx,
  { plugin, now, leaseMs, othersKinds }: {
    readonly plugin: string;
    readonly now: postgres.Fragment;
    readonly leaseMs: number;
    readonly othersKinds: readonly DeliveryKind[];
  },
) {
  const [row] = await tx<Omit<Claim, "receipts">[]>`
    update deliveries d set state = 'running', attempt = d.attempt + 1, lease = gen_random_uuid(),
      deaths = d.deaths + 1,
      leased_until = ${now} + ${leaseMs} * interval '1 millisecond',
      first_at = coalesce(d.first_at, ${now}), last_at = ${now}
    from (select id, first_at, last_at from deliveries head
      where plugin = ${plugin} and due_at <= ${now} and kind <> all(${[...othersKinds]}::text[])
        and (state = 'waiting' or state = 'running' and leased_until <= ${now})
        and not exists (select from deliveries before
          where before.plugin = head.plugin and before.person = head.person
            and before.id < head.id and before.state in ('waiting', 'running'))
      order by due_at, id limit 1 for update skip locked) head
    where d.id = head.id
    returning d.id, d.key, d.plugin, d.kind, d.call_id as "callId", d.attempt, d.faults,
      d.failing_since as "failingSince", head.first_at as "firstAt", head.last_at as "lastAt", d.lease`;
  return row;
}

async function parkDeadly(tx: Tx, plugin: string, now: postgres.Fragment): Promise<void> {
  await tx`
    update deliveries set state = 'dead', finished_at = ${now}, lease = null, leased_until = null,
      reason = ${`${DEATHS_MAX} attempts in a row ended with their process`}
    where plugin = ${plugin} and state = 'running' and leased_until <= ${now}
      and deaths >= ${DEATHS_MAX}`;
}

async function receiptsOf(tx: Tx, id: string): Promise<ReceiptOfCall[]> {
  const rows = await tx<ReceiptOfCall[]>`
    select kind, "callId", receipt from (
      select other.id, other.kind, other.call_id as "callId", other.receipt
      from deliveries this join deliveries other using (plugin)
      where this.id = ${id} and other.receipt <> '{}'
        and (other.person = this.person or other.call_id = this.call_id)
      order by other.call_id is not distinct from this.call_id desc, other.id desc
      limit ${RECEIPTS_MAX}) as newest
    order by id`;
  return [...rows];
}

function nowOf(sql: Sql | Tx, { now }: ClaimOptions): postgres.Fragment {
  return now === null ? sql`now()` : sql`${now}::timestamptz`;
}
