/**
 * What a caller waits for, measured at the caller on a real Asterisk.
 * `deno bench -A tests/bench/call_bench.ts`; the figures of one run stand in README.md.
 */
import { whyNoLab } from "../lab/root.ts";
import { ownOverheads } from "./call_overhead.ts";
import { figuresOf, type Row, table } from "./figures.ts";
import { Hotline } from "../stories/hotline.ts";

const CALLS = 40;
/** Long enough for the greeting to be paced from Asterisk's queue. */
const LISTEN_MS = 3_000;
/** The lab's extension that is played by Asterisk itself. */
const PLAYBACK = "601";

const why = whyNoLab();
if (why !== null) console.error(`SKIPPED GROUP asterisk: ${why}`);

/** Deno warms up and repeats whatever it is told: a minute of calls is measured once. */
let measured: Promise<void> | null = null;

Deno.bench({
  name: "calls on a real Asterisk",
  ignore: why !== null,
  n: 1,
  warmup: 0,
  fn: async () => {
    await (measured ??= measure());
  },
});

async function measure(): Promise<void> {
  const rows = [...await greetings(), ...await pacing(), ...await ownOverheads()];
  console.log(`\n${table(rows)}\n`);
}

/** One call after the other, as on a quiet day. */
async function greetings(): Promise<Row[]> {
  await using hotline = await Hotline.open();
  const answers: number[] = [];
  const packets: number[] = [];
  const voices: number[] = [];
  for (let index = 0; index < CALLS; index++) {
    await using call = hotline.dial();
    await call.waitForAgentSpeech();
    const { inviteToAnswerMs, inviteToSpeechMs } = call.figures();
    answers.push(inviteToAnswerMs!);
    packets.push(call.packets[0]!.atMs - call.invitedAtMs);
    voices.push(inviteToSpeechMs!);
  }
  return [
    figuresOf("INVITE to 200 OK", "ms", answers),
    figuresOf("INVITE to the greeting's first packet (aim: p95 at most 150)", "ms", packets),
    figuresOf("INVITE to the greeting's first voiced 20 ms", "ms", voices),
  ];
}

/** Ours beside Asterisk's own, at the same time. */
async function pacing(): Promise<Row[]> {
  await using hotline = await Hotline.open();
  const gaps = { ours: [] as number[], playback: [] as number[] };
  for (let round = 0; round < 5; round++) {
    await using ours = hotline.dial();
    await using playback = hotline.dial({ extension: PLAYBACK });
    await Promise.all([ours.waitForAgentSpeech(), playback.waitForAgentSpeech()]);
    await new Promise((wake) => setTimeout(wake, LISTEN_MS));
    gaps.ours.push(...ours.packetGapsMs());
    gaps.playback.push(...playback.packetGapsMs());
  }
  const jitter = (values: readonly number[]) => values.map((ms) => Math.abs(ms - 20));
  const ours = figuresOf("Unevenness of packets: Parley", "ms", jitter(gaps.ours));
  const playback = figuresOf("Unevenness of packets: Playback()", "ms", jitter(gaps.playback));
  return [ours, playback, ratio("Unevenness of packets: Parley / Playback()", ours, playback)];
}

function ratio(what: string, one: Row, other: Row): Row {
  const divided = (a: number, b: number) => a / Math.max(b, 0.001);
  return {
    what,
    unit: "×",
    count: one.count,
    p50: divided(one.p50, other.p50),
    p95: divided(one.p95, other.p95),
    p99: divided(one.p99, other.p99),
  };
}
