/**
 * Hostile plugins beside twenty live calls on the real Asterisk: the calls go on, the plugin beside answers as
 * before, and how late Parley writes the audio of what is being said is printed by turns without and beside each,
 * with how long each lived on beyond its limit. `PARLEY_LONG=1` takes all of them, 30 s each, and holds both to
 * what they may be.
 */
import assert from "node:assert/strict";
import { figuresOf, table } from "../bench/figures.ts";
import { DeathWatch } from "../host/death_watch.ts";
import { HOSTILE, type Hostile } from "../host/hostile_plugins.data.ts";
import { OutsidePlugins } from "../host/outside_plugins.ts";
import { startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { placeCall } from "../lab/sip_caller.ts";
import { isLong, needs } from "../needs.ts";
import { type AppHere, openHere } from "./app_here.ts";
import { eventually } from "./hotline.ts";
import { WriteWatch } from "./write_watch.ts";

const CALLS = 20;
const STRETCH_MS = isLong ? 30_000 : 1_500;
/** Those that take most of the machine; the others are stopped in the host's own tests. */
const WORST = ["endless_loop", "leaks_at_once", "log_flood"] as const;
const KINDS = isLong ? Object.keys(HOSTILE) as (keyof typeof HOSTILE)[] : WORST;
/** All calls together ask their plugins so often, as in lively talks. */
const ASK_EVERY_MS = 75;
/** Calls that begin and end all at once would be heavier than any plugin; theirs are half a minute long. */
const APART_MS = isLong ? 1_500 : 100;
const LIVE_WITHIN_MS = 90_000;
const OVER_WITHIN_MS = 90_000;
/** Beside a hostile plugin, at p99. */
const LATER_MS_MAX = 2;
/** Beyond its limit; where a machine has other things to do, too, only what no chance explains. */
const LIVES_ON_MS_MAX = isLong ? 1_000 : 10_000;
/** How a silent caller's call ends, and that of one who is gone. */
const ENDINGS = new Set(["silence", "hung_up"]);

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

Deno.test(`${CALLS} calls go on beside hostile plugins`, lab, async () => {
  await using asterisk = await startAsterisk();
  await using outside = await OutsidePlugins.open();
  await outside.run("good", {
    hooks: { change: ["text"] },
    code: 'change: { text: (text) => text === "hello" ? "hello!" : text },',
  });
  const goodPid = outside.pidOf("good");
  const folder = await Deno.makeTempDir();
  const watch = new WriteWatch();
  const { calls: plugins } = outside.plugins.host;
  const here = await openHere(asterisk, folder, {
    ...{ maxCalls: 2 * CALLS, continuousSilence: true, plugins, metrics: watch },
  });
  const callers = new Callers(asterisk.sipPort);
  try {
    await allLive(here);
    const scene = { outside, watch, here };
    const without = [await undisturbed(scene)];
    const beside: Beside[] = [];
    for (const name of KINDS) {
      beside.push(await provoked(name, scene));
      without.push(await undisturbed(scene));
    }
    report(without, beside);
    assert.equal(outside.pidOf("good"), goodPid, "the good plugin runs on");
  } finally {
    await callers.hangUp();
    await here.app.drain();
    here.close();
    await Deno.remove(folder, { recursive: true });
  }
  const reasons = here.facts.flatMap((fact) => fact.type === "call_ended" ? [fact.reason] : []);
  assert.deepEqual(reasons.filter((reason) => !ENDINGS.has(reason)), []);
});

interface Scene {
  readonly outside: OutsidePlugins;
  readonly watch: WriteWatch;
  readonly here: AppHere;
}

interface Beside {
  readonly name: keyof typeof HOSTILE;
  readonly late: readonly number[];
  /** Null of one that is not ended. */
  readonly livedOnMs: number | null;
}

/** One stretch without any. The good one is asked here, too: only the other makes the difference. */
async function undisturbed({ outside, watch }: Scene): Promise<readonly number[]> {
  const asking = setInterval(() => outside.textInCall(), ASK_EVERY_MS);
  return await watch.measure(STRETCH_MS).finally(() => clearInterval(asking));
}

/** One stretch beside it; returns when it is over, and all is as before. */
async function provoked(name: keyof typeof HOSTILE, scene: Scene): Promise<Beside> {
  const { outside, watch, here } = scene;
  const hostile: Hostile = HOSTILE[name];
  await outside.run(name, hostile);
  using death = new DeathWatch(outside.pidOf(name)!, hostile.diesOf ?? "question");
  const ask = () => {
    outside.textInCall();
    if ("notify" in hostile.hooks) outside.callStarted();
  };
  ask(); // the watch runs
  const asking = setInterval(ask, ASK_EVERY_MS);
  const late = await watch.measure(STRETCH_MS);
  await eventually(`${name} is stopped`, OVER_WITHIN_MS, () => {
    const isTold = () => outside.told(name).some((what) => hostile.told.test(what));
    // Which of its limits comes first is the machine's doing.
    const isOver = hostile.diesOf === null ? isTold() : death.livedOnMs !== null;
    return Promise.resolve(isOver ? true : null);
  }).finally(() => clearInterval(asking));
  await outside.until(async () => await outside.text("hello", "good") === "hello!");
  await outside.remove(name);
  await allLive(here);
  return { name, late, livedOnMs: hostile.diesOf === null ? null : death.livedOnMs };
}

/** Each stretch beside one is compared with those before and after it. */
function report(without: readonly (readonly number[])[], beside: readonly Beside[]): void {
  const usual = without.map((late) => figuresOf("written late, without", "ms", late));
  const hostile = beside.map(({ name, late }) => {
    return figuresOf(`written late, beside ${name}`, "ms", late);
  });
  console.log(table(usual.flatMap((row, at) => [row, ...hostile.slice(at, at + 1)])));
  const wrong: string[] = [];
  for (const [at, { name, livedOnMs }] of beside.entries()) {
    const laterMs = hostile[at]!.p99 - (usual[at]!.p99 + usual[at + 1]!.p99) / 2;
    const death = livedOnMs === null ? "" : `, gone ${livedOnMs.toFixed(0)} ms after its limit`;
    const said = `${name}: written ${laterMs.toFixed(2)} ms later at p99${death}`;
    console.log(said);
    const isLate = isLong && laterMs > LATER_MS_MAX;
    if (isLate || (livedOnMs ?? 0) > LIVES_ON_MS_MAX) wrong.push(said);
  }
  assert.deepEqual(wrong, []);
}

/** In each place one silent call after the other. */
class Callers {
  readonly #places: readonly Promise<void>[];
  readonly #stop = Promise.withResolvers<void>();
  #isOver = false;

  constructor(sipPort: number) {
    this.#places = Array.from({ length: CALLS }, (_, at) => this.#place(sipPort, at));
  }

  async hangUp(): Promise<void> {
    this.#isOver = true;
    this.#stop.resolve();
    await Promise.all(this.#places);
  }

  async #place(sipPort: number, at: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, at * APART_MS));
    while (!this.#isOver) {
      const callerId = `+120255502${at + 10}`;
      await using call = placeCall({ sipPort, extension: "9000", callerId });
      await Promise.race([call.ended, this.#stop.promise]);
    }
  }
}

async function allLive({ app }: AppHere): Promise<void> {
  await eventually(() => `${CALLS} calls are live, but ${app.liveCalls}`, LIVE_WITHIN_MS, () => {
    return Promise.resolve(app.liveCalls >= CALLS ? true : null);
  });
}
