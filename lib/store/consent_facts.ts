/** Keeps what a call has to be able to prove: what was announced and heard, and what was agreed to. */
import type postgres from "postgres";
import type { Fact } from "../core/facts.ts";

type Tx = postgres.TransactionSql;
type Of<Type extends Fact["type"]> = Extract<Fact, { type: Type }>;

export async function addDisclosures(tx: Tx, facts: readonly Of<"disclosed">[]): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map((fact) => ({
    call_id: fact.call as string,
    seq: fact.seq,
    campaign: fact.campaign,
    campaign_version: fact.campaignVersion,
    said: fact.text,
    heard_at: new Date(fact.atMs),
  }));
  await tx`insert into disclosures ${tx(rows)}`;
}

export async function addConsents(tx: Tx, facts: readonly Of<"consent">[]): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map((fact) => ({
    call_id: fact.call as string,
    seq: fact.seq,
    about: fact.about,
    given: fact.given,
    how: fact.how,
    wording: fact.wording,
    campaign: fact.campaign,
    campaign_version: fact.campaignVersion,
    turn: fact.turn as number,
    at: new Date(fact.atMs),
  }));
  await tx`insert into consents ${tx(rows)}`;
}
