/** What Parley itself adds to the pause before each of its answers, while ten people talk to it. */
import { decode, encode } from "../../lib/audio/g711.ts";
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";
import { rmsDbfs } from "../../lib/audio/level.ts";
import { SpeechGate } from "../../lib/audio/speech_gate.ts";
import { FliteVoices } from "../../lib/host/flite_voice.ts";
import { VoiceActivity } from "../../lib/host/voice_activity.ts";
import { LOUD_DBFS } from "../lab/loudness.ts";
import type { Call } from "../lab/sip_caller.ts";
import { render } from "../stories/caller.ts";
import { openCloud } from "../stories/cloud.ts";
import { Hotline } from "../stories/hotline.ts";
import { figuresOf, type Row } from "./figures.ts";

const AT_ONCE = 10;
/** Calls begin one after the other, so that turns fall where they like. */
const APART_MS = 730;
/** What the stand-ins let wait: the model's first words, and the voice's first audio. */
const CHAT_MS = 200;
const SPEECH_MS = 150;
const SAYS = [
  "I was thinking of some shares and bonds",
  "something like sixty thousand dollars",
  "I would say moderate",
  "in about five years",
] as const;

interface Saying {
  readonly pcm: Int16Array;
  /** From its last sound until the agent may take it for over. */
  readonly endpointingMs: number;
}

export async function ownOverheads(): Promise<Row[]> {
  const sayings = await renderAll();
  await using cloud = await openCloud(SAYS.map((text) => ({ text, voice: "rms" })));
  cloud.openai.chatTiming = { firstMs: CHAT_MS, pieceMs: 0 };
  cloud.openai.speechTiming = { firstMs: SPEECH_MS, pace: 20 };
  await using hotline = await Hotline.open({ env: cloud.env });
  const gaps: number[] = [];
  const overheads: number[] = [];
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, index) => {
    await new Promise((wake) => setTimeout(wake, index * APART_MS));
    await using call = hotline.dial();
    const replies = await talk(call, sayings);
    gaps.push(...replies);
    overheads.push(...replies.map((gapMs, turn) => {
      return gapMs - sayings[turn]!.endpointingMs - CHAT_MS - SPEECH_MS;
    }));
  }));
  return [
    figuresOf(`Silence before an answer, ${AT_ONCE} calls at once`, "ms", gaps),
    figuresOf(
      `Of it Parley's own (aim: p95 at most 60), ${AT_ONCE} calls at once`,
      "ms",
      overheads,
    ),
  ];
}

async function talk(call: Call, sayings: readonly Saying[]): Promise<number[]> {
  for (const { pcm } of sayings) {
    await call.waitForAgentTurn({ quietMs: 900 });
    await call.speak(pcm);
  }
  await call.waitForAgentSpeech();
  return call.figures().replyGapsMs.map((gapMs) => gapMs ?? Infinity);
}

async function renderAll(): Promise<Saying[]> {
  const flite = new FliteVoices();
  const activity = await VoiceActivity.load();
  try {
    return await Promise.all(SAYS.map(async (text) => {
      const pcm = await render(flite.voice("rms"), text);
      return { pcm, endpointingMs: endpointingOf(pcm, activity) };
    }));
  } finally {
    flite.close();
  }
}

/** The same audio through the same detector and gate, without a clock: where the pause is noticed. */
function endpointingOf(pcm: Int16Array, activity: VoiceActivity): number {
  const detector = activity.open();
  const gate = new SpeechGate(FRAME_MS);
  let lastLoud = -1;
  try {
    for (let frame = 0;; frame++) {
      const samples = new Int16Array(FRAME_BYTES);
      samples.set(pcm.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES));
      const heard = decode("ulaw", encode("ulaw", samples));
      const levelDbfs = rmsDbfs(heard);
      if (levelDbfs > LOUD_DBFS) lastLoud = frame;
      const change = gate.frame({ voiced: detector.isVoiced(heard), levelDbfs }, frame * FRAME_MS);
      const isOver = frame * FRAME_BYTES >= pcm.length;
      if (isOver && change?.type === "speech_stopped") return (frame - lastLoud - 1) * FRAME_MS;
    }
  } finally {
    detector.close();
  }
}
