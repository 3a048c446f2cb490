/** All calls of a person, or one call: what a request for export or erasure is about. */
import type { Fact } from "../core/facts.ts";
import { isOfContact } from "../core/contact.ts";
import { isCallId } from "../core/ids.ts";
import type { Queries } from "./database.ts";
import { findCalls } from "./leads.ts";
import type { Sealer } from "./sealing.ts";

/** By E.164 number or e-mail address; or a lead, which has the id of its call. */
export type Person = { readonly contact: string } | { readonly callId: string };

/** A refused fact, opened. */
export interface RefusedFact {
  readonly callId: string;
  readonly seq: string;
  readonly at: Date;
  readonly reason: string;
  readonly fact: Fact;
}

/** Refused facts opened together. */
const REFUSED_BATCH = 500;

/** Those of them that are ids of calls: a refused fact may have any text for one. */
export function uuids(ids: readonly string[]): string[] {
  return [...new Set(ids)].filter(isCallId);
}

/** The fact tells that its call is this person's. */
export function isOfPerson(fact: Fact, person: Person): boolean {
  return "contact" in person ? isOfContact(fact, person.contact) : fact.call === person.callId;
}

/** Ids of the calls in the database, also of those of which it has refused facts only. */
export async function callsOfPerson(
  sql: Queries,
  sealer: Sealer,
  person: Person,
): Promise<readonly string[]> {
  const known = "contact" in person
    ? await findCalls({ sql, sealer }, person.contact)
    : [person.callId];
  const refused = new Set<string>();
  for await (const { callId, fact } of refusedFacts(sql, sealer)) {
    if (isOfPerson(fact, person)) refused.add(callId);
  }
  return [...new Set([...known, ...refused])];
}

/** All that a person has yet to look at: there are few, or something is badly wrong. */
export async function* refusedFacts(
  sql: Queries,
  sealer: Sealer,
): AsyncGenerator<RefusedFact> {
  const rows = sql<RefusedRow[]>`
    select call_id as "callId", seq, at, reason, fact as sealed from refused_facts`
    .cursor(REFUSED_BATCH);
  for await (const batch of rows) {
    for (const { sealed, ...row } of batch) {
      yield { ...row, fact: JSON.parse(await sealer.open(sealed)) as Fact };
    }
  }
}

type RefusedRow = Omit<RefusedFact, "fact"> & { readonly sealed: Uint8Array };
