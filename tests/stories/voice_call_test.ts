/** Calls by voice, as they come without any account: PocketSphinx, the scripted brain, flite. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { FliteVoiceName } from "../../lib/host/flite_wasi.ts";
import { whyNoLab } from "../lab/root.ts";
import { hasProgram, needs } from "../needs.ts";
import { type Answers, type Exchange, ListeningCaller, rehearse, textsOf } from "./caller.ts";
import { Hotline, type StoredCall } from "./hotline.ts";
import { PhraseEar, phrasesOf } from "./phrase_ear.ts";

interface Person {
  readonly callerId: string;
  readonly voice: FliteVoiceName;
  /** Later ones of a list are said when the earlier was not understood, as people do. */
  readonly answers: Answers;
  /** Values, and words that the quote must hold. */
  readonly lead: Readonly<Record<string, readonly [value: unknown, words: string]>>;
}

const POLITE: Answers = {
  askCallback: "no thank you",
  "confirm investmentType": "yes",
  "confirm amount": "yes",
  "confirm riskTolerance": "yes",
  "confirm timeline": "yes",
};

/** Asks first who is speaking. */
const curious: Person = {
  callerId: "+12025550121",
  voice: "kal16",
  answers: {
    ...POLITE,
    "question investmentType": ["are you a robot", "I would like to buy shares"],
    "question amount": ["around twenty five thousand dollars", "twenty five thousand"],
    "question riskTolerance": ["I am quite cautious", "low risk"],
    "question timeline": ["within two years", "a year and a half"],
  },
  lead: {
    investmentType: [["stocks"], "shares"],
    amount: [{ minMinor: 2_500_000, maxMinor: 2_500_000, currency: "USD" }, "twenty five thousand"],
    riskTolerance: ["conservative", "cautious"],
    timeline: [{ minMonths: 18, maxMonths: 18, horizon: "medium" }, "a year and a half"],
  },
};

/** Comes to the point. */
const brisk: Person = {
  callerId: "+12025550122",
  voice: "rms",
  answers: {
    ...POLITE,
    "question investmentType": ["mostly index funds", "index funds"],
    "question amount": ["about forty five thousand dollars", "forty five thousand"],
    "question riskTolerance": ["fairly aggressive", "aggressive"],
    "question timeline": ["two years at most", "at most two years"],
  },
  lead: {
    investmentType: [["funds"], "index fund"],
    amount: [{ minMinor: 4_500_000, maxMinor: 4_500_000, currency: "USD" }, "forty five thousand"],
    riskTolerance: ["aggressive", "aggressive"],
    timeline: [{ minMonths: null, maxMonths: 24, horizon: "medium" }, "two years at most"],
  },
};

/** Answers beside the question before answering it. */
const absent: Person = {
  callerId: "+12025550123",
  voice: "kal16",
  answers: {
    ...POLITE,
    "question investmentType": ["maybe some property", "property"],
    "question amount": [
      "my brother has a red bicycle",
      "a hundred thousand dollars",
      "one hundred thousand",
    ],
    "question riskTolerance": ["medium risk", "a medium risk"],
    "question timeline": ["the weather is lovely today", "ten years"],
  },
  lead: {
    investmentType: [["real_estate"], "property"],
    amount: [{ minMinor: 10_000_000, maxMinor: 10_000_000, currency: "USD" }, "hundred thousand"],
    riskTolerance: ["moderate", "medium risk"],
    timeline: [{ minMonths: 120, maxMonths: 120, horizon: "long" }, "ten years"],
  },
};

const SILENT = "+12025550124";
const FIELDS = ["investmentType", "amount", "riskTolerance", "timeline"];

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");
const sphinx = hasProgram("pocketsphinx_batch");
const ears = needs("pocketsphinx", sphinx, "pocketsphinx_batch is not installed");

Deno.test(
  "three callers talk to Parley, and one is silent: three leads, and nothing is left over",
  { ignore: lab.ignore || ears.ignore },
  async () => {
    await using ear = await PhraseEar.open(phrasesOf(investmentLead));
    await using hotline = await Hotline.open();
    const talk = (person: Person) => talkTo(hotline, person, ear);
    await Promise.all([talk(curious), talk(brisk), talk(absent), keepSilent(hotline, ear)]);
    await hotline.tidy();
  },
);

async function talkTo(hotline: Hotline, person: Person, ear: PhraseEar) {
  const voice = await rehearse(person.voice, textsOf(person.answers));
  await using call = hotline.dial({ callerId: person.callerId });
  const caller = new ListeningCaller(call, voice, ear, person.answers);
  const exchanges = await caller.talk();
  const stored = await hotline.stored(person.callerId);
  try {
    heardInOrder(exchanges);
    isTheLeadOf(person, stored);
    assert.deepEqual(await call.ended, { by: "agent", reason: "Q.850;cause=16" });
  } catch (error) {
    console.error(exchanges, JSON.stringify(stored, null, 2));
    throw error;
  }
}

/** The disclosure before any question, the questions in their order, and the goodbye at the end. */
function heardInOrder(exchanges: readonly Exchange[]): void {
  const heard = exchanges.flatMap(({ asked }) => asked);
  assert.deepEqual(heard.slice(0, 3), ["greeting", "disclosure", "question investmentType"]);
  const asked = heard.filter((name) => name.startsWith("question ") || name === "askCallback")
    .map((name) => name.replace("question ", ""));
  const order = [...FIELDS, "askCallback"];
  assert.deepEqual(asked, asked.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  assert.deepEqual(heard.slice(-2), ["saved", "goodbye"]);
}

function isTheLeadOf({ lead, callerId }: Person, stored: StoredCall): void {
  const { status, endedBy, reason, fields } = stored;
  assert.deepEqual([status, endedBy, reason], ["qualified", "agent", "goodbye"], callerId);
  for (const [key, [value, words]] of Object.entries(lead)) {
    const field = fields[key];
    assert.deepEqual(field?.value, value, `${key} of ${callerId}`);
    assert.ok(field!.said?.includes(field!.quote), `${key}: "${field!.quote}" was not said`);
    assert.ok(field!.quote.includes(words), `${key}: "${field!.quote}" does not hold "${words}"`);
  }
}

/** Is prompted twice and said goodbye: so it is written down, and nearly all of it understood. */
async function keepSilent(hotline: Hotline, ear: PhraseEar): Promise<void> {
  await using call = hotline.dial({ callerId: SILENT });
  await call.ended;
  const heard = await ear.hear(call.heard());
  const prompts = heard.filter((name) => name === "stillThere" || name === "silentGoodbye");
  assert.ok(prompts.includes("stillThere") && prompts.at(-1) === "silentGoodbye", `${heard}`);
  const { endedBy, reason, status } = await hotline.stored(SILENT);
  assert.deepEqual([endedBy, reason, status], ["agent", "silence", "incomplete"]);
  const { stillThere, silentGoodbye } = investmentLead.lines;
  const said = (await hotline.said(SILENT)).map(({ text }) => text)
    .filter((text) => text.includes(stillThere) || text.includes(silentGoodbye));
  assert.equal(said.length, 3);
}
