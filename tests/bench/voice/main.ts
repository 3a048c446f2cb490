/**
 * What a caller waits for, and how many callers the machine holds: the tables of `tests/bench/README.md`.
 * `deno task bench voice [turns] [greeting] [ramp] [box] [picture]`; PARLEY_LONG=1: as many turns as count.
 */
import { whyNoLab } from "../../lab/root.ts";
import { isLong } from "../../needs.ts";
import type { CloudSettings } from "./cloud.ts";
import { greetings } from "./greeting.ts";
import { meantWaits } from "./ideal.ts";
import { underLoad } from "./load.ts";
import { load, progress } from "./machine.ts";
import { pictureOf } from "./picture_part.ts";
import { box, ramp, SPREAD_OVER_MS } from "./ramp.ts";
import { costTable, holesTable, pacingTable, partsTable, type Run, turnTable } from "./report.ts";
import { Rig } from "./rig.ts";

interface Load {
  readonly calls: number;
  readonly turns: number;
  readonly spreadOverMs?: number;
}

/**
 * Turns at so many calls at once; in three of four calls the brain is asked at the end of a turn. Most of
 * a natural call is the agent's speech, which is short in brisk ones: 105 turns of one call take 8
 * minutes instead of 22. Many calls speak at a natural pace, or they would be as much work as more, and begin
 * over a minute, as callers come.
 */
const BRISK: readonly Load[] = isLong
  ? [{ calls: 1, turns: 140 }, { calls: 10, turns: 820 }, { calls: 25, turns: 820 }]
  : [{ calls: 1, turns: 18 }, { calls: 10, turns: 120 }];
const DRAWN: Load = { calls: 10, turns: isLong ? 240 : 60 };
const NATURAL: readonly Load[] = isLong
  ? [natural({ calls: 25, turns: 300 }), natural({ calls: 50, turns: 820 })]
  : [{ calls: 25, turns: 150 }];
const GREETINGS = isLong ? 300 : 50;
const PARTS = ["turns", "greeting", "ramp", "box", "picture"];

const why = whyNoLab();
if (why !== null) {
  console.error(`SKIPPED the bench of voice: ${why}`);
  Deno.exit(0);
}
const unknown = Deno.args.find((part) => !PARTS.includes(part));
if (unknown !== undefined) {
  console.error(`Cannot run the part "${unknown}": the parts are ${PARTS.join(", ")}`);
  Deno.exit(2);
}
const parts = Deno.args.length > 0 ? Deno.args : PARTS;
await using rig = await Rig.open();
const meantMs = await meantWaits(rig.sayings.values().next().value!);
console.log(
  `\nAsterisk ${rig.lab.version}, Deno ${Deno.version.deno}, ${load()}; Parley means to ` +
    `wait ${meantMs.join(", ")} ms after the last sounds of a call's turns\n`,
);
if (parts.includes("turns")) await turns();
if (parts.includes("greeting")) await greeting();
if (parts.includes("ramp")) console.log(await ramp(rig, meantMs));
if (parts.includes("box")) console.log(await box(rig, meantMs));
if (parts.includes("picture")) await picture();
progress("done");

async function turns(): Promise<void> {
  const runs = [
    ...await runsOf(", brisk", { pace: "brisk" }, BRISK),
    ...await runsOf(", drawn delays, brisk", { pace: "brisk", spread: "lognormal" }, [DRAWN]),
    ...await runsOf("", {}, NATURAL),
  ];
  for (const { title, loaded: { missing } } of runs) {
    for (const what of missing) progress(`${title}: ${what}`);
  }
  for (const each of [turnTable, partsTable, pacingTable, holesTable, costTable]) {
    console.log(`${each(runs)}\n`);
  }
}

function natural(load: Load): Load {
  return { ...load, spreadOverMs: SPREAD_OVER_MS };
}

/** One start of Parley, and load after load on it. */
async function runsOf(
  how: string,
  settings: Partial<CloudSettings>,
  loads: readonly Load[],
): Promise<Run[]> {
  await using parley = await rig.start(settings, { THINK_AHEAD: "yes", BENCH_MIXED: "1" });
  const runs: Run[] = [];
  for (const load of loads) {
    const { calls } = load;
    const loaded = await underLoad(rig, parley, { ...load, meantMs });
    runs.push({ title: `${calls} ${calls === 1 ? "call" : "calls"}${how}`, loaded });
  }
  return runs;
}

async function greeting(): Promise<void> {
  await using _parley = await rig.start();
  console.log(`${await greetings(rig, GREETINGS)}\n`);
}

async function picture(): Promise<void> {
  const file = `${Deno.env.get("BENCH_PICTURE") ?? await Deno.makeTempDir()}/call.svg`;
  await pictureOf(rig, {}, file);
  console.log(`One whole call as a picture: ${file}\n`);
}
