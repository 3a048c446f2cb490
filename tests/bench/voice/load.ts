/** So many calls at once, one after the other in each place, until enough was said. */
import { gapsOf, type Holes, holesOf } from "../../lab/pacing.ts";
import { placeCall } from "../../lab/sip_caller.ts";
import { type Cost, costOf, cpuBetween, load as machineLoad, progress } from "./machine.ts";
import type { Parley, Rig } from "./rig.ts";
import { type Talk, talk } from "./talker.ts";
import { type Joined, joinTurns } from "./turns.ts";

/** Calls begin as far apart as this in all, so that turns fall where they like; see `LoadOptions`. */
const SPREAD_OVER_MS = 8_000;
/** Callers of Asterisk's own `Playback()` beside ours: its extension in the lab. */
const PLAYBACK = { extension: "601", calls: 3 };

export interface LoadOptions {
  readonly calls: number;
  /** Ends with so many turns, or after so long. */
  readonly turns: number;
  readonly forMs?: number;
  /** Where many calls last for long: as callers come, not all with the same question at once. */
  readonly spreadOverMs?: number;
  /** By turn; see `ideal.ts`. */
  readonly meantMs: readonly number[];
}

/** As `Talk` tells it of ours. */
export type Playback = Holes & { readonly gapsMs: readonly number[] };

export interface Loaded extends Joined {
  readonly calls: number;
  readonly talks: readonly Talk[];
  readonly playback: Playback;
  /** Of Parley's process, a call: in percent of a core, and in bytes of memory. */
  readonly cpuPerCall: number;
  readonly bytesPerCall: number;
  readonly asteriskCpuPerCall: number;
  /** While all calls were up. */
  readonly machine: string;
}

export async function underLoad(rig: Rig, parley: Parley, options: LoadOptions): Promise<Loaded> {
  const { calls, turns, forMs = Infinity, meantMs, spreadOverMs = SPREAD_OVER_MS } = options;
  progress(`${calls} calls at once, ${turns} turns`);
  await rig.cloud.stamps(); // of what was before
  const pids = [parley.program.pid, rig.lab.pid()] as const;
  const idle = await costs(pids);
  const untilMs = performance.now() + spreadOverMs + forMs;
  const shift = new Shift(rig, turns, untilMs);
  const playing = new AbortController();
  const playback = playbackIn(rig, playing.signal);
  const places = Array.from(
    { length: calls },
    (_, place) => shift.work(place / calls * spreadOverMs),
  );
  await pause(spreadOverMs);
  const from = await costs(pids);
  await shift.enough;
  const [to, machine] = [await costs(pids), machineLoad()];
  await Promise.all(places);
  playing.abort();
  const stamps = await rig.cloud.stamps();
  const joined = joinTurns(shift.talks, stamps, await parley.sent(), meantMs);
  return {
    ...joined,
    calls,
    talks: shift.talks,
    playback: await playback,
    cpuPerCall: cpuBetween(from[0], to[0]) / calls,
    bytesPerCall: (to[0].residentBytes - idle[0].residentBytes) / calls,
    asteriskCpuPerCall: cpuBetween(from[1], to[1]) / calls,
    machine,
  };
}

async function costs(pids: readonly [number, number]): Promise<readonly [Cost, Cost]> {
  return [await costOf(pids[0]), await costOf(pids[1])];
}

/** What is left to be said, shared by all places. */
class Shift {
  readonly talks: Talk[] = [];
  /** A first place is done: until then all are busy. */
  readonly enough: Promise<void>;
  readonly #rig: Rig;
  readonly #untilMs: number;
  readonly #tags: readonly string[];
  readonly #isEnough = Promise.withResolvers<void>();
  #turnsLeft: number;
  #calls = 0;

  constructor(rig: Rig, turns: number, untilMs: number) {
    this.#rig = rig;
    this.#untilMs = untilMs;
    this.#turnsLeft = turns;
    this.#tags = [...rig.sayings.keys()];
    this.enough = this.#isEnough.promise;
  }

  /** One place: call after call, and one at least. */
  async work(lateMs: number): Promise<void> {
    await pause(lateMs);
    do {
      const number = this.#calls++;
      const tag = this.#tags[number % this.#tags.length]!;
      const sayings = this.#rig.sayings.get(tag)!;
      this.#turnsLeft -= sayings.length;
      const callerId = `+1202555${String(number % 10_000).padStart(4, "0")}`;
      const said = await talk({ lab: this.#rig.lab, tag, sayings, callerId });
      this.#turnsLeft += sayings.length - said.turns.length; // what it could not say
      this.talks.push(said);
      if (said.trouble !== null) progress(`a call went wrong: ${said.trouble}`);
    } while (this.#turnsLeft > 0 && performance.now() < this.#untilMs);
    this.#isEnough.resolve();
  }
}

/** What Asterisk plays by itself, in the same seconds. */
async function playbackIn({ lab }: Rig, signal: AbortSignal): Promise<Playback> {
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const [gapsMs, silencesMs, stepsMs]: [number[], number[], number[]] = [[], [], []];
  await Promise.all(Array.from({ length: PLAYBACK.calls }, async () => {
    while (!signal.aborted) {
      await using call = placeCall({ sipPort: lab.sipPort, extension: PLAYBACK.extension });
      await Promise.race([call.ended, stopped]);
      const holes = holesOf(call.packets);
      gapsMs.push(...gapsOf(call.packets));
      silencesMs.push(...holes.silencesMs);
      stepsMs.push(...holes.stepsMs);
    }
  }));
  return { gapsMs, silencesMs, stepsMs };
}

function pause(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}
