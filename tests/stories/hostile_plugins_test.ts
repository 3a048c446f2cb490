/**
 * Hostile plugins beside twenty live calls on the real Asterisk: the calls go on, the plugin beside answers as
 * before, and how late audio is written is printed by turns without and beside each. `PARLEY_LONG=1` takes all of
 * them, 30 s each, and holds the lateness to its limit.
 */
import assert from "node:assert/strict";
import { usageOf } from "../../lib/host/process_watch.ts";
import { figuresOf, table } from "../bench/figures.ts";
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
const LIVE_WITHIN_MS = 90_000;
const DEAD_WITHIN_MS = 90_000;
/** Beside a hostile plugin, at p99. */
const LATER_MS_MAX = 2;
/** How a silent caller's call ends, and that of one who is gone. */
const ENDINGS = new Set(["silence", "hung_up"]);

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

Deno.test(`${CALLS} calls go on beside hostile plugins`, lab, async () => {
  await using asterisk = await startAsterisk();
  await using outside = await OutsidePlugins.open();
  await outside.run("good", {
    hooks: { change: ["text"] },
    code: "change: { text: (text) => text },",
  });
  const goodPid = outside.pidOf("good");
  const folder = await Deno.makeTempDir();
  using watch = new WriteWatch();
  const { calls: plugins } = outside.plugins.host;
  const here = await openHere(asterisk, folder, {
    ...{ maxCalls: 2 * CALLS, continuousSilence: true, plugins },
  });
  const callers = new Callers(asterisk.sipPort);
  try {
    await allLive(here);
    for (const name of KINDS) await alternate(name, { outside, watch, here });
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

/** One stretch without, and one beside it. */
async function alternate(name: keyof typeof HOSTILE, scene: Scene): Promise<void> {
  const { outside, watch, here } = scene;
  const without = await watch.measure(STRETCH_MS);
  await outside.run(name, HOSTILE[name]);
  const beside = await provoked(name, scene);
  const rows = [figuresOf("written late, without", "ms", without)];
  console.log(table([...rows, figuresOf(`written late, beside ${name}`, "ms", beside)]));
  await outside.remove(name);
  await allLive(here);
  if (!isLong) return;
  const laterMs = p99(beside) - p99(without);
  assert.ok(laterMs <= LATER_MS_MAX, `beside ${name} audio is written ${laterMs} ms later`);
}

async function provoked(name: keyof typeof HOSTILE, { outside, watch }: Scene) {
  const hostile: Hostile = HOSTILE[name];
  const pid = outside.pidOf(name)!;
  const ask = () => "change" in hostile.hooks ? outside.textInCall() : outside.callStarted();
  const asking = setInterval(ask, ASK_EVERY_MS);
  const late = await watch.measure(STRETCH_MS);
  await eventually(`${name} is stopped`, DEAD_WITHIN_MS, () => {
    const isTold = () => outside.told(name).some((what) => hostile.told.test(what));
    // Which of its limits comes first is the machine's doing.
    const isOver = hostile.diesOf !== null ? usageOf(pid) === null : isTold();
    return Promise.resolve(isOver ? true : null);
  }).finally(() => clearInterval(asking));
  return late;
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

function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)]!;
}
