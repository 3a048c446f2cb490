/** The ledger of random calls. The seed of a failure is in its message. */
import assert from "node:assert/strict";
import { TurnLedger } from "../../lib/call/ledger.ts";
import type { UtteranceMoment } from "../../lib/call/turn_entry.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import type { CallEvent } from "../../lib/core/conversation/events.ts";
import { type CallEffect, newCall } from "../../lib/core/conversation/state.ts";
import { step } from "../../lib/core/conversation/step.ts";
import type { CallId } from "../../lib/core/ids.ts";
import type { TurnTiming } from "../../lib/core/turn_timing.ts";
import { isLong } from "../needs.ts";
import { pick, type Random, randomEvent } from "../core/random_events.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { START_MS } from "../core/story.ts";

const CALLS = isLong ? 20_000 : 1_000;
const EVENTS = 80;
const WORDS = ["some stocks", "about fifty thousand dollars", "yes", "no", "goodbye", "mhm", ""];
const MOMENTS: readonly UtteranceMoment[] = ["voice_asked", "first_audio", "first_packet"];
const setting = { campaign: investmentLead, timeZone: "UTC", silenceMs: SILENCE_MS, human: true };

/** One call's timings, and the turns that the conversation wrote down. */
function randomCall(random: Random): { timings: TurnTiming[]; turns: number[] } {
  const timings: TurnTiming[] = [];
  const turns = [0];
  const ledger = new TurnLedger({
    turnEnded: (timing) => timings.push(timing),
    fellBack: () => {},
  });
  const call = "11111111-1111-4111-8111-111111111111" as CallId;
  const options = { call, callerNumber: null, startedAtMs: START_MS, earsDown: false };
  const seen = { state: newCall(options), atMs: START_MS, answers: 0 };
  const take = (event: CallEvent) => {
    const { state, effects } = step(setting, seen.state, event);
    seen.state = state;
    ledger.step(event, effects, state);
    for (const effect of effects) {
      for (const turn of turnOf(effect)) turns.push(...turns.includes(turn) ? [] : [turn]);
    }
    for (const effect of effects) if (effect.type === "speak") makes(effect.utterance);
  };
  const makes = (utterance: (CallEffect & { type: "speak" })["utterance"]) => {
    const reached = Math.floor(random() * (MOMENTS.length + 1));
    for (const moment of MOMENTS.slice(0, reached)) ledger.moment(moment, utterance, seen.atMs);
  };
  take({ type: "call_started", dialled: null, atMs: seen.atMs });
  for (let count = 0; count < EVENTS; count++) {
    seen.atMs += Math.floor(random() ** 3 * 6_000);
    const part = pick(random, ["ears", "brain", "voice"] as const);
    if (random() < 0.1) ledger.fellBack({ part, to: `${count}` });
    const words = () => pick(random, WORDS);
    take({ ...randomEvent({ call: seen, random, words }), atMs: seen.atMs });
  }
  ledger.close();
  return { timings, turns };
}

function turnOf(effect: CallEffect): number[] {
  if (effect.type === "hold_back") return [effect.turn];
  if (effect.type !== "record" || effect.fact.type !== "turn") return [];
  return effect.fact.speaker === "caller" ? [effect.fact.turn] : [];
}

/** What happened in this order. */
function inOrder(...times: readonly (number | null)[]): boolean {
  const happened = times.filter((ms) => ms !== null);
  return happened.every((ms, at) => at === 0 || ms >= happened[at - 1]!);
}

Deno.test("TurnLedger tells of each turn of any call once, in order, with times that can be", () => {
  const firstSeed = seedOfThisRun();
  for (let seed = firstSeed; seed < firstSeed + CALLS; seed++) {
    const { timings, turns } = randomCall(seededRandom(seed));
    assert.deepEqual(timings.map(({ turn }) => turn as number), turns, `seed ${seed}`);
    for (const timing of timings) {
      const { voiceAskedMs, firstAudioMs, firstPacketMs, firstHeardMs, lastHeardMs } = timing;
      assert.ok(
        timing.decidedMs >= 0 &&
          (timing.interruptedAfterMs ?? 0) >= 0 &&
          timing.fallbacks.length <= 8 &&
          inOrder(timing.brainAskedMs, timing.firstSentenceMs) &&
          inOrder(voiceAskedMs, firstAudioMs, firstPacketMs, firstHeardMs, lastHeardMs),
        `seed ${seed}: ${JSON.stringify(timing)}`,
      );
    }
  }
});
