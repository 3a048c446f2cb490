/** Facts with what is a person's in them sealed: made before a transaction, which then need not wait. */
import type { Fact } from "../core/facts.ts";
import { type FieldRow, fieldRows } from "./lead_facts.ts";
import { hexBytes } from "./rows.ts";
import type { Sealer } from "./sealing.ts";

type Of<Type extends Fact["type"]> = Extract<Fact, { type: Type }>;
/** Bytes as PostgreSQL reads them. */
type Hex = string;

export type SealedStart = Of<"call_started"> & {
  /** Null where the network gave no number. */
  readonly caller: { readonly number: Hex; readonly hash: Hex } | null;
};
export type SealedTurn = Of<"turn"> & { readonly said: Hex };
export type SealedLead = Of<"lead"> & { readonly rows: readonly FieldRow[] };

/** The fact beside what is sealed of it: a start, a turn and a lead have something. */
export type SealedFact =
  | SealedStart
  | SealedTurn
  | SealedLead
  | Exclude<Fact, { type: "call_started" | "turn" | "lead" }>;

const E164 = /^\+[1-9][0-9]{5,14}$/;

export function sealFacts(facts: readonly Fact[], sealer: Sealer): Promise<SealedFact[]> {
  return Promise.all(facts.map((fact) => sealFact(fact, sealer)));
}

async function sealFact(fact: Fact, sealer: Sealer): Promise<SealedFact> {
  switch (fact.type) {
    case "call_started":
      return { ...fact, caller: await sealCaller(fact.callerNumber, sealer) };
    case "turn":
      return { ...fact, said: hexBytes(await sealer.seal(fact.text)) };
    case "lead":
      return { ...fact, rows: await fieldRows(fact, sealer) };
    default:
      return fact;
  }
}

async function sealCaller(number: string | null, sealer: Sealer): Promise<SealedStart["caller"]> {
  if (number === null || !E164.test(number)) return null;
  return {
    number: hexBytes(await sealer.seal(number)),
    hash: hexBytes(await sealer.lookup(number)),
  };
}
