/** How late Parley writes the audio of 20 live calls, by turns without and beside each hostile plugin. */
import { OutsidePlugins } from "../../host/outside_plugins.ts";
import { HOSTILE, type Hostile } from "../../host/hostile_plugins.data.ts";
import { usageOf } from "../../../lib/host/process_watch.ts";
import { isLong } from "../../needs.ts";
import { figuresOf, type Row } from "../figures.ts";
import { LiveLegs } from "./live_legs.ts";

const CALLS = 20;
const STRETCH_MS = isLong ? 30_000 : 5_000;
/** Each call asks its plugins about so often, as in a lively talk. */
const ASK_EVERY_MS = 1_500;

export async function measureHostile(): Promise<Row[]> {
  const legs = await LiveLegs.open(CALLS);
  await legs.measure(2_000); // warm
  const rows: Row[] = [];
  for (const [name, hostile] of Object.entries(HOSTILE)) {
    rows.push(figuresOf("Write lateness, without", "ms", await legs.measure(STRETCH_MS)));
    rows.push(...await beside(name, hostile, legs));
  }
  legs.close();
  return rows;
}

async function beside(name: string, hostile: Hostile, legs: LiveLegs): Promise<Row[]> {
  await using outside = await OutsidePlugins.open();
  await outside.run(name, hostile);
  const pid = outside.pidOf(name)!;
  const ask = () => "change" in hostile.hooks ? outside.textInCall() : outside.callStarted();
  const began = performance.now();
  const died = deathOf(pid, began);
  const asking = setInterval(ask, ASK_EVERY_MS / CALLS);
  const late = await legs.measure(STRETCH_MS);
  clearInterval(asking);
  const rows = [figuresOf(`Write lateness, beside ${name}`, "ms", late)];
  const diedMs = await Promise.race([died, Promise.resolve(null)]);
  if (diedMs !== null) {
    rows.push(figuresOf(`${name}: from the first question to its end`, "ms", [diedMs]));
  }
  return rows;
}

async function deathOf(pid: number, began: number): Promise<number | null> {
  while (usageOf(pid) !== null) {
    if (performance.now() - began > STRETCH_MS) return null;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - began;
}
