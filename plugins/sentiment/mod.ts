/** How the caller feels, turn by turn, and a tone that answers to it. See README.md. */
import { z } from "zod";
import {
  definePlugin,
  type RecordedCall,
  type SpokenTurn,
  type Tone,
} from "../../lib/plugin/contract.ts";
import type { Reach } from "../destination.ts";
import { askModel } from "./model.ts";
import { lowestOf, moodOf, rounded, sentimentOf } from "./score.ts";

/** Calls whose moods are remembered; a live call is far younger than the oldest of them. */
const CALLS_MAX = 2_000;
/** Of one call: the newest so many, of which the last few decide. */
const TURNS_MAX = 100;

const settings = z.object({
  /** From here down the tone changes. */
  upsetBelow: z.number().min(-1).max(0).default(-0.35),
  /** From here down a person is offered, too. */
  offerPersonBelow: z.number().min(-1).max(0).default(-0.5),
  manner: z.string().max(300).default(
    "The caller is upset. Apologise once, briefly, and speak calmly in short sentences.",
  ),
  /** The voice does, too. */
  slowDown: z.boolean().default(true),
  /** Where no model speaks, which would find its own. */
  apology: z.string().max(300).default("I am sorry about that."),
  offerPerson: z.string().max(300).default(
    "If you would rather talk to a person, just say so.",
  ),
  /** With a key: the model judges each turn, too. Its words come in time for the turn after. */
  baseUrl: z.url().default("https://api.openai.com/v1"),
  model: z.string().default("gpt-5.4-mini"),
});

type Settings = z.output<typeof settings>;
type Moods = Map<string, Mood>;

interface Mood {
  /** By turn. */
  readonly scores: Map<number, number>;
  /** The turn in which the caller became upset; null: isn't. */
  upsetSince: number | null;
}

const columns = {
  mood: {
    title: "Mood",
    value: (call: RecordedCall) => moodOf(scoresOf(call).map(({ score }) => score)),
  },
  lowest: {
    title: "Lowest mood",
    value: (call: RecordedCall) => lowestOf(scoresOf(call).map(({ score }) => score)),
  },
  turns: {
    title: "Mood by turn",
    value: (call: RecordedCall) =>
      scoresOf(call).map(({ turn, score }) => `${turn}: ${score}`).join(", "),
  },
};

export const sentiment = () => {
  const moods: Moods = new Map();
  return definePlugin({
    name: "sentiment",
    version: "1.0.0",
    settings,
    permissions: { hosts: ["api.openai.com"], env: ["OPENAI_API_KEY"] },
    reaches: ({ baseUrl }) => [new URL(baseUrl).host],
    metrics: {
      upset_turns: { kind: "counter", about: "Turns of callers who sounded upset" },
    },
    notify: {
      async turnEnded(turn, context) {
        if (turn.speaker !== "caller") return;
        const score = noted(moods, context.call.id, turn, sentimentOf(turn.text).score);
        if (score <= context.settings.upsetBelow) context.measure("upset_turns", 1);
        if (!context.env["OPENAI_API_KEY"]) return { score };
        return { score: noted(moods, context.call.id, turn, await judged(turn, context, score)) };
      },
      callEnded: (_ending, { call }) => void moods.delete(call.id),
    },
    change: {
      tone(tone, { call, said, settings }) {
        if (said === null) return undefined;
        noted(moods, call.id, said, sentimentOf(said.text).score);
        return toneOf(tone, said.turn, moods.get(call.id)!, settings);
      },
    },
    columns,
  });
};

/** What the model thought of a turn stands. */
function noted(moods: Moods, call: string, { turn }: SpokenTurn, score: number): number {
  if (!moods.has(call) && moods.size >= CALLS_MAX) moods.delete(moods.keys().next().value!);
  const mood = moods.get(call) ?? { scores: new Map(), upsetSince: null };
  moods.set(call, mood);
  const { scores } = mood;
  if (!scores.has(turn) && scores.size >= TURNS_MAX) scores.delete(scores.keys().next().value!);
  scores.set(turn, Math.min(scores.get(turn) ?? 1, score));
  return score;
}

/** The mean of both: a model may miss what the words say, and they what it hears between them. */
async function judged(turn: SpokenTurn, context: Reach<Settings>, byWords: number) {
  const byModel = await askModel(turn.text, context);
  return byModel === null ? byWords : rounded((byModel + byWords) / 2);
}

function toneOf(tone: Tone, turn: number, mood: Mood, settings: Settings): Tone | undefined {
  const scores = [...mood.scores.values()];
  const felt = Math.min(moodOf(scores)!, scores.at(-1)!); // calm turns before hide no angry one
  if (felt > settings.upsetBelow) {
    mood.upsetSince = null;
    return undefined;
  }
  mood.upsetSince ??= turn;
  return {
    manner: settings.manner,
    apology: mood.upsetSince === turn ? settings.apology : null,
    pace: settings.slowDown ? "slow" : tone.pace,
    offerPerson: felt <= settings.offerPersonBelow ? settings.offerPerson : tone.offerPerson,
  };
}

/** As they were judged in the call; by the words where nobody did. */
function scoresOf({ turns }: RecordedCall): { turn: number; score: number }[] {
  return turns.filter(({ speaker }) => speaker === "caller")
    .map(({ turn, text, scores }) => {
      return { turn, score: scores?.["sentiment"] ?? sentimentOf(text).score };
    });
}
