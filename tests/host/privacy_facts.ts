/** Calls of people whose every word can be told from everybody else's. */
import type { Fact } from "../../lib/core/facts.ts";
import type { CallId, TurnId } from "../../lib/core/ids.ts";
import type { Evidence, Value } from "../../lib/core/lead.ts";

export interface MadeUpPerson {
  readonly name: string;
  /** E.164. */
  readonly number: string;
  readonly email: string;
  readonly quote: string;
}

export function madeUpPerson(at: number): MadeUpPerson {
  const four = String(1_000 + at).slice(-4);
  return {
    name: `Zebulon Quxworthy${four}`,
    number: `+1202555${four}`,
    email: `z.quxworthy${four}@example.org`,
    quote: `something for my violin shop ${four}`,
  };
}

/** Everything by which the person could be known. */
export function wordsOf({ name, number, email, quote }: MadeUpPerson): readonly string[] {
  return [name, number, email, quote];
}

/** A whole call; `from`: where it came from, the person's own number if nothing is said. */
export function callOf(
  person: MadeUpPerson,
  { atMs, from = person.number }: { readonly atMs: number; readonly from?: string | null },
): { readonly call: CallId; readonly facts: readonly Fact[] } {
  const call = crypto.randomUUID() as CallId;
  const { name, number, email, quote } = person;
  const version = { campaign: "investment_lead", campaignVersion: 1 };
  const fields = {
    investmentType: evidence(["stocks"], quote, 1),
    name: evidence(name, `this is ${name}`, 2),
    phone: evidence({ e164: number, source: "spoken" }, `on ${number}`, 2),
    email: evidence(email, email, 2),
  };
  const lead = { status: "incomplete", missing: ["amount"], fields, score: NO_SCORE };
  const bodies = [
    { type: "call_started", ...version, callerNumber: from, dialled: "9000" },
    { type: "turn", turn: 0, speaker: "agent", text: "Hello." },
    { type: "disclosed", ...version, text: "I am an AI." },
    { type: "turn", turn: 1, speaker: "caller", text: `Well, ${quote}.` },
    {
      type: "consent",
      ...version,
      ...{ about: "transcript", given: true, how: "spoke_on", wording: "I am an AI.", turn: 1 },
    },
    { type: "turn", turn: 2, speaker: "caller", text: `this is ${name} on ${number}, ${email}` },
    { type: "lead", lead },
    { type: "call_ended", endedBy: "agent", reason: "goodbye", turns: 2 },
  ];
  const facts = bodies.map((body, at) =>
    ({ call, seq: at + 1, atMs: atMs + at * 1_000, ...body }) as Fact
  );
  return { call, facts };
}

/** The same of a person who answered everything and agreed to be called: plugins are told of it. */
export function qualifiedCallOf(
  person: MadeUpPerson,
  { atMs }: { readonly atMs: number },
): { readonly call: CallId; readonly facts: readonly Fact[] } {
  const { call, facts } = callOf(person, { atMs });
  const answers = {
    amount: evidence({ minMinor: 6_000_000, maxMinor: 6_000_000, currency: "USD" }, "sixty k", 1),
    callback: evidence({ wanted: true, at: null, consent: true }, "yes please", 2),
  };
  const qualified = facts.map((fact) => {
    if (fact.type !== "lead") return fact;
    const fields = { ...fact.lead.fields, ...answers };
    return { ...fact, lead: { ...fact.lead, status: "qualified", missing: [], fields } as const };
  });
  return { call, facts: qualified };
}

const NO_SCORE = { points: 0, reasons: [], disqualifiers: [] } as const;

function evidence(value: Value, quote: string, turn: number): Evidence {
  return {
    value,
    quote,
    turn: turn as TurnId,
    atMs: turn * 1_000,
    confidence: 0.9,
    by: "rules",
    history: [],
  };
}
