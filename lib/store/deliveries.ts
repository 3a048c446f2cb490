/** Work owed to plugins: written down together with the fact that it is owed for. */
import type { Fact } from "../core/facts.ts";
import type { Sql, Tx } from "./database.ts";
import type { Statement } from "./rows.ts";

/** "report_due" belongs to no call. */
export type DeliveryKind = "lead_qualified" | "call_ended" | "erase_person" | "report_due";

/** A plugin that is switched on, as the queue has to know it. */
export interface DeliveryPlugin {
  readonly name: string;
  readonly kinds: readonly DeliveryKind[];
  /** Deliveries at the same time, over all processes. */
  readonly atOnce: number;
  readonly perMinute: number;
  /** Names in receipts of what calls of several lines may have made together: "contact". */
  readonly shares?: readonly string[];
}

/**
 * A lead is handed on when its call is over, with all that was said until then. Where the end never
 * comes, because the process died, it goes out after this: the longest call, and a while for a person.
 */
const END_OF_CALL_WITHIN = "20 minutes";

/** A process that makes deliveries. */
export interface DeliveryHost {
  readonly id: string;
  /** Until it has said all that it has configured: one that ended and had some of it was this one. */
  readonly isNew: boolean;
}

/** It was heard of every minute: it was killed, or is cut off, and others owe nothing for it any more. */
const HOST_GONE_AFTER = "10 minutes";

/**
 * Replaces what the host had before; to be said again within minutes. A plugin is on, and owed what
 * happens, where any host has it; what waits for one that is off goes on waiting. `kept` are names of
 * those that the host has configured and that do not run at this moment: who has run before is owed what
 * happens until it runs again. Null: nobody knows yet, and all of them are kept.
 */
export async function switchOn(
  sql: Sql,
  plugins: readonly DeliveryPlugin[],
  kept: readonly string[] | null = [],
  host: DeliveryHost = { id: crypto.randomUUID(), isNew: true },
): Promise<void> {
  const rows = rowsOf(host, plugins, kept ?? []);
  await sql.begin(async (tx) => {
    await tx`lock table delivery_hosts in share row exclusive mode`;
    await tx`delete from delivery_hosts where host = ${host.id}
      or seen_at < now() - ${HOST_GONE_AFTER}::interval
      or ${host.isNew} and left_at is not null and host in (
        select host from delivery_hosts where plugin = any(${rows.map(({ plugin }) => plugin)}))`;
    if (rows.length > 0) await tx`insert into delivery_hosts ${tx(rows)}`;
    await tx`update delivery_plugins set
      is_on = plugin in (select plugin from delivery_hosts where is_on and left_at is null),
      is_owed = is_owed and (${kept === null} or plugin in (select plugin from delivery_hosts))`;
    for (const { name, atOnce, perMinute } of plugins) {
      await tx`insert into delivery_plugins (plugin, kinds, is_on, is_owed, at_once, per_minute)
        select ${name}, coalesce(array_agg(distinct kind), '{}'), true, true, ${atOnce}::integer, ${perMinute}::integer
        from delivery_hosts, unnest(kinds) as kind
        where plugin = ${name} and is_on and left_at is null
        on conflict (plugin) do update set kinds = excluded.kinds, is_on = true, is_owed = true,
          at_once = excluded.at_once, per_minute = excluded.per_minute`;
    }
  });
}

function rowsOf(
  { id: host }: DeliveryHost,
  plugins: readonly DeliveryPlugin[],
  kept: readonly string[],
) {
  const running = plugins.map(({ name, kinds }) => {
    return { host, plugin: name, kinds: [...kinds] as string[], is_on: true };
  });
  const names = new Set(running.map(({ plugin }) => plugin));
  const resting = [...new Set(kept)].filter((name) => !names.has(name))
    .map((plugin) => ({ host, plugin, kinds: [] as string[], is_on: false }));
  return [...running, ...resting];
}

/** What it had stays owed until a host comes that has some of it too: the same one started anew. */
export async function leave(sql: Sql, hostId: string): Promise<void> {
  await sql`update delivery_hosts set left_at = now() where host = ${hostId}`;
}

