/** More and more whole conversations at once, until the machine no longer holds them. */
import { isLong } from "../../needs.ts";
import { spreadOf } from "../../lab/pacing.ts";
import { type Loaded, underLoad } from "./load.ts";
import { progress } from "./machine.ts";
import type { Rig } from "./rig.ts";

const FIRST_CALLS = 40;
const STEP_CALLS = 10;
const CALLS_MAX = 120;
/** How long each number is held; a call that has begun is brought to its end. */
const HOLD_MS = 40_000;
/** What a machine of two cores is meant to hold, and for how long. */
const BOX = { calls: 60, forMs: (isLong ? 30 : 2) * 60_000 };
/** About as long as a call lasts. */
export const SPREAD_OVER_MS = 60_000;
/**
 * What still counts as a conversation. Silences count where Asterisk's own `Playback()` has fewer of them: what
 * the machine does to both is nobody's conversation.
 */
const GOOD = { ownP95Ms: 100, unansweredShare: 0.01, silentShare: 0.01, silencesRatio: 1.2 };

interface Held {
  readonly calls: number;
  readonly turns: number;
  readonly unanswered: number;
  readonly failed: number;
  readonly silences: number;
  /** Of `Playback()` in as many packets. */
  readonly playbackSilences: number;
  readonly gapP95Ms: number;
  readonly ownP95Ms: number;
  readonly cpuPerCall: number;
  readonly bytesPerCall: number;
  readonly machine: string;
}

export async function ramp(rig: Rig, meantMs: readonly number[]): Promise<string> {
  const steps: Held[] = [];
  await using parley = await rig.start();
  const hold = async (calls: number, forMs: number) => {
    const load = { calls, turns: Infinity, forMs, spreadOverMs: SPREAD_OVER_MS, meantMs };
    const held = heldOf(await underLoad(rig, parley, load));
    steps.push(held);
    progress(`${calls} calls: own part p95 ${held.ownP95Ms.toFixed(0)} ms`);
    return isGood(held);
  };
  let most = 0;
  for (let calls = FIRST_CALLS; calls <= CALLS_MAX; calls += STEP_CALLS) {
    if (!await hold(calls, HOLD_MS)) break;
    most = calls;
  }
  return `The most conversations at once that were good: ${most}\n\n${tableOf(steps)}\n`;
}

/** The number that the machine is meant to hold, at once and for long. */
export async function box(rig: Rig, meantMs: readonly number[]): Promise<string> {
  await using parley = await rig.start();
  const { calls, forMs } = BOX;
  const load = { calls, turns: Infinity, forMs, spreadOverMs: SPREAD_OVER_MS, meantMs };
  const held = heldOf(await underLoad(rig, parley, load));
  const verdict = isGood(held) ? "held" : "not held";
  return `${calls} conversations at once for ${forMs / 60_000} min: ${verdict}\n\n${
    tableOf([held])
  }\n`;
}

function heldOf(loaded: Loaded): Held {
  const { calls, turns, missing, talks, playback } = loaded;
  const packets = talks.reduce((sum, { gapsMs }) => sum + gapsMs.length, 0);
  return {
    calls,
    turns: turns.length,
    unanswered: missing.length,
    failed: talks.filter(({ trouble }) => trouble !== null).length,
    silences: talks.flatMap(({ silencesMs }) => silencesMs).length,
    playbackSilences: playback.silencesMs.length / playback.gapsMs.length * packets,
    gapP95Ms: spreadOf(turns.map(({ gapMs }) => gapMs))?.p95 ?? Infinity,
    ownP95Ms: spreadOf(turns.map(({ atCallerMs }) => atCallerMs))?.p95 ?? Infinity,
    cpuPerCall: loaded.cpuPerCall,
    bytesPerCall: loaded.bytesPerCall,
    machine: loaded.machine,
  };
}

function isGood(held: Held): boolean {
  const most = (share: number) => Math.max(1, held.turns * share);
  const silencesMax = Math.max(
    most(GOOD.silentShare),
    held.playbackSilences * GOOD.silencesRatio,
  );
  return held.ownP95Ms <= GOOD.ownP95Ms && held.silences <= silencesMax &&
    held.unanswered + held.failed <= most(GOOD.unansweredShare);
}

function tableOf(steps: readonly Held[]): string {
  const head =
    "| calls | turns | unanswered | failed | silences | Playback()'s, in as many packets | " +
    `gap p95 | own part p95 | CPU a call | memory a call | machine |\n|${"---|".repeat(11)}`;
  const lines = steps.map((held) => {
    const { calls, turns, unanswered, failed, silences, cpuPerCall, bytesPerCall } = held;
    const cells = [
      ...[calls, turns, unanswered, failed, silences, held.playbackSilences.toFixed(0)],
      ...[`${held.gapP95Ms.toFixed(0)} ms`, `${held.ownP95Ms.toFixed(0)} ms`],
      ...[`${cpuPerCall.toFixed(2)} %`, `${(bytesPerCall / 1_048_576).toFixed(2)} MB`],
      held.machine,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [head, ...lines].join("\n");
}
