/**
 * A hundred thousand random calls. `PARLEY_SEED=…` begins with the one that failed; elsewhere than
 * in CI and in the long form some thousands have to do.
 */
import type { BrainEvent } from "../../lib/core/brain.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { nextAlarmMs } from "../../lib/core/conversation/deadlines.ts";
import { MAX_CALL_MS } from "../../lib/core/limits.ts";
import { clinicAppointment } from "../stories/clinic_campaign.data.ts";
import { isLong } from "../needs.ts";
import { pick, type Random, randomEvent } from "./random_events.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { START_MS } from "./story.ts";
import { answerText, BrokenRule, WatchedCall } from "./watched_call.ts";

const STORIES = isLong || Deno.env.get("CI") === "true" ? 100_000 : 2_000;
const EVENTS_MAX = 60;
/** Between two events; most are much closer together. */
const PAUSE_MAX_MS = 6_000;
/** After the longest call: the lead is saved, and last words are heard, at the slowest. */
const CLOSING_MAX_MS = 120_000;
/** A letter of speech. */
const LETTER_MS = 60;
const BRAIN_MS = 400;
const DISK_MS = 20;
const PBX_MS = 5;
/** A person's telephone rings, and nobody is there; or they talk. */
const PERSON_MS = 20_000;
/** Of what happened before a rule was broken. */
const TOLD_LINES = 60;

const WORDS = [
  ...["stocks and some bonds", "about fifty thousand dollars", "no make that eighty thousand"],
  ...["yes", "no", "I don't know", "are you a robot", "can I speak to a person", "not interested"],
  ...["what did you say", "within two years", "low risk please", "hold on", "goodbye", "mhm"],
  ...["blue monkeys sing", "fifty", "call me tomorrow at three", "two oh two five five five", ""],
];
const words = (random: Random) => pick(random, WORDS);

Deno.test("step() ends every call, and speaks for no dropped turn and after no end, in any story", () => {
  const firstSeed = seedOfThisRun();
  console.log(`${STORIES} stories, seeds from ${firstSeed} on`);
  for (let seed = firstSeed; seed < firstSeed + STORIES; seed++) {
    const random = seededRandom(seed);
    const call = newStory(random);
    try {
      goesWild(call, random);
      endsByItself(call, random);
    } catch (error) {
      if (!(error instanceof BrokenRule)) throw error;
      const story = call.lastEvents(TOLD_LINES);
      throw new Error(`${error.message}; seed ${seed}, its last events:\n${story}`);
    }
  }
});

function newStory(random: Random): WatchedCall {
  const campaign = random() < 0.7 ? investmentLead : clinicAppointment;
  const setting = {
    campaign,
    timeZone: "America/New_York",
    silenceMs: SILENCE_MS,
    human: random() < 0.7,
  };
  const callerNumber = random() < 0.5 ? "+12025550123" : null;
  const call = new WatchedCall(setting, { callerNumber, earsDown: random() < 0.1 });
  call.take({ type: "call_started", dialled: "9000" });
  return call;
}

/** Whatever comes: half of it is what was to be expected. */
function goesWild(call: WatchedCall, random: Random): void {
  const count = Math.floor(random() ** 2 * EVENTS_MAX); // most bugs need few
  for (let event = 0; event < count && !call.ended; event++) {
    call.wait(Math.floor(random() ** 3 * PAUSE_MAX_MS));
    const honest = random() < 0.5 ? nextOutcome(call, random) : null;
    call.take(honest ?? randomEvent({ call, random, words }));
  }
}

/** Nobody says anything more, and what works still works: the call must come to its end. */
function endsByItself(call: WatchedCall, random: Random): void {
  const [voice, brain, disk, pbx] = Array.from({ length: 4 }, () => random() < 0.8);
  const fromMs = call.atMs;
  while (!call.ended) {
    const { speech, answer, ahead, saves, transfer } = call.owed;
    const outcomes = [
      voice && speech[0] ? speech[0].text.length * LETTER_MS : Infinity,
      brain && answer ? BRAIN_MS : Infinity,
      brain && ahead && !ahead.done ? BRAIN_MS : Infinity,
      disk && saves.length > 0 ? DISK_MS : Infinity,
      pbx && transfer ? PBX_MS : Infinity,
      call.away ? PERSON_MS : Infinity,
    ];
    const inMs = Math.min(...outcomes);
    const alarmInMs = (nextAlarmMs(call.state) ?? Infinity) - call.atMs;
    call.wait(Math.max(0, Math.min(inMs, alarmInMs)));
    if (call.atMs > latestMs(call, fromMs)) throw new BrokenRule("Never ends");
    if (inMs <= alarmInMs) call.take(OUTCOMES[outcomes.indexOf(inMs)]!(call, random) ?? wake);
  }
}

function latestMs({ state: { lentMs } }: WatchedCall, fromMs: number): number {
  return Math.max(START_MS + MAX_CALL_MS + lentMs, fromMs) + PERSON_MS + CLOSING_MAX_MS;
}

const wake = { type: "alarm" } as const;

/** What the voice, the brain, the disk, the PBX and a person come to where all is well. */
const OUTCOMES: readonly ((call: WatchedCall, random: Random) => Outcome | null)[] = [
  ({ owed: { speech } }) =>
    speech[0] ? { type: "utterance_played", utterance: speech[0].utterance } : null,
  ({ owed: { answer } }, random) => {
    if (answer === null) return null;
    const text = answerText(answer.number);
    const told = random() < 0.5
      ? { type: "sentence", text } as const
      : { type: "done", by: "test" } as const;
    return toldOf(answer, told);
  },
  ({ owed: { ahead } }, random) => {
    if (ahead === null || ahead.done) return null;
    const text = answerText(ahead.number);
    const told = random() < 0.7
      ? { type: "sentence", text } as const
      : { type: "done", by: "test" } as const;
    return toldOf(ahead, told);
  },
  ({ owed: { saves } }, random) =>
    saves.length > 0 ? { type: "saved", seq: saves[0]!, ok: random() < 0.8 } : null,
  ({ owed: { transfer } }) => transfer ? { type: "transferred" } : null,
  ({ away }, random) => {
    if (!away) return null;
    return random() < 0.5 ? { type: "hung_up" } : { type: "transferred_back", why: "NOANSWER" };
  },
];

/** As whoever asked for the answer is told of it. */
function toldOf(
  { turn, generation }: NonNullable<WatchedCall["owed"]["answer"]>,
  told: BrainEvent,
): Outcome {
  return generation === null
    ? { type: "brain", turn, told }
    : { type: "thought_ahead", turn, generation, told };
}

type Outcome = Parameters<WatchedCall["take"]>[0];

function nextOutcome(call: WatchedCall, random: Random): Outcome | null {
  return pick(random, OUTCOMES)(call, random);
}
