/** Callers who talk over the agent, and callers who only sound as if: on a real Asterisk. */
import assert from "node:assert/strict";
import { FRAME_MS } from "../../lib/audio/frames.ts";
import { fixedPhrases } from "../../lib/core/phrases.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { FliteVoices } from "../../lib/host/flite_voice.ts";
import { whyNoLab } from "../lab/root.ts";
import type { Call } from "../lab/sip_caller.ts";
import { isLong, needs } from "../needs.ts";
import { DeepgramStandIn } from "../standins/deepgram.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { pause, render } from "./caller.ts";
import { HeardText, type Judged } from "./heard_text.ts";
import { Hotline, type SaidLine } from "./hotline.ts";
import { cough, hum, knock } from "./noises.ts";
import { disturb, interrupt, type Interruption, intoSpeech } from "./talking_over.ts";

/** A turn that is no answer and wants nothing: the agent asks once more. */
const SAYING = "that is a rather difficult thing to say you know";
/** The same of a caller who stops for so long that the turn is held to be over, and goes on. */
const BREATHS = ["that is a rather difficult thing", "to say you know"];
const BREATH_MS = 1_000;
/** One interruption in so many. */
const IN_BREATHS = 4;
const INTERRUPTIONS = isLong ? 500 : 8;
const NOISES = isLong ? 200 : 8;
const ECHO_CALLS = isLong ? 100 : 2;
/** Lines of each kind, which dial again as soon as a call has ended; and their calls at the most. */
const LINES = isLong
  ? { interruptions: 8, noises: 4, echoes: 4 }
  : { interruptions: 2, noises: 2, echoes: 2 };
const CALLS_MAX = 400;
/** Slower than this callers raise their voice; the rest is what they would call a mistake. */
const ONSET_TO_SILENCE_P95_MS = 250;
const RESUMED_WITHIN_MS = 450;
const FALSE_STOPS_MAX = 0.03;
/** One in twenty may be more than one word off, and none more than two. */
const OFF_BY_MORE_MAX = 0.05;
/** Turns in a call: the campaign has an end. */
const TURNS_MAX = 12;

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");
const seed = seedOfThisRun();
const random = seededRandom(seed);

Deno.test("callers interrupt, and noises do not", lab, async () => {
  await using deepgram = await DeepgramStandIn.start();
  const flite = new FliteVoices();
  const [saying, first, then] = await Promise.all(
    [SAYING, ...BREATHS].map(async (text) => {
      const pcm = ofSound(await render(flite.voice("kal16"), text));
      deepgram.learn(text, pcm);
      return pcm;
    }),
  );
  const inBreaths = Int16Array.from([...first!, ...pause(BREATH_MS), ...then!]);
  deepgram.resultMs = 110;
  const env = { DEEPGRAM_URL: deepgram.url, DEEPGRAM_API_KEY: "test-key", MAX_CALLS: "100" };
  await using hotline = await Hotline.open({ env });
  const words = await HeardText.of(flite.voice("rms"));
  const room = { hotline, saying: saying!, inBreaths, words };
  await Promise.all([interruptions(room), noises(room), echoes(room)]);
  flite.close();
  await hotline.tidy();
});

interface Room {
  readonly hotline: Hotline;
  readonly saying: Int16Array;
  readonly inBreaths: Int16Array;
  readonly words: HeardText;
}

async function interruptions(room: Room): Promise<void> {
  const onsets: number[] = [];
  const offs: number[] = [];
  await untilEnough(INTERRUPTIONS, LINES.interruptions, onsets, async (callerId) => {
    const all = await talkOver(room, callerId);
    await room.hotline.stored(callerId);
    const said = await room.hotline.said(callerId);
    const counted = beforeGoodbye(all, said);
    onsets.push(...counted.map(({ onsetToSilenceMs }) => onsetToSilenceMs));
    const judged = counted.flatMap((interruption) => judge(room.words, said, interruption));
    offs.push(...judged.map(({ off }) => off));
    for (const one of judged.filter(({ off }) => off > 1)) {
      console.log(`${callerId}: ${JSON.stringify(one)} of ${JSON.stringify(said)}`);
    }
  });
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => Math.round(quantile(onsets, share)));
  console.log(
    `${onsets.length} interruptions (seed ${seed}): silent after p50 ${p50} p95 ${p95} ` +
      `p99 ${p99} ms; ${offs.length} stored texts are words off by ` +
      [0, 1, 2, 3].map((off) => `${off}: ${offs.filter((one) => one === off).length}`).join(", "),
  );
  // On a machine that does other things at the same time it would be a test of those.
  if (isLong) assert.ok(p95! <= ONSET_TO_SILENCE_P95_MS, `p95 ${p95} ms`);
  assert.ok(offs.length >= onsets.length / 2, "too few of the stored texts could be looked at");
  assert.ok(offs.filter((off) => off > 1).length <= Math.max(1, offs.length * OFF_BY_MORE_MAX));
  assert.ok(Math.max(...offs) <= 2, `${Math.max(...offs)} words off`);
}

async function talkOver(room: Room, callerId: string): Promise<Interruption[]> {
  await using call = room.hotline.dial({ callerId });
  await afterGreeting(call, room.saying);
  const all: Interruption[] = [];
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const turnFromMs = await intoSpeech(call, random);
    if (turnFromMs === null) break;
    const pcm = turn % IN_BREATHS === 1 ? room.inBreaths : room.saying;
    all.push(await interrupt(call, pcm, turnFromMs));
  }
  return all;
}

