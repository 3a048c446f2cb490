/** `step` as a function of plain data: replayed, stored, doubled and flooded, whatever comes. */
import assert from "node:assert/strict";
import type { Campaign } from "../../lib/core/campaign.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import type { CallEvent } from "../../lib/core/conversation/events.ts";
import {
  type CallState,
  newCall,
  type Setting,
  type Step,
} from "../../lib/core/conversation/state.ts";
import { nextAlarmMs } from "../../lib/core/conversation/deadlines.ts";
import { step } from "../../lib/core/conversation/step.ts";
import type { CallId } from "../../lib/core/ids.ts";
import { MAX_TRANSCRIPT_CHARS } from "../../lib/core/limits.ts";
import { DECLINES_MAX, MISSES_MAX } from "../../lib/core/moves.ts";
import { clinicAppointment } from "../stories/clinic_campaign.data.ts";
import { pick, type Random, randomEvent } from "./random_events.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { START_MS } from "./story.ts";

const CALLS = Deno.env.get("PARLEY_LONG") === "1" ? 5_000 : 300;
const EVENTS = 60;
/** JSON of a state: sixty turns of talk and their answers, and one turn that is being flooded. */
const STATE_CHARS_MAX = 60 * 4_000 + 2 * MAX_TRANSCRIPT_CHARS;

const WORDS =
  ("yes no stocks bonds not crypto fifty thousand dollars k two years within a the my " +
    "wife low high risk call me tomorrow at three pm monday five oh double email dot com robot " +
    "person what stop goodbye um maybe make that eighty actually pain vaccination first 🙂 ' - , . ? " +
    '$ 50.000 £ \u0000 \ud800 ñ 日本 <b> ${x} \\ " %s').split(" ");

function babble(random: Random): string {
  const count = Math.floor(random() ** 3 * 80);
  return Array.from({ length: count }, () => pick(random, WORDS)).join(random() < 0.9 ? " " : "");
}

