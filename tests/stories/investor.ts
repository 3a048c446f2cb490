/** A caller who wants to invest, and speaks freely: what they say, and the lead that it makes. */
import assert from "node:assert/strict";
import type { Call } from "../lab/sip_caller.ts";
import { type Exchange, ListeningCaller, rehearse, type Rehearsed, textsOf } from "./caller.ts";
import type { StoredCall } from "./hotline.ts";
import type { PhraseEar } from "./phrase_ear.ts";

const ANSWERS = {
  "question investmentType": "I was thinking of corporate bonds and some gold",
  "question amount": "something like sixty thousand dollars",
  "question riskTolerance": "I would say moderate",
  "question timeline": "in about five years",
  askCallback: "no thank you",
} as const;
const LEAD = {
  investmentType: ["bonds", "commodities"],
  amount: { minMinor: 6_000_000, maxMinor: 6_000_000, currency: "USD" },
  riskTolerance: "moderate",
  timeline: { minMonths: 60, maxMonths: 60, horizon: "medium" },
} as const;

/** A pause that a caller takes for the agent's end. */
const QUIET_MS = 1_200;

/** Every sentence of theirs, as stand-ins must know it too. */
export function investorsVoice(): Promise<Rehearsed> {
  return rehearse("kal16", textsOf(ANSWERS));
}

/** Talks until the agent hangs up. */
export function talk(call: Call, voice: Rehearsed, ear: PhraseEar): Promise<Exchange[]> {
  return new ListeningCaller(call, voice, ear, ANSWERS, { quietMs: QUIET_MS }).talk();
}

export function isTheLead({ status, endedBy, fields }: StoredCall): void {
  assert.deepEqual({ status, endedBy }, { status: "qualified", endedBy: "agent" });
  for (const [key, value] of Object.entries(LEAD)) {
    assert.deepEqual(fields[key]?.value, value, key);
    assert.ok(fields[key]!.said?.includes(fields[key]!.quote), `the quote of ${key} was not said`);
  }
}
