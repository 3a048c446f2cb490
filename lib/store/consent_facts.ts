/** Keeps what a call has to be able to prove: what was announced and heard, and what was agreed to. */
import type { Fact } from "../core/facts.ts";
import type { Tx } from "./database.ts";
import { insert, type Statement } from "./rows.ts";

type Of<Type extends Fact["type"]> = Extract<Fact, { type: Type }>;

export function addDisclosures(tx: Tx, facts: readonly Of<"disclosed">[]): Statement[] {
  const rows = facts.map((fact) => ({
    call_id: fact.call,
    seq: fact.seq,
    campaign: fact.campaign,
    campaign_version: fact.campaignVersion,
    said: fact.text,
    heard_at: new Date(fact.atMs),
  }));
  return insert(tx, "disclosures", rows);
}

export function addConsents(tx: Tx, facts: readonly Of<"consent">[]): Statement[] {
  const rows = facts.map((fact) => ({
    call_id: fact.call,
    seq: fact.seq,
    about: fact.about,
    given: fact.given,
    how: fact.how,
    wording: fact.wording,
    campaign: fact.campaign,
    campaign_version: fact.campaignVersion,
    turn: fact.turn,
    at: new Date(fact.atMs),
  }));
  return insert(tx, "consents", rows);
}
