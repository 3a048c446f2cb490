/**
 * The labelled turns as audio: where the detector and the gate of a call, and words at their true
 * times, let the conversation hold a turn for over. Human and synthetic voices, each apart.
 */
import assert from "node:assert/strict";
import { FliteVoices } from "../../lib/host/flite_voice.ts";
import type { VoiceDetector } from "../../lib/call/ports.ts";
import { SileroActivity } from "../../lib/host/silero_activity.ts";
import { VoiceActivity } from "../../lib/host/voice_activity.ts";
import { type AnsweredKind, labelled } from "../core/turns/labelled.data.ts";
import { type Learned, type Measured, playTurn } from "../core/turns/measured.ts";
import { segmentsOf, wordsOf } from "../core/turns/spoken_turn.ts";
import { summary, turnFigures } from "../core/turns/figures.ts";
import { asteriskRoot, whyNoLab } from "../lab/root.ts";
import { isLong, needs } from "../needs.ts";
import { seededRandom } from "../random.ts";
import { murmur } from "./noises.ts";
import { humanVoice } from "./turns/recordings.ts";
import { syntheticVoice } from "./turns/synthetic_voice.ts";
import { soundIn, type TurnVoice, voicedTurn } from "./turns/voiced_turn.ts";

/** In the short form, each voice says one of so many. */
const EVERY = isLong ? 1 : 5;
const CUT_OFF_MAX = 0.1;
const ADDED_MEAN_MAX_MS = 300;
/** WebRTC's detector finds no end of most turns there. */
const CUT_OFF_IN_NOISE_MAX = 0.15;
const ADDED_IN_NOISE_MEAN_MAX_MS = 550;
const YES_NO_MAX_MS = 150;
const TURNS_OF_CALLER = 10;

type Line = readonly [AnsweredKind, string];

const lines = Object.entries(labelled).flatMap(([kind, texts]) =>
  texts.map((text): Line => [kind as AnsweredKind, text])
);

interface Room {
  readonly activity: { open(): VoiceDetector };
  /** What else is to be heard on the line. */
  readonly noise: (samples: number) => Int16Array;
}

async function quietRoom(): Promise<Room> {
  return { activity: await VoiceActivity.load(), noise: (samples) => new Int16Array(samples) };
}

async function measure(voice: TurnVoice, some: readonly Line[], seed: number, room?: Room) {
  const { activity, noise } = room ?? await quietRoom();
  const turns: Measured[] = [];
  let learned: Learned | null = null;
  for (const [index, [kind, line]] of some.entries()) {
    const caller = seed + Math.floor(index / TURNS_OF_CALLER);
    if (index % TURNS_OF_CALLER === 0) learned = null;
    const { pcm, words } = await voicedTurn(voice, segmentsOf(line, seed + index, caller));
    const din = noise(pcm.length);
    const heard = pcm.map((sample, at) => sample + din[at]!);
    const told = [...soundIn(heard, activity), ...wordsOf(words)].sort((a, b) => a.atMs - b.atMs);
    const { after, ...turn } = playTurn(kind, words, told, learned);
    learned = after;
    turns.push({ kind, line, ...turn });
  }
  return turns;
}

function isGood(
  name: string,
  turns: readonly Measured[],
  limits = { cutOff: CUT_OFF_MAX, meanMs: ADDED_MEAN_MAX_MS },
): void {
  console.log(`${name}\n${summary(turns)}`);
  const { cutOff, meanMs } = turnFigures(turns);
  assert.ok(cutOff <= limits.cutOff, `${cutOff} of the turns were cut off`);
  assert.ok(meanMs <= limits.meanMs, `${meanMs} ms are added on average`);
}

Deno.test("turns of three synthetic voices end in time", async () => {
  const flite = new FliteVoices();
  const turns: Measured[] = [];
  try {
    for (const [number, name] of (["rms", "kal16", "slt"] as const).entries()) {
      const some = lines.filter((_, index) => (index + number) % EVERY === 0);
      const ofVoice = await measure(syntheticVoice(flite, name), some, 1_000 * (number + 1));
      console.log(`${name}: ${summary(ofVoice).split("\n").at(-1)}`);
      turns.push(...ofVoice);
    }
  } finally {
    flite.close();
  }
  isGood("synthetic voices", turns);
  const plain = turns.filter(({ kind, line }) =>
    kind === "yes_no" && /^(yes|yeah|no|nope)$/.test(line)
  );
  assert.ok(plain.length > 0, "nobody said just yes or no");
  for (const { line, addedMs } of plain) {
    assert.ok(addedMs !== null && addedMs <= YES_NO_MAX_MS, `${line}: ${addedMs}`);
  }
});

Deno.test("turns of a voice among others end in time with Silero's voice activity", async () => {
  const flite = new FliteVoices();
  try {
    const random = seededRandom(1);
    const activity = await SileroActivity.load();
    const some = lines.filter((_, index) => index % (2 * EVERY) === 0);
    const room = { activity, noise: (samples: number) => murmur(samples, random) };
    isGood("a voice in noise", await measure(syntheticVoice(flite, "rms"), some, 7_000, room), {
      cutOff: CUT_OFF_IN_NOISE_MAX,
      meanMs: ADDED_IN_NOISE_MEAN_MAX_MS,
    });
  } finally {
    flite.close();
  }
});

const why = whyNoLab();
const { ignore } = needs("asterisk", why === null, why ?? "");

Deno.test({
  name: "turns of a human voice end in time",
  ignore,
  fn: async () => {
    const voice = humanVoice((await asteriskRoot()).path);
    const spoken = lines.filter(([, line]) =>
      voice.canSay(line.split(" ").filter((word) => word !== "/" && word !== "~"))
    );
    const turns = [...await measure(voice, spoken, 5_000), ...await measure(voice, spoken, 6_000)];
    isGood("human voice", turns);
  },
});
