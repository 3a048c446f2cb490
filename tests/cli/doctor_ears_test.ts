import assert from "node:assert/strict";
import type { Voice } from "../../lib/call/ports.ts";
import { earsFinding } from "../../lib/cli/doctor_speech.ts";
import { openCloudEars } from "../../lib/cli/cloud_speech.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { DeepgramStandIn } from "../standins/deepgram.ts";
import { Spoken } from "../standins/spoken.ts";

const SAID = await spokenOnce();
const never = new AbortController().signal;

async function spokenOnce() {
  using spoken = new Spoken();
  return await spoken.say("Yes please.", 8_000);
}

const speaker: Voice = {
  name: "speaker",
  async *speak() {
    yield await Promise.resolve(SAID);
  },
};

Deno.test("the doctor tells by one sentence whether Deepgram hears, and what keeps it from that", async () => {
  await using standIn = await DeepgramStandIn.start();
  standIn.learn("Yes please.", SAID);
  const look = async (apiKey: string, url: string, model = "nova-2") => {
    const ears = openCloudEars({ apiKey, url, model });
    const { verdict, text } = await earsFinding(ears, investmentLead, speaker, never);
    return `${verdict} ${text}`;
  };
  const findings = await Promise.all([
    look("test-key", standIn.url),
    look("wrong-key", standIn.url),
    look("test-key", standIn.url, "nova-9"),
    look("test-key", `${standIn.url}/proxy`),
    look("test-key", "ws://127.0.0.1:1"),
  ]);
  assert.deepEqual(findings, [
    'ok deepgram nova-2 heard "yes" when it was said',
    "bad deepgram nova-2 can't hear, Cannot listen with Deepgram: it answered 401: " +
    "look at DEEPGRAM_API_KEY",
    "bad deepgram nova-9 can't hear, Cannot listen with Deepgram: it answered 400: " +
    "look at DEEPGRAM_MODEL",
    "bad deepgram nova-2 can't hear, Cannot listen with Deepgram: it answered 404: " +
    "look at DEEPGRAM_URL",
    "bad deepgram nova-2 can't hear, Deepgram can't be reached in time: " +
    "check its key, address and model, or install its packages anew",
  ]);
});
