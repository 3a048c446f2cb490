/** A caller who wants to invest, and speaks freely: what they say, and the lead that it makes. */
import assert from "node:assert/strict";
import { FliteVoices } from "../../lib/host/flite_voice.ts";
import type { FliteVoiceName } from "../../lib/host/flite_wasi.ts";
import type { Call } from "../lab/sip_caller.ts";
import { type Exchange, ListeningCaller } from "./caller.ts";
import type { StoredCall } from "./hotline.ts";
import type { PhraseEar } from "./phrase_ear.ts";

const VOICE: FliteVoiceName = "kal16";
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

/** Every sentence of theirs, and in which voice: for stand-ins that must know it. */
export const SAYING = Object.values(ANSWERS).map((text) => ({ text, voice: VOICE }));

/** Talks until the agent hangs up. */
export async function talk(call: Call, ear: PhraseEar): Promise<Exchange[]> {
  const flite = new FliteVoices();
  try {
    const caller = new ListeningCaller(call, flite.voice(VOICE), ear, ANSWERS, {
      quietMs: QUIET_MS,
    });
    return await caller.talk();
  } finally {
    flite.close();
  }
}

export function isTheLead({ status, endedBy, fields }: StoredCall): void {
  assert.deepEqual({ status, endedBy }, { status: "qualified", endedBy: "agent" });
  for (const [key, value] of Object.entries(LEAD)) {
    assert.deepEqual(fields[key]?.value, value, key);
    assert.ok(fields[key]!.said?.includes(fields[key]!.quote), `the quote of ${key} was not said`);
  }
}