/** Runs random calls; `look` sees every step. A failure names its seed. */
function everyStep(
  look: (setting: Setting, before: CallState, event: CallEvent, random: Random) => CallState,
): void {
  const firstSeed = seedOfThisRun();
  console.log(`seeds ${firstSeed} to ${firstSeed + CALLS - 1}`);
  for (let seed = firstSeed; seed < firstSeed + CALLS; seed++) {
    const random = seededRandom(seed);
    try {
      play(random, look);
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function play(random: Random, look: Parameters<typeof everyStep>[0]): void {
  const campaign: Campaign = random() < 0.7 ? investmentLead : clinicAppointment;
  const setting = {
    campaign,
    timeZone: "America/New_York",
    silenceMs: SILENCE_MS,
    human: random() < 0.5,
  };
  const callerNumber = random() < 0.5 ? "+12025550123" : null;
  const call = "11111111-1111-4111-8111-111111111111" as CallId;
  let state = newCall({ call, callerNumber, startedAtMs: START_MS, earsDown: random() < 0.1 });
  let atMs = START_MS;
  const take = (event: CallEvent) => state = look(setting, state, event, random);
  take({ type: "call_started", dialled: null, atMs });
  for (let count = 0; count < EVENTS; count++) {
    atMs += Math.floor(random() * 1_500);
    const event = randomEvent({ call: { state, atMs, answers: 0 }, random, words: babble });
    take({ ...event, atMs } as CallEvent);
  }
}

Deno.test("step() takes and gives plain JSON: a stored state goes on as if nothing had been", () => {
  everyStep((setting, state, event) => {
    const stored = JSON.parse(JSON.stringify(state)) as CallState;
    assert.deepEqual(stored, state);
    const live = step(setting, state, event);
    assert.deepEqual(step(setting, stored, JSON.parse(JSON.stringify(event))), live);
    assert.deepEqual(stored, state, "step() changed the state that it was given");
    assert.deepEqual(JSON.parse(JSON.stringify(live.effects)), live.effects);
    return live.state;
  });
});

Deno.test("step() meets doubled and late events with silence", () => {
  const once = [
    ...["utterance_played", "saved", "hung_up", "lost", "ears_failed", "alarm", "brain"],
    ...["transferred", "transfer_failed", "left", "transferred_back"],
  ];
  everyStep((setting, state, event) => {
    const { state: after } = step(setting, state, event);
    const spokenAtAlarm = (state: CallState) => spoken(step(setting, state, alarm(event)));
    const isLate = event.type === "brain" && event.turn !== state.turn;
    if (isLate) assert.deepEqual(spoken(step(setting, state, event)), spokenAtAlarm(state));
    if (!once.includes(event.type) || (event.type === "brain" && !isLate)) return after;
    if (!isSent(state) && isSent(after)) return after; // the second one is the first of this transfer
    const twice = step(setting, after, event);
    assert.deepEqual(spoken(twice), spokenAtAlarm(after));
    return twice.state;
  });
});

function isSent({ agent }: CallState): boolean {
  return agent.phase === "putting_through" && agent.sent;
}

function spoken({ effects }: Step): string[] {
  return effects.filter((effect) => effect.type === "speak").map(({ text }) => text);
}

/** What is due at that moment anyhow. */
function alarm({ atMs }: CallEvent): CallEvent {
  return { type: "alarm", atMs };
}

Deno.test("step() keeps its state small, and always knows when it must be woken", () => {
  everyStep((setting, state, event, random) => {
    const flood = event.type === "final" && random() < 0.05;
    const { state: after } = step(
      setting,
      state,
      flood ? { ...event, text: event.text.repeat(2_000) } : event,
    );
    assert.ok(JSON.stringify(after).length < STATE_CHARS_MAX, "The state grows");
    const dueMs = nextAlarmMs(after);
    assert.equal(dueMs === null, ["ended", "with_person"].includes(after.agent.phase));
    return after;
  });
});

/** How often each question of a campaign is put to a caller who always answers alike. */
function timesAsked(campaign: Campaign, answer: (count: number) => string): number[] {
  const setting = { campaign, timeZone: "UTC", silenceMs: SILENCE_MS };
  const call = "11111111-1111-4111-8111-111111111111" as CallId;
  let state = newCall({ call, callerNumber: null, startedAtMs: START_MS, earsDown: false });
  const said: string[] = [];
  const inbox: CallEvent[] = [{ type: "call_started", dialled: null, atMs: START_MS }];
  for (let count = 0; state.agent.phase !== "ended" && count < 5_000; count++) {
    const atMs = START_MS + count;
    const event = inbox.shift() ?? { type: "caller_said", text: answer(count), atMs } as const;
    const taken = step(setting, state, { ...event, atMs });
    state = taken.state;
    for (const effect of taken.effects) {
      if (effect.type === "speak") {
        said.push(effect.text);
        inbox.push({ type: "utterance_played", utterance: effect.utterance, atMs });
      }
      if (effect.type === "save") inbox.push({ type: "saved", seq: effect.seq, ok: true, atMs });
      if (effect.type === "ask_brain") {
        const { turn } = effect.request;
        inbox.push({ type: "brain", turn, told: { type: "done", by: "scripted" }, atMs });
      }
    }
  }
  assert.equal(state.agent.phase, "ended");
  return campaign.fields.map(({ question, reask }) =>
    said.filter((text) => text === question || text === reask).length
  );
}

for (const campaign of [investmentLead, clinicAppointment]) {
  Deno.test(`${campaign.id}: what a caller doesn't know or won't tell is asked twice at most`, () => {
    for (const answer of ["I don't know", "no idea", "I'd rather not say"]) {
      const times = timesAsked(campaign, () => answer);
      assert.ok(times.every((count) => count <= DECLINES_MAX), `${answer}: ${times}`);
    }
  });

  Deno.test(`${campaign.id}: a question that is never answered is put three times at most`, () => {
    const random = seededRandom(7);
    for (const answer of ["blue monkeys sing", "...", "🙂", "tralala hopsasa"]) {
      const times = timesAsked(campaign, () => random() < 0.8 ? answer : "I don't know");
      assert.ok(times.every((count) => count <= MISSES_MAX + DECLINES_MAX), `${answer}: ${times}`);
    }
    const times = timesAsked(campaign, () => "blue monkeys sing");
    assert.deepEqual(times, campaign.fields.map(() => MISSES_MAX));
  });
}
