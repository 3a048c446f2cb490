/** How late Parley writes the audio of 20 live calls, by turns without and beside each hostile plugin. */
import { DeathWatch } from "../../host/death_watch.ts";
import { OutsidePlugins } from "../../host/outside_plugins.ts";
import { HOSTILE, type Hostile } from "../../host/hostile_plugins.data.ts";
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
  using death = new DeathWatch(outside.pidOf(name)!, hostile.diesOf ?? "question");
  const ask = () => "change" in hostile.hooks ? outside.textInCall() : outside.callStarted();
  ask(); // the watch runs
  const asking = setInterval(ask, ASK_EVERY_MS / CALLS);
  const late = await legs.measure(STRETCH_MS);
  clearInterval(asking);
  const rows = [figuresOf(`Write lateness, beside ${name}`, "ms", late)];
  const { livedOnMs } = death;
  if (hostile.diesOf === null || livedOnMs === null) return rows;
  return [...rows, figuresOf(`${name}: from its limit to its end`, "ms", [livedOnMs])];
}
