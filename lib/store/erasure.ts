/** Erases calls for good, with all that hangs on them; what plugins made of them is owed its deletion. */
import { type Actor, recordAccess } from "./audit.ts";
import type { Sql, Tx } from "./database.ts";
import { cancelFor, oweErasure } from "./deliveries.ts";
import { heldToTheEnd } from "./holds.ts";
import { uuids } from "./person.ts";
import type { Sealer } from "./sealing.ts";

/** Calls erased in one transaction: live calls wait for it as long. */
const BATCH = 500;
/** The greatest number that a fact can have: no call comes to it. */
export const TOMBSTONE_SEQ = 2_147_483_647;
/** Live calls' facts wait for it no longer; a person may try again. */
const LOCK_MAX_MS = 5_000;
/** Two thousand rows and more hang on a batch of long calls. */
const BATCH_MAX_MS = 60_000;

/** What an erasure takes out of the database; the rest goes with its call. */
const COLUMNS = [
  "calls.caller_number",
  "lead_fields.quote",
  "lead_fields.value",
  "refused_facts.fact",
  "turns.said",
] as const;

export interface ErasureRequest {
  readonly callIds: readonly string[];
  readonly actor: Actor;
  /** Told after each batch how many more calls are done with. */
  readonly progress?: (done: number) => void;
}

export interface ErasureResult {
  readonly erased: readonly string[];
  /** Calls that stand under a hold: all of them is kept. */
  readonly held: readonly string[];
  /** Deletions that plugins owe from now on. */
  readonly owed: number;
}

/**
 * Where it breaks off, the calls that are left can be erased again. A fact that is still on its way
 * finds a mark of its call and no call, and is dropped.
 */
export async function eraseCalls(
  sql: Sql,
  sealer: Sealer,
  { callIds, actor, progress }: ErasureRequest,
): Promise<ErasureResult> {
  const erased: string[] = [];
  const held: string[] = [];
  let owed = 0;
  for (let at = 0; at < callIds.length; at += BATCH) {
    const batch = callIds.slice(at, at + BATCH);
    const done = await sql.begin((tx) => eraseBatch(tx, sealer, batch, actor));
    erased.push(...done.erased);
    held.push(...done.held);
    owed += done.owed;
    progress?.(batch.length);
  }
  return { erased, held, owed };
}

async function eraseBatch(
  tx: Tx,
  sealer: Sealer,
  callIds: readonly string[],
  actor: Actor,
): Promise<ErasureResult> {
  await tx.unsafe(`set local statement_timeout = ${BATCH_MAX_MS}`);
  await tx.unsafe(`set local lock_timeout = ${LOCK_MAX_MS}`);
  // Facts are taken in before this, or after the commit: never of a call that is being erased.
  await tx`lock table call_facts in exclusive mode`;
  const underHold = new Set((await heldToTheEnd(tx, sealer)).callIds);
  const held = callIds.filter((id) => underHold.has(id));
  const erased = callIds.filter((id) => !underHold.has(id));
  if (erased.length === 0) return { erased, held, owed: 0 };
  const calls = uuids(erased); // a refused fact may have anything for its call
  await tx`insert into call_facts (call_id, seq, at)
    select id, ${TOMBSTONE_SEQ}, now() from unnest(${calls}::uuid[]) as id
    on conflict do nothing`;
  const owed = await severDeliveries(tx, calls, true);
  await forgetAnswers(tx, calls);
  await tx`delete from refused_facts where call_id = any(${erased}::text[])`;
  await tx`delete from calls where id = any(${calls}::uuid[])`;
  await recordAccess(tx, { actor, action: "erased", calls, columns: COLUMNS });
  return { erased, held, owed };
}

/** What the other side said of an attempt may name the person; of the erasure itself people are told. */
async function forgetAnswers(tx: Tx, calls: readonly string[]): Promise<void> {
  await tx`update deliveries set reason = null
    where call_id = any(${[...calls]}::uuid[]) and attempt > 0 and kind <> 'erase_person'`;
}

/**
 * For calls that go: plugins owe the deletion of what they made of them where `owes`. The hash by which
 * deliveries keep the line of a person, and which finds the person, goes with them; where other calls of
 * the person stay, it goes when the deletion is made, which has to know what those calls still use.
 */
export async function severDeliveries(
  tx: Tx,
  callIds: readonly string[],
  owes: boolean,
): Promise<number> {
  if (callIds.length === 0) return 0;
  const owed = owes ? await oweErasure(tx, { callIds }) : 0;
  if (!owes) await cancelFor(tx, callIds, "the call is past its time");
  const calls = [...callIds];
  await tx`
    update deliveries set person = call_id::text
    where call_id = any(${calls}::uuid[]) and not (
      exists (select from calls as other where other.id <> all(${calls}::uuid[])
        and other.caller_hash =
          case when deliveries.person ~ '^([0-9a-f]{2})+$' then decode(deliveries.person, 'hex') end)
      and exists (select from deliveries as owed where owed.call_id = deliveries.call_id
        and owed.plugin = deliveries.plugin and owed.kind = 'erase_person'
        and owed.state in ('waiting', 'running')))`;
  return owed;
}
