/** What a person can see of deliveries, and do about them. */
import type { Sql } from "./database.ts";
import type { Receipt } from "./delivery_claims.ts";
import type { Sealer } from "./sealing.ts";

export const DELIVERY_STATES = ["waiting", "running", "done", "dead", "cancelled"] as const;
export type DeliveryState = typeof DELIVERY_STATES[number];

export interface DeliveryRow {
  readonly id: string;
  readonly key: string;
  readonly plugin: string;
  readonly kind: string;
  readonly callId: string | null;
  readonly state: DeliveryState;
  readonly attempt: number;
  readonly madeAt: Date;
  readonly dueAt: Date;
  readonly lastAt: Date | null;
  readonly finishedAt: Date | null;
  readonly reason: string | null;
  readonly receipt: Readonly<Record<string, string>>;
}

export interface DeliveryFilter {
  readonly state?: DeliveryState;
  readonly plugin?: string;
  readonly callId?: string;
  /** The newest ones. */
  readonly max: number;
}

/** Newest first. */
export async function listDeliveries(
  sql: Sql,
  { state, plugin, callId, max }: DeliveryFilter,
): Promise<readonly DeliveryRow[]> {
  return await sql<DeliveryRow[]>`
    select ${columns(sql)} from deliveries
    where (${state ?? null}::text is null or state = ${state ?? null})
      and (${plugin ?? null}::text is null or plugin = ${plugin ?? null})
      and (${callId ?? null}::uuid is null or call_id = ${callId ?? null})
    order by id desc limit ${max}`;
}

export async function showDelivery(sql: Sql, id: string): Promise<DeliveryRow | null> {
  const [row] = await sql<DeliveryRow[]>`
    select ${columns(sql)} from deliveries where id = ${id}`;
  return row ?? null;
}

export interface DeliveryCount {
  readonly plugin: string;
  readonly state: DeliveryState;
  readonly count: number;
}

/** How many there are of each state and plugin. */
export async function countDeliveries(sql: Sql): Promise<readonly DeliveryCount[]> {
  return await sql<DeliveryCount[]>`
    select plugin, state, count(*)::integer as count from deliveries
    group by plugin, state order by plugin, state`;
}

/** How many deletions wait for each plugin that no process has on. */
export async function countWaitingErasures(sql: Sql): Promise<readonly DeliveryCount[]> {
  return await sql<DeliveryCount[]>`
    select plugin, state, count(*)::integer as count from deliveries
      left join delivery_plugins using (plugin)
    where kind = 'erase_person' and state = 'waiting' and not coalesce(is_on, false)
    group by plugin, state order by plugin`;
}

/** Of those that are still to be made, or wait for a person: each of the two has an index of its own. */
export async function countOpen(sql: Sql): Promise<readonly DeliveryCount[]> {
  return await sql<DeliveryCount[]>`
    select plugin, state, count(*)::integer as count from deliveries
    where state in ('waiting', 'running') or state = 'dead'
    group by plugin, state order by plugin, state`;
}

/**
 * One that is waiting goes at once, also where its plugin rests; one that is dead or cancelled begins
 * anew, with the same key and all the time that a new one has.
 */
export async function retryDelivery(sql: Sql, id: string, actor: string): Promise<boolean> {
  return await sql.begin(async (tx) => {
    const { count } = await tx`
      update deliveries set state = 'waiting', due_at = least(due_at, now()), finished_at = null,
        faults = 0, deaths = 0, failing_since = null
      where id = ${id} and state in ('waiting', 'dead', 'cancelled')`;
    await tx`update delivery_plugins set free_at = least(free_at, now())
      where ${count > 0} and plugin = (select plugin from deliveries where id = ${id})`;
    if (count > 0) await note(tx as unknown as Sql, actor, "delivery_retried", id);
    return count > 0;
  });
}

/** One that is running is not called back: what it says then is written down. */
export async function cancelDelivery(sql: Sql, id: string, actor: string): Promise<boolean> {
  return await sql.begin(async (tx) => {
    const [row] = await tx<{ plugin: string; kind: string; call_id: string }[]>`
      update deliveries set state = 'cancelled', finished_at = now(),
        reason = 'a person has cancelled it'
      where id = ${id} and state in ('waiting', 'dead') returning plugin, kind, call_id`;
    if (row?.kind === "erase_person") {
      await tx`update deliveries set person = call_id::text
        where call_id = ${row.call_id} and plugin = ${row.plugin}`;
    }
    if (row) await note(tx as unknown as Sql, actor, "delivery_cancelled", id);
    return row !== undefined;
  });
}

/** What a destination says later of something that it took: the end of an SMS, for one. */
export async function addToReceipt(
  sql: Sql,
  plugin: string,
  { of, receipt }: { readonly of: Receipt; readonly receipt: Receipt },
): Promise<void> {
  await sql`
    update deliveries set receipt = receipt || ${sql.json(receipt)}
    where plugin = ${plugin} and receipt @> ${sql.json(of)}`;
}

/** … and of one whose answer was lost: what it made is known by this. What is erased stays so. */
export async function addToDelivery(
  sql: Sql,
  plugin: string,
  { key, receipt }: { readonly key: string; readonly receipt: Receipt },
): Promise<void> {
  await sql`
    update deliveries set receipt = receipt || ${sql.json(receipt)}
    where plugin = ${plugin} and key = ${key} and attempt > 0 and not exists (
      select from deliveries as erased where erased.call_id = deliveries.call_id
        and erased.plugin = ${plugin} and erased.kind = 'erase_person' and erased.state = 'done')`;
}

/** What a person has said to a destination, by their number: known to each later delivery about them. */
export async function addToPerson(
  { sql, sealer }: { readonly sql: Sql; readonly sealer: Sealer },
  plugin: string,
  { person, receipt }: { readonly person: string; readonly receipt: Receipt },
): Promise<void> {
  const hashes = (await sealer.lookups(person)).map((hash) => hash.toHex());
  await sql`
    update deliveries set receipt = receipt || ${sql.json(receipt)}
    where plugin = ${plugin} and person = any(${hashes})`;
}

async function note(sql: Sql, actor: string, action: string, id: string): Promise<void> {
  await sql`insert into audit (actor, action, details)
    values (${actor}, ${action}, ${sql.json({ delivery: id })})`;
}

function columns(sql: Sql) {
  return sql`id, key, plugin, kind, call_id as "callId", state, attempt, made_at as "madeAt",
    due_at as "dueAt", last_at as "lastAt", finished_at as "finishedAt", reason, receipt`;
}
