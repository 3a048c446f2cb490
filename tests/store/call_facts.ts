/** Facts of made-up calls. */
import { type Fact, timingFact } from "../../lib/core/facts.ts";
import type { CallId, TurnId } from "../../lib/core/ids.ts";
import type { Lead } from "../../lib/core/lead.ts";

export const STARTED_AT_MS = Date.UTC(2026, 4, 4, 10);

export const lead: Lead = {
  status: "qualified",
  missing: [],
  fields: {
    amount: {
      value: { minMinor: 5_000_000, maxMinor: null, currency: "USD" },
      quote: "at least fifty thousand",
      turn: 2 as TurnId,
      atMs: 21_500,
      confidence: 0.9,
      by: "rules",
      history: [{
        value: { minMinor: 1_500_000, maxMinor: 1_500_000, currency: "USD" },
        quote: "fifteen thousand",
        turn: 1 as TurnId,
        atMs: 9_000,
        confidence: 0.5,
        by: "rules",
        gaveWay: "denied",
      }],
    },
    investmentType: {
      value: ["stocks", "bonds"],
      quote: "stocks and bonds",
      turn: 1 as TurnId,
      atMs: 9_000,
      confidence: 1,
      by: "model",
      history: [],
    },
    phone: null,
  },
  score: {
    points: 40,
    reasons: [{ points: 40, why: "Has fifty thousand dollars or more." }],
    disqualifiers: [],
  },
};

export function newCall(): CallId {
  return crypto.randomUUID() as CallId;
}

/** A whole call of six facts; the lead comes twice, first without an amount. */
export function factsOf(call: CallId, startedAtMs = STARTED_AT_MS): Fact[] {
  const first: Lead = { ...lead, status: "incomplete", missing: ["amount"], fields: {} };
  const bodies = [
    {
      type: "call_started",
      campaign: "investment_lead",
      campaignVersion: 1,
      callerNumber: "+12025550123",
      dialled: "9000",
    },
    { type: "turn", turn: 0 as TurnId, speaker: "agent", text: "Hello." },
    { type: "turn", turn: 1 as TurnId, speaker: "caller", text: "stocks and bonds" },
    { type: "lead", lead: first },
    { type: "lead", lead },
    { type: "call_ended", endedBy: "agent", reason: "goodbye", turns: 2 },
  ];
  return bodies.map((body, at) =>
    ({ call, seq: at + 1, atMs: startedAtMs + at * 1_000, ...body }) as Fact
  );
}

/** The same of a caller who has not called before. */
export function strangersFacts(call: CallId, startedAtMs = STARTED_AT_MS): Fact[] {
  const digits = String(Number.parseInt(call.slice(0, 7), 16) % 10_000_000).padStart(7, "0");
  return callFrom(`+1202${digits}`, factsOf(call, startedAtMs));
}

export function callFrom(callerNumber: string, facts: readonly Fact[]): Fact[] {
  return facts.map((fact) => fact.type === "call_started" ? { ...fact, callerNumber } : fact);
}

/** A turn that the caller cut short, after its brain had fallen back. */
export function timingOf(call: CallId, turn: number, atMs = STARTED_AT_MS): Fact {
  return timingFact(call, {
    turn: turn as TurnId,
    atMs,
    decidedMs: 110,
    brainAskedMs: 111,
    firstTokenMs: null,
    firstSentenceMs: 1_700,
    fillerMs: 1_010,
    voiceAskedMs: 1_701,
    firstAudioMs: 1_880,
    firstPacketMs: 1_882,
    firstHeardMs: null,
    lastHeardMs: null,
    interruptedAfterMs: 640,
    fallbacks: [{ part: "brain", to: "scripted" }],
  });
}

/** One turn of a call, with words of the test's choice. */
export function turnOf(call: CallId, seq: number, text: string): Fact {
  const turn = seq as TurnId;
  return { call, seq, atMs: STARTED_AT_MS + seq, type: "turn", turn, speaker: "caller", text };
}
