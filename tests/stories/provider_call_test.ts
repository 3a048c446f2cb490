/** Calls with Deepgram and OpenAI through their SDKs, and with each of them failing in the middle. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { WORDS_PATIENCE_MS } from "../../lib/core/conversation/turn_end.ts";
import { whyNoLab } from "../lab/root.ts";
import type { Call } from "../lab/sip_caller.ts";
import type { Fault } from "../standins/faults.ts";
import { hasProgram, isLong, needs } from "../needs.ts";
import type { Exchange, Rehearsed } from "./caller.ts";
import { billedDollars, type Cloud, MODEL_PHRASES, openCloud } from "./cloud.ts";
import { eventually, Hotline } from "./hotline.ts";
import { socketsTo } from "./program_resources.ts";
import { investorsVoice, isTheLead, talk } from "./investor.ts";
import { type KeptTurn, keptTurns } from "./kept_turns.ts";
import { PhraseEar, phrasesOf } from "./phrase_ear.ts";

/**
 * From the caller's last sound to the agent's first: the pause that ends a turn (0.7 s), and what a
 * provider is waited for before the next one takes over (1.5 s), with what that one needs. Where
 * calls and stand-ins share two cores, words may come too late: then that is said after all
 * patience, and a sentence's usual second.
 */
const REPLY_WITHIN_MS = isLong ? 3_000 : WORDS_PATIENCE_MS + 1_500;

/** A line that does not answer our close is given up after a while. */
const CLOSED_WITHIN_MS = 15_000;

/** Each call has a program and an Asterisk of its own: more of them would measure this machine. */
const AT_ONCE = isLong ? 1 : 2;

const HEALTHY: Fault | null = null;
/** The three ways in which a provider fails in the middle. */
const FAILURES: readonly Fault[] = [
  { type: "reset", when: "during" },
  { type: "stall", when: "during" },
  { type: "status", status: 503 },
];

const CALLER = "+12025550141";

/** Who gives way once all faults were met; Deepgram's lines are mostly made anew in time. */
const FALLS_BACK: Readonly<Record<string, string>> = {
  "OpenAI's chat": "brain",
  "OpenAI's speech": "voice",
};
/** Between what Parley counts and a caller measures: a frame, Asterisk's tick, and a busy machine. */
const COUNT_DIFFERS_MS = 150;

/** Of the bill. */
const BILL_DIFFERS = 0.01;
/** The last facts of a call reach the database within a second; a busy machine takes longer. */
const BOOKED_WITHIN_MS = 20_000;

/** What goes wrong in one call, told when the program is ready. */
type Trouble = (cloud: Cloud) => void;

const TROUBLES: Readonly<Record<string, Trouble>> = {
  nothing: () => {},
  "OpenAI's chat": ({ openai }) => openai.chatFaults.next(HEALTHY, ...FAILURES),
  "OpenAI's speech": ({ openai }) => openai.speechFaults.next(HEALTHY, ...FAILURES),
  "Deepgram": ({ deepgram }) => deepgram.faults.next(...FAILURES, FAILURES[2]!),
};

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");
const sphinx = hasProgram("pocketsphinx_batch");
const ears = needs("pocketsphinx", sphinx, "pocketsphinx_batch is not installed");

