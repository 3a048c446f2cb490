/** Events at random: of every type, in any order, honest or not. A new type of event must be added here. */
import type { BrainEvent } from "../../lib/core/brain.ts";
import type { Undated } from "../../lib/core/conversation/state.ts";
import type { TurnId, UtteranceId } from "../../lib/core/ids.ts";
import { answerText, type WatchedCall } from "./watched_call.ts";

export type Random = () => number;

/** What a story draws its words from. */
export type Words = (random: Random) => string;

type Of<Union extends { type: string }, Type> = Extract<Union, { type: Type }>;

interface Draw {
  readonly call: Pick<WatchedCall, "state" | "atMs" | "answers">;
  readonly random: Random;
  readonly words: Words;
}

type Table<Union extends { type: string }> = {
  readonly [Type in Union["type"]]: {
    /** Beside the others; 0: it comes once, at the beginning. */
    readonly weight: number;
    readonly make: (draw: Draw) => Of<Union, Type>;
  };
};

const EVENTS: Table<Undated> = {
  call_started: { weight: 0, make: () => ({ type: "call_started", dialled: "9000" }) },
  speech_started: { weight: 3, make: () => ({ type: "speech_started" }) },
  speech_paused: {
    weight: 2,
    make: ({ call, random }) => ({
      type: "speech_paused",
      lastSoundMs: call.atMs - Math.floor(random() * 200),
    }),
  },
  speech_resumed: { weight: 2, make: () => ({ type: "speech_resumed" }) },
  speech_stopped: {
    weight: 3,
    make: ({ call, random }) => ({
      type: "speech_stopped",
      lastSoundMs: call.atMs - Math.floor(random() * 600),
    }),
  },
  interim: { weight: 1, make: (draw) => ({ type: "interim", text: draw.words(draw.random) }) },
  final: {
    weight: 4,
    make: ({ random, words }) => ({
      type: "final",
      text: words(random),
      confidence: random(),
      endOfSpeech: random() < 0.7,
    }),
  },
  not_understood: { weight: 0.5, make: () => ({ type: "not_understood" }) },
  turn_likely_over: { weight: 0.5, make: () => ({ type: "turn_likely_over" }) },
  turn_resumed: { weight: 0.3, make: () => ({ type: "turn_resumed" }) },
  turn_over: { weight: 0.5, make: () => ({ type: "turn_over" }) },
  caller_said: {
    weight: 1,
    make: ({ random, words }) => ({ type: "caller_said", text: words(random) || "well" }),
  },
  digit: {
    weight: 1,
    make: ({ random }) => ({ type: "digit", digit: pick(random, [..."0123456789#*"]) }),
  },
  brain: {
    weight: 3,
    make: (draw) => ({
      type: "brain",
      turn: (draw.call.state.turn - Math.floor(draw.random() * 2)) as TurnId,
      told: pickFrom(TOLD, draw),
    }),
  },
  thought_ahead: {
    weight: 2,
    make: (draw) => ({
      type: "thought_ahead",
      turn: (draw.call.state.turn + 1 - Math.floor(draw.random() * 2)) as TurnId,
      generation: draw.call.state.generation - Math.floor(draw.random() * 2),
      told: pickFrom(TOLD, draw),
    }),
  },
  utterance_played: {
    weight: 3,
    make: ({ call, random }) => ({
      type: "utterance_played",
      utterance: random() < 0.2
        ? call.state.lastUtterance
        : Math.ceil(random() * (call.state.lastUtterance + 2)) as UtteranceId,
    }),
  },
  utterance_cut: {
    weight: 2,
    make: ({ call, random, words }) => ({
      type: "utterance_cut",
      utterance: call.state.cuts[0]?.utterance ?? call.state.lastUtterance,
      heard: random() < 0.2 ? "" : words(random),
    }),
  },
  reworded: {
    weight: 0.5,
    make: ({ call, random, words }) => ({
      type: "reworded",
      utterance: call.state.lastUtterance,
      text: words(random),
    }),
  },
  saved: {
    weight: 1,
    make: ({ call, random }) => ({
      type: "saved",
      seq: call.state.seq - Math.floor(random() * 4),
      ok: random() < 0.8,
    }),
  },
  line_sound: {
    weight: 0.1,
    make: ({ random }) => ({
      type: "line_sound",
      sound: pick(random, ["music", "music", "music", "busy", "fax", "special_information"]),
    }),
  },
  ears_failed: { weight: 0.5, make: () => ({ type: "ears_failed" }) },
  ears_restored: { weight: 0.5, make: () => ({ type: "ears_restored" }) },
  alarm: { weight: 1, make: () => ({ type: "alarm" }) },
  media_lost: { weight: 0.2, make: () => ({ type: "media_lost" }) },
  media_restored: { weight: 0.5, make: () => ({ type: "media_restored" }) },
  transferred: { weight: 0.3, make: () => ({ type: "transferred" }) },
  transfer_failed: { weight: 0.2, make: () => ({ type: "transfer_failed" }) },
  left: { weight: 0.1, make: () => ({ type: "left" }) },
  transferred_back: {
    weight: 0.5,
    make: ({ random }) => ({ type: "transferred_back", why: pick(random, ["NOANSWER", "BUSY"]) }),
  },
  hung_up: { weight: 0.1, make: () => ({ type: "hung_up" }) },
  lost: { weight: 0.05, make: () => ({ type: "lost", reason: "pbx_lost" }) },
  shutdown: { weight: 0.05, make: () => ({ type: "shutdown" }) },
};

const TOLD: Table<BrainEvent> = {
  sentence: {
    weight: 3,
    make: ({ call, random, words }) => ({
      type: "sentence",
      text: random() < 0.8 ? answerText(call.answers) : words(random),
    }),
  },
  proposal: {
    weight: 1,
    make: ({ random, words }) => {
      const key = pick(random, ["amount", "investmentType", "reason", "name", "nothing"]);
      const text = words(random);
      const value = pick(random, ["fifty thousand", "stocks", "low", text]);
      return { type: "proposal", key, value, quote: text };
    },
  },
  wish: {
    weight: 0.2,
    make: ({ random }) => ({ type: "wish", wish: pick(random, ["person", "not_interested"]) }),
  },
  offer_person: {
    weight: 0.2,
    make: ({ random, words }) => ({ type: "offer_person", text: words(random) }),
  },
  done: { weight: 2, make: () => ({ type: "done", by: "test" }) },
};

export function randomEvent(draw: Draw): Undated {
  return pickFrom(EVENTS, draw);
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

function pickFrom<Union extends { type: string }>(table: Table<Union>, draw: Draw): Union {
  const makers = Object.values<{ weight: number; make: (draw: Draw) => Union }>(table);
  const all = makers.reduce((sum, { weight }) => sum + weight, 0);
  let left = draw.random() * all;
  for (const { weight, make } of makers) {
    left -= weight;
    if (left < 0) return make(draw);
  }
  return makers[0]!.make(draw);
}