/** Who talks into the goodbye, and what is said before it, does not keep us from going. */
function beforeGoodbye(all: readonly Interruption[], said: readonly SaidLine[]): Interruption[] {
  const goodbye = said.find(({ text }) => text === investmentLead.lines.goodbye);
  const last = said.find(({ speaker, turn }) => speaker === "agent" && turn === goodbye?.turn);
  return all.filter(({ untilMs }) => !last || epochMs(untilMs) < last.atMs);
}

/** A line is written down when Asterisk tells that it was heard: some of it may be on its way still. */
const ON_ITS_WAY_MS = 100;

/**
 * By times and not by numbers of turns: a turn that goes on has a second number. Sound since a reply of
 * before was written down is of this one.
 */
function judge(words: HeardText, said: readonly SaidLine[], interruption: Interruption): Judged[] {
  const { fromMs, untilMs, soundAtMs } = interruption;
  const replies = [...Map.groupBy(said.filter(isAgent), ({ turn }) => turn).values()];
  return replies.flatMap((reply, index) => {
    const endMs = reply.at(-1)!.atMs;
    if (endMs < epochMs(fromMs) || endMs > epochMs(untilMs)) return [];
    const sinceMs = replies[index - 1]?.at(-1)?.atMs ?? 0;
    const heard = soundAtMs.map((ms) => epochMs(ms) - ON_ITS_WAY_MS)
      .filter((atMs) => atMs > sinceMs && atMs <= endMs);
    return words.judge(reply.map(({ text }) => text), heard.length * FRAME_MS) ?? [];
  });
}

function isAgent({ speaker }: SaidLine): boolean {
  return speaker === "agent";
}

/** The clock by which facts are dated. */
function epochMs(ms: number): number {
  return performance.timeOrigin + ms;
}

async function noises(room: Room): Promise<void> {
  const silences: number[] = [];
  let cut = 0;
  const kinds = [cough, hum, knock];
  await untilEnough(NOISES, LINES.noises, silences, async (callerId) => {
    await using call = room.hotline.dial({ callerId });
    await afterGreeting(call, room.saying);
    let over = false;
    call.ended.then(() => over = true);
    for (let turn = 0; turn < TURNS_MAX && !over; turn++) {
      if (await intoSpeech(call, random) === null) break;
      const kind = kinds[silences.length % kinds.length]!;
      const { silenceMs } = await disturb(call, kind(random));
      if (silenceMs !== null) silences.push(silenceMs);
      await call.waitForAgentSilence({ quietMs: HEARD_OUT_MS });
      if (!over) await call.speak(room.saying);
    }
    await call.hangUp();
    cut += await cutLines(room.hotline, callerId);
  });
  const p95 = Math.round(quantile(silences, 0.95));
  console.log(
    `${silences.length} noises: ${cut} cut the agent short; longest silence p95 ${p95} ms`,
  );
  assert.ok(cut <= silences.length * FALSE_STOPS_MAX, `${cut} noises cut the agent short`);
  assert.ok(p95 <= RESUMED_WITHIN_MS + NATURAL_PAUSE_MS, `went on after ${p95} ms`);
}

/** Longer than a pause of ours and a sentence's own together: the agent is done. */
const HEARD_OUT_MS = 1_500;
/** A sentence's own pause may lie right before or behind ours. */
const NATURAL_PAUSE_MS = 250;

async function echoes({ hotline, saying }: Room): Promise<void> {
  const done: number[] = [];
  let cut = 0;
  await untilEnough(ECHO_CALLS, LINES.echoes, done, async (callerId) => {
    const echo = { lateMs: 60 + random() * 190, belowDb: 24 };
    await using call = hotline.dial({ callerId, echo });
    await afterGreeting(call, saying);
    await call.waitForAgentTurn();
    await call.speak(saying);
    await call.waitForAgentTurn();
    await call.hangUp();
    cut += await cutLines(hotline, callerId);
    done.push(1);
  });
  console.log(`${done.length} calls with our own voice 24 dB down: ${cut} sentences cut short`);
  assert.equal(cut, 0);
}

/** Hears greeting and question out, and says something: what comes then may be talked over. */
async function afterGreeting(call: Call, saying: Int16Array): Promise<void> {
  await call.waitForAgentTurn();
  await call.speak(saying);
}

let callers = 0;

/** So many lines dial again and again until `results` has enough. */
async function untilEnough(
  count: number,
  lines: number,
  results: readonly unknown[],
  talk: (callerId: string) => Promise<void>,
): Promise<void> {
  let calls = 0;
  const line = async () => {
    while (results.length < count) {
      assert.ok(calls++ < CALLS_MAX, `only ${results.length} of ${count} after ${calls} calls`);
      await talk(`+1202555${String(1_000 + callers++)}`);
    }
  };
  await Promise.all(Array.from({ length: lines }, line));
}

/** Sentences of ours that are stored as begun and not ended. */
async function cutLines(hotline: Hotline, callerId: string): Promise<number> {
  await hotline.stored(callerId);
  const whole = new Set(fixedPhrases(investmentLead));
  const said = await hotline.said(callerId);
  // The last one ends where the caller hung up.
  return said.slice(0, -1).filter(({ speaker, text }) => speaker === "agent" && !whole.has(text))
    .length;
}

/** So that a caller's first sound is the first sample, and the last one the last. */
function ofSound(pcm: Int16Array): Int16Array {
  const isSound = (sample: number) => Math.abs(sample) > 650;
  return pcm.subarray(pcm.findIndex(isSound), pcm.findLastIndex(isSound) + 1);
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? NaN;
}