/** In the transaction that takes the facts in: both are committed, or neither. */
export function oweDeliveries(tx: Tx, facts: readonly Fact[]): Statement[] {
  const qualified = callsOf(
    facts,
    ({ type, lead }) => type === "lead" && lead?.status === "qualified",
  );
  const ended = callsOf(facts, ({ type }) => type === "call_ended");
  return [
    ...owe(tx, "lead_qualified", qualified),
    ...hurry(tx, ended),
    ...owe(tx, "call_ended", ended),
  ];
}

/** A lead waits for its call's end no longer than that takes to come. */
function hurry(tx: Tx, ended: readonly string[]): Statement[] {
  if (ended.length === 0) return [];
  return [tx`update deliveries set due_at = least(due_at, calls.ended_at) from calls
    where calls.id = deliveries.call_id and call_id = any(${[...ended]}::uuid[])
      and kind = 'lead_qualified' and state = 'waiting' and attempt = 0`];
}

/** One report for each plugin that makes them and each period, however many processes ask. */
export async function oweReport(sql: Sql, period: string, dueAt: Date): Promise<void> {
  await sql`insert into deliveries (key, plugin, kind, person, due_at)
    select ${`report:${period}:`} || plugin, plugin, 'report_due', 'report', ${dueAt}
    from delivery_plugins where is_owed and 'report_due' = any(kinds)
    on conflict (key) do nothing`;
}

/**
 * In the transaction that erases the calls: what waits for them is cancelled, and every plugin that
 * may have told somebody about them has to take it back. Resolves with how many have to.
 */
export async function oweErasure(
  tx: Tx,
  { callIds }: { readonly callIds: readonly string[] },
): Promise<number> {
  const calls = [...callIds];
  // In this order: one that begins just now is seen as begun by the second statement.
  await cancelFor(tx, calls, "the call was erased");
  const { count } = await tx`
    insert into deliveries (key, plugin, kind, call_id, person, due_at)
    select call_id || ':erase_person:' || plugin, plugin, 'erase_person', call_id, min(person), now()
    from deliveries join delivery_plugins using (plugin)
    where call_id = any(${calls}::uuid[]) and attempt > 0 and kind <> 'erase_person'
      and 'erase_person' = any(kinds)
    group by call_id, plugin
    on conflict (key) do update set state = 'waiting', due_at = excluded.due_at, lease = null,
      leased_until = null, finished_at = null, faults = 0, deaths = 0, failing_since = null
      where deliveries.state in ('cancelled', 'dead')`;
  return count;
}

/** What is not done yet for calls that go, and can't be done without them; deletions stay owed. */
export async function cancelFor(
  tx: Tx,
  callIds: readonly string[],
  reason: string,
): Promise<void> {
  await tx`update deliveries set state = 'cancelled', finished_at = now(), reason = ${reason}
    where call_id = any(${[...callIds]}::uuid[]) and state in ('waiting', 'dead')
      and kind <> 'erase_person'`;
}

function owe(tx: Tx, kind: DeliveryKind, calls: readonly string[]): Statement[] {
  if (calls.length === 0) return [];
  return [tx`
    insert into deliveries (key, plugin, kind, call_id, person, due_at)
    select calls.id || ${`:${kind}:`} || plugin, plugin, ${kind}, calls.id, ${personOf(tx)},
      coalesce(calls.ended_at, now() + ${END_OF_CALL_WITHIN}::interval)
    from calls cross join delivery_plugins
    where calls.id = any(${[...calls]}::uuid[]) and is_owed and ${kind} = any(kinds)
    order by calls.started_at, calls.id, plugin
    on conflict (key) do nothing`];
}

/** A call whose caller nobody knows has a line of its own. */
function personOf(tx: Tx) {
  return tx`coalesce(encode(calls.caller_hash, 'hex'), calls.id::text)`;
}

function callsOf(
  facts: readonly Fact[],
  picks: (fact: { readonly type: Fact["type"]; readonly lead?: { status: string } }) => boolean,
): string[] {
  return [...new Set(facts.filter((fact) => picks(fact)).map(({ call }) => call as string))];
}
