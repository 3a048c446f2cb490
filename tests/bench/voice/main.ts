/**
 * What a caller waits for, and how many callers the machine holds: the tables of `tests/bench/README.md`.
 * `deno task bench voice [turns] [greeting] [ramp] [box] [picture]`; PARLEY_LONG=1: as many turns as count.
 */
import { whyNoLab } from "../../lab/root.ts";
import { isLong } from "../../needs.ts";
import type { Spread } from "./delays.ts";
import { greetings } from "./greeting.ts";
import { meantWaits } from "./ideal.ts";
import { underLoad } from "./load.ts";
import { load, progress } from "./machine.ts";
import { pictureOf } from "./picture_part.ts";
import { box, ramp } from "./ramp.ts";
import { costTable, pacingTable, partsTable, type Run, turnTable } from "./report.ts";
import { Rig } from "./rig.ts";

/** Turns at so many calls at once. */
const LOADS = isLong
  ? [{ calls: 1, turns: 100 }, { calls: 10, turns: 600 }, { calls: 25, turns: 600 }, {
    calls: 50,
    turns: 600,
  }]
  : [{ calls: 1, turns: 10 }, { calls: 10, turns: 50 }, { calls: 25, turns: 125 }];
/** Drawn delays, and thinking ahead, are looked at under this load alone. */
const MIDDLE = LOADS[1]!;
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
    ...await runsOf("", { spread: "fixed", ahead: false }, LOADS),
    ...await runsOf(", drawn delays", { spread: "lognormal", ahead: false }, [MIDDLE]),
    ...await runsOf(", thinking ahead", { spread: "fixed", ahead: true }, [MIDDLE]),
    ...await runsOf(", both", { spread: "lognormal", ahead: true }, [MIDDLE]),
  ];
  for (const { title, loaded: { missing } } of runs) {
    for (const what of missing) progress(`${title}: ${what}`);
  }
  for (const each of [turnTable, partsTable, pacingTable, costTable]) {
    console.log(`${each(runs)}\n`);
  }
}

/** One start of Parley, and load after load on it. */
async function runsOf(
  what: string,
  { spread, ahead }: { spread: Spread; ahead: boolean },
  loads: readonly { calls: number; turns: number }[],
): Promise<Run[]> {
  const env = { THINK_AHEAD: ahead ? "yes" : "no" };
  await using parley = await rig.start({ spread, voice: "tones" }, env);
  const runs: Run[] = [];
  for (const size of loads) {
    const loaded = await underLoad(rig, parley, { ...size, meantMs });
    runs.push({ title: `${size.calls} calls${what}`, ahead, loaded });
  }
  return runs;
}

async function greeting(): Promise<void> {
  await using _parley = await rig.start({ spread: "fixed", voice: "tones" });
  console.log(`${await greetings(rig, GREETINGS)}\n`);
}

async function picture(): Promise<void> {
  const file = `${Deno.env.get("BENCH_PICTURE") ?? await Deno.makeTempDir()}/call.svg`;
  await pictureOf(rig, {}, file);
  console.log(`One whole call as a picture: ${file}\n`);
}
