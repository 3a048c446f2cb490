/** Legal holds: what stands under one is neither deleted by rule nor erased on request. */
import { isOfContact } from "../core/contact.ts";
import { type Actor, recordAccess } from "./audit.ts";
import type { Queries, Sql, Tx } from "./database.ts";
import { findCallsOf } from "./leads.ts";
import { callsOfPerson, refusedFacts } from "./person.ts";
import type { Sealer } from "./sealing.ts";

/** Holds that stand at the same time; each of a person is opened and looked up in every run. */
export const HOLDS_MAX = 10_000;

/** A person by E.164 number or e-mail address, with the calls that are still to come; or one call. */
export type HeldWhom = { readonly contact: string } | { readonly callId: string };

export interface Hold {
  readonly id: number;
  readonly reason: string;
  readonly placedAt: Date;
  readonly placedBy: string;
  /** Opened; null where the hold is on one call. */
  readonly contact: string | null;
  readonly callId: string | null;
}

/** What holds keep at this moment. */
export interface Held {
  readonly callIds: readonly string[];
}

/**
 * The calls under a hold, for a transaction that deletes: none is placed from here to its end, so that
 * whoever was told that a hold stands loses nothing.
 */
export async function heldToTheEnd(tx: Tx, sealer: Sealer): Promise<Held> {
  await tx`lock table holds in share mode`;
  return await heldNow(tx, sealer);
}

/** The calls under a hold at this moment. */
export async function heldNow(sql: Queries, sealer: Sealer): Promise<Held> {
  const holds = await standingHolds(sql, sealer);
  const contacts = holds.flatMap(({ contact }) => contact ?? []);
  const ofPeople = contacts.length === 0 ? [] : await callsOfAll(sql, sealer, contacts);
  return { callIds: [...new Set([...holds.flatMap(({ callId }) => callId ?? []), ...ofPeople])] };
}

/** Also those of which only refused facts tell whose they are. */
async function callsOfAll(
  sql: Queries,
  sealer: Sealer,
  contacts: readonly string[],
): Promise<readonly string[]> {
  const ids = new Set(await findCallsOf({ sql, sealer }, contacts));
  for await (const { callId, fact } of refusedFacts(sql, sealer)) {
    if (contacts.some((contact) => isOfContact(fact, contact))) ids.add(callId);
  }
  return [...ids];
}

/** SQL that is true where the call stands under a hold; `call` names its id's column. */
export function isHeld(sql: Queries, held: Held, call: string) {
  return sql`coalesce(${sql(call)}::text = any(${[...held.callIds]}::text[]), false)`;
}

/** The oldest first. */
export async function standingHolds(sql: Queries, sealer: Sealer): Promise<readonly Hold[]> {
  const rows = await sql<(Omit<Hold, "contact"> & { readonly sealed: Uint8Array | null })[]>`
    select id::integer, reason, placed_at as "placedAt", placed_by as "placedBy",
      contact as sealed, call_id as "callId"
    from holds where released_at is null order by id limit ${HOLDS_MAX}`;
  return await Promise.all(rows.map(async ({ sealed, ...hold }) => ({
    ...hold,
    contact: sealed && await sealer.open(sealed),
  })));
}

/** Those that keep this call; `contact`: and those of this person, whose calls may be none yet. */
export async function holdsOf(
  sql: Queries,
  sealer: Sealer,
  { callIds, contact }: { readonly callIds: readonly string[]; readonly contact: string | null },
): Promise<readonly Hold[]> {
  const wanted = new Set(callIds);
  const found: Hold[] = [];
  for (const hold of await standingHolds(sql, sealer)) {
    const held = hold.contact === null
      ? [hold.callId!]
      : await callsOfPerson(sql, sealer, { contact: hold.contact });
    const isOfPerson = contact !== null && hold.contact === contact;
    if (isOfPerson || held.some((id) => wanted.has(id))) found.push(hold);
  }
  return found;
}

/** Resolves with its number. */
export async function placeHold(
  sql: Sql,
  sealer: Sealer,
  { whom, reason, actor }: {
    readonly whom: HeldWhom;
    readonly reason: string;
    readonly actor: Actor;
  },
): Promise<number> {
  const contact = "contact" in whom ? whom.contact : null;
  const row = {
    reason,
    call_id: "callId" in whom ? whom.callId : null,
    contact: contact && await sealer.seal(contact),
    placed_at: new Date(),
    placed_by: actor,
  };
  return await sql.begin(async (tx) => {
    const [{ standing }] = await tx<[{ standing: number }]>`
      select count(*)::integer as standing from holds where released_at is null`;
    if (standing >= HOLDS_MAX) {
      throw new Error(`Cannot place a hold: ${HOLDS_MAX} stand already; release some first`);
    }
    const [placed] = await tx<{ id: number }[]>`
      insert into holds ${tx(row)} returning id::integer`;
    await note(tx, { actor, action: "held", hold: placed!.id, callId: row.call_id });
    return placed!.id;
  });
}

/** Resolves with the holds that it released; what is due is deleted by the next run. */
export async function releaseHolds(
  sql: Sql,
  sealer: Sealer,
  { isMeant, actor }: { readonly isMeant: (hold: Hold) => boolean; readonly actor: Actor },
): Promise<readonly Hold[]> {
  return await sql.begin(async (tx) => {
    const released = (await standingHolds(tx, sealer)).filter(isMeant);
    for (const { id, callId } of released) {
      await tx`update holds set released_at = now(), released_by = ${actor}, contact = null
        where id = ${id}`;
      await note(tx, { actor, action: "released", hold: id, callId });
    }
    return released;
  });
}

async function note(
  tx: Queries,
  { actor, action, hold, callId }: {
    readonly actor: Actor;
    readonly action: "held" | "released";
    readonly hold: number;
    readonly callId: string | null;
  },
): Promise<void> {
  const calls = callId === null ? [] : [callId];
  await recordAccess(tx, { actor, action, calls, columns: ["holds.contact"], details: { hold } });
}