Deno.test(
  "a call with Deepgram and OpenAI ends with the lead, whichever of them fails in the middle",
  { ignore: lab.ignore || ears.ignore },
  async () => {
    await using ear = await PhraseEar.open([...phrasesOf(investmentLead), ...MODEL_PHRASES]);
    const caller = { voice: await investorsVoice(), ear };
    const coming = Object.entries(TROUBLES);
    const work = async () => {
      for (let next = coming.shift(); next; next = coming.shift()) await withCloud(next, caller);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  },
);

interface Investor {
  readonly voice: Rehearsed;
  readonly ear: PhraseEar;
}

async function withCloud([what, trouble]: [string, Trouble], caller: Investor): Promise<void> {
  const { voice, ear } = caller;
  await using cloud = await openCloud(voice.said);
  cloud.openai.chatTiming = { firstMs: 150, pieceMs: 15 };
  cloud.openai.speechTiming = { firstMs: 150, pace: 5 };
  cloud.deepgram.resultMs = 60;
  await using hotline = await Hotline.open({ env: cloud.env });
  trouble(cloud);
  const planned = faultsLeft(cloud);
  await using call = hotline.dial({ callerId: CALLER });
  const exchanges = await talk(call, voice, ear);
  const stored = await hotline.stored(CALLER);
  try {
    isTheLead(stored);
    assert.equal(stored.reason, "goodbye");
    heardWithoutGaps(what, call, exchanges);
    assert.ok(cloud.deepgram.knocks > 0, `${what}: Deepgram was never asked`);
    assert.ok(cloud.openai.seen.length > 0, `${what}: OpenAI was never asked`);
    assert.ok(planned === 0 || faultsLeft(cloud) < planned, `${what}: no fault was met`);
    const kept = await keptTurns(hotline, CALLER, stored);
    tellsTheTruth(what, cloud, call, kept);
    await hotline.tidy();
    await noLineIsLeft(hotline, cloud);
    await booksAgree(what, hotline, cloud);
  } catch (error) {
    console.error(what, exchanges, JSON.stringify(stored, null, 2), hotline.program.output());
    throw error;
  }
}

/** Parley counts what the caller has measured, and names the part that fell back. */
function tellsTheTruth(what: string, cloud: Cloud, call: Call, kept: readonly KeptTurn[]): void {
  const counted = kept.slice(1).flatMap(({ gapMs }) => gapMs ?? []);
  const measured = call.figures().replyGapsMs.filter((gapMs) => gapMs !== null);
  const differMs = Math.abs(median(counted) - median(measured));
  assert.ok(differMs <= COUNT_DIFFERS_MS, `${what}: counted ${counted}, measured ${measured}`);
  const parts = kept.flatMap(({ fallbacks }) => fallbacks.map(({ part }) => part as string));
  const fails = FALLS_BACK[what];
  if (fails && faultsLeft(cloud) === 0) assert.ok(parts.includes(fails), `${what}: ${parts}`);
}

/** The books hold what the stand-ins bill for: to 1 %, and where lines broke or stalled, too. */
async function booksAgree(what: string, hotline: Hotline, cloud: Cloud): Promise<void> {
  let [spent, billed] = [0, 0];
  const agree = async () => {
    [spent, billed] = [await hotline.spentDollars(), billedDollars(cloud)];
    return Math.abs(spent - billed) <= BILL_DIFFERS * billed ? true : null;
  };
  await eventually(
    () => `${what}: the books hold ${spent} and the bill is ${billed}`,
    BOOKED_WITHIN_MS,
    agree,
  );
  console.log(`${what} fails: ${spent.toFixed(4)} USD in the books, ${billed.toFixed(4)} billed`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function faultsLeft({ openai, deepgram }: Cloud): number {
  return openai.chatFaults.left + openai.speechFaults.left + deepgram.faults.left;
}

/** Seen from Parley's side: what stalled at Deepgram learns of no close. */
async function noLineIsLeft({ program }: Hotline, { deepgram }: Cloud): Promise<void> {
  const port = Number(new URL(deepgram.url).port);
  await eventually("no line to Deepgram is open", CLOSED_WITHIN_MS, async () => {
    return await socketsTo(program.pid, port) === 0 ? true : null;
  });
}

/** The agent answers soon, whoever fails, and speaks on without a pause that sounds like its end. */
function heardWithoutGaps(what: string, call: Call, exchanges: readonly Exchange[]): void {
  const { replyGapsMs } = call.figures();
  // None where the caller took a pause for the end of a question, and talked into the rest of it.
  const gaps = replyGapsMs.flatMap((gapMs) => gapMs === null ? [] : [Math.round(gapMs)]);
  console.log(`${what} fails: the agent was silent for ${gaps} ms before its answers`);
  assert.ok(gaps.length >= replyGapsMs.length - 1, `${what}: answers only after ${gaps} ms`);
  assert.ok(Math.max(...gaps) <= REPLY_WITHIN_MS, `${what}: silent for ${gaps} ms`);
  const asked = exchanges.flatMap(({ asked }) => asked);
  assert.deepEqual(asked.slice(0, 3), ["greeting", "disclosure", "question investmentType"]);
  assert.equal(asked.at(-2), "saved"); // the goodbye is short, and this ear no good judge of it
}
