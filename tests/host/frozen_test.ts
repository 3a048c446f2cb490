/**
 * A database that is frozen under twenty calls: they go on, memory stays, and nothing is lost. How late
 * audio is written meanwhile is printed beside normal periods of the same run; `PARLEY_LONG=1` freezes
 * it for two minutes, twice.
 */
import assert from "node:assert/strict";
import type { CallId } from "../../lib/core/ids.ts";
import type { Store } from "../../lib/host/store.ts";
import { figuresOf, table } from "../bench/figures.ts";
import { isLong } from "../needs.ts";
import { factsOf, newCall, timingOf } from "../store/call_facts.ts";
import { ownStore } from "./own_store.ts";
import { until } from "./own_database.ts";
import { assertStored, closing, onEachServer } from "./store_scene.ts";
import { type TalkingLegs, talkingLegs } from "./talking_legs.ts";

const CALLS = 20;
const WARM_UP_MS = 2_000;
const NORMAL_MS = isLong ? 60_000 : 2_500;
/** A frozen server is known for one after five seconds. */
const FROZEN_MS = isLong ? 120_000 : 7_000;
const FREEZES = isLong ? 2 : 1;
/** Each call ends and begins anew so often: six facts and three timings, far more than people talk. */
const CALL_EVERY_MS = 2_000;
const MEMORY_LOOK_MS = 250;
const MEMORY_MAX_BYTES = 20 * 1_024 ** 2;

interface Period {
  readonly name: "normal" | "frozen";
  readonly late: readonly number[];
  readonly bytes: readonly number[];
}

onEachServer(
  "twenty calls go on while the database is frozen, and all of them are stored",
  async ({ server, url, folder }) => {
    await closing(await ownStore(folder.path, url), async ({ store }) => {
      using legs = await talkingLegs(CALLS);
      const talk = startTalking(store);
      await watch("normal", legs, WARM_UP_MS);
      const periods = [await watch("normal", legs, NORMAL_MS)];
      for (let at = 0; at < FREEZES; at++) {
        await server.freeze();
        periods.push(await watch("frozen", legs, FROZEN_MS));
        assert.equal(store.health().state, "down");
        await server.thaw();
        await until(() => Promise.resolve(store.health().state !== "down"), "it stays away");
        periods.push(await watch("normal", legs, NORMAL_MS));
      }
      await assertStored(store, await talk.stop());
      report(periods);
    });
  },
);

/** Twenty calls side by side, one after the other in each place. */
function startTalking(store: Store) {
  const calls: CallId[] = [];
  const synced: Promise<void>[] = [];
  const hold = () => {
    const call = newCall();
    calls.push(call);
    for (const fact of factsOf(call, Date.now())) store.journal.write(fact);
    for (const turn of [1, 2, 3]) store.journal.write(timingOf(call, turn, Date.now()));
    synced.push(store.journal.sync());
  };
  const timers = Array.from({ length: CALLS }, () => setInterval(hold, CALL_EVERY_MS));
  return {
    async stop(): Promise<readonly CallId[]> {
      timers.forEach((timer) => clearInterval(timer));
      await Promise.all(synced);
      return calls;
    },
  };
}

async function watch(name: Period["name"], legs: TalkingLegs, ms: number): Promise<Period> {
  legs.late();
  const bytes: number[] = [];
  const timer = setInterval(() => bytes.push(memoryBytes()), MEMORY_LOOK_MS);
  await new Promise((resolve) => setTimeout(resolve, ms));
  clearInterval(timer);
  return { name, late: legs.late(), bytes };
}

/** Of the whole process in the long form; beside other files' tests, which share the process, of our own heap. */
function memoryBytes(): number {
  const { rss, heapTotal, external } = Deno.memoryUsage();
  return isLong ? rss : heapTotal + external;
}

function report(periods: readonly Period[]): void {
  const of = (name: Period["name"]) => periods.filter((period) => period.name === name);
  const late = (name: Period["name"]) => of(name).flatMap((period) => period.late);
  const rows = (["normal", "frozen"] as const)
    .map((name) => figuresOf(`audio written late, ${name}`, "ms", late(name)));
  const grown = median(of("frozen").at(-1)!.bytes) - median(periods[0]!.bytes);
  console.log(`${table(rows)}\nmemory: ${(grown / 1_024 ** 2).toFixed(1)} MB more when frozen`);
  assert.ok(grown <= MEMORY_MAX_BYTES, `memory grew by ${grown} bytes`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
