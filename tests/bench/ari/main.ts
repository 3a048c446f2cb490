/**
 * Parley's ARI client beside the two of npm, on the same work in the same run.
 * `deno task bench ari [events] [rest] [outage]`; PARLEY_LONG=1: a million events, 60 s outages.
 */
import { whyNoLab } from "../../lab/root.ts";
import { isLong } from "../../needs.ts";
import { type BenchAsterisk, startBenchAsterisk } from "./asterisk.ts";
import { floodTable, outageTable, pacedTable, restTable } from "./tables.ts";
import type { FloodResult } from "./flood.ts";
import type { OutageResult } from "./outage.ts";
import { type Entrant, RIVALS_CONFIG, startContender, startFake } from "./processes.ts";
import type { RestResult } from "./rest.ts";

const EVENTS = isLong ? 1_000_000 : 100_000;
const PACED = { count: isLong ? 60_000 : 20_000, aSecond: 2_000 };
const OPERATIONS = isLong ? 4_000 : 1_000;
const OUTAGE_MS = isLong ? 60_000 : 10_000;
/** Longer than any contender waits between two tries. */
const OBSERVE_MS = isLong ? 40_000 : 20_000;
const ROUNDS = 3;

const BARE: Entrant = { title: "bare runtime", module: "./clients/bare.ts", rival: false };
const PARLEY: Entrant = { title: "Parley", module: "./clients/parley.ts", rival: false };
const PARLEY_SOCKET: Entrant = {
  title: "Parley, REST over WebSocket",
  module: "./clients/parley_websocket.ts",
  rival: false,
};
const RIVALS: readonly Entrant[] = [
  { title: "ari-client 2.2.0", module: "./rivals/ari_client.ts", rival: true },
  { title: "@ipcom/asterisk-ari 1.0.0", module: "./rivals/ipcom.ts", rival: true },
];
/** What every run says of its process. */
export interface Started {
  readonly importMs: number;
  readonly openMs: number;
}

const why = whyNoLab();
if (why !== null) {
  console.error(`SKIPPED the bench of ARI clients: ${why}`);
  Deno.exit(0);
}
await installRivals();
await using asterisk = await startBenchAsterisk();
const parts = Deno.args.length > 0 ? Deno.args : ["events", "rest", "outage"];
const what = `Asterisk ${asterisk.version}, Deno ${Deno.version.deno}`;
console.log(`\nARI clients side by side: ${what}, ${ROUNDS} rounds, median (least–most)\n`);
if (parts.includes("events")) console.log(await events(asterisk));
if (parts.includes("rest")) console.log(await operations(asterisk));
if (parts.includes("outage")) console.log(await outages(asterisk));

/** Rivals are no business of who installs Parley: they have a list and a lock of their own. */
async function installRivals(): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--frozen", "--quiet", "--config", RIVALS_CONFIG],
    cwd: new URL("rivals", import.meta.url),
  }).output();
  if (!success) throw new Error(`Cannot install the rivals: ${new TextDecoder().decode(stderr)}`);
}

async function events({ docsPath }: BenchAsterisk): Promise<string> {
  const entrants = [BARE, PARLEY, ...RIVALS];
  const streams = await inRounds(entrants, async (entrant) => {
    return await stream(entrant, docsPath, `flood-${EVENTS}`, EVENTS);
  });
  const paced: (readonly [string, FloodResult])[] = [];
  for (const entrant of entrants) {
    const app = `paced-${PACED.count}-${PACED.aSecond}`;
    paced.push([entrant.title, await stream(entrant, docsPath, app, PACED.count)]);
  }
  return `${EVENTS} events as fast as they are read:\n\n${floodTable(streams)}\n
${PACED.count} events, ${PACED.aSecond} a second:\n\n${pacedTable(paced)}\n`;
}

async function stream(
  entrant: Entrant,
  docsPath: string,
  app: string,
  count: number,
): Promise<FloodResult & Started> {
  const fake = await startFake(docsPath);
  try {
    const args = { server: serverAt(fake.port), app, count };
    return await startContender<FloodResult & Started>(entrant, "flood", args).result;
  } finally {
    await fake.kill();
  }
}

async function operations({ server, channelId }: BenchAsterisk): Promise<string> {
  const entrants = [BARE, PARLEY, PARLEY_SOCKET, ...RIVALS];
  const rounds = await inRounds(entrants, async (entrant) => {
    const args = { server, channelId, app: "bench-contender", count: OPERATIONS };
    return await startContender<RestResult>(entrant, "rest", args).result;
  });
  return `${OPERATIONS} operations on the real Asterisk, one at a time and 50 at once:\n
${restTable(rounds)}\n`;
}

/** All of them at once, each with a server of its own: they have nothing to do but wait. */
async function outages({ docsPath }: BenchAsterisk): Promise<string> {
  const cases = [PARLEY, ...RIVALS].flatMap((entrant) =>
    (["killed", "vanished"] as const).map((kind) => ({ entrant, kind }))
  );
  const rows = await Promise.all(cases.map(async ({ entrant, kind }) => {
    const row = { title: entrant.title, kind };
    try {
      return { ...row, result: await oneOutage(entrant, kind, docsPath) };
    } catch (error) {
      return { ...row, result: (error as Error).message };
    }
  }));
  return `The server is away for ${OUTAGE_MS / 1_000} s, and watched for ${
    OBSERVE_MS / 1_000
  } s after its return:\n\n${outageTable(rows)}\n`;
}

async function oneOutage(
  entrant: Entrant,
  kind: "killed" | "vanished",
  docsPath: string,
): Promise<OutageResult> {
  let fake = await startFake(docsPath);
  try {
    const args = { server: serverAt(fake.port), observeMs: OBSERVE_MS };
    const run = startContender<OutageResult>(entrant, "outage", args);
    run.result.catch(() => {}); // awaited below
    await run.ready;
    await (kind === "killed" ? fake.kill() : fake.tell("vanish"));
    await run.tell("gone").catch(() => {}); // it has ended: its result says so
    await new Promise((wake) => setTimeout(wake, OUTAGE_MS));
    if (kind === "killed") fake = await startFake(docsPath, fake.port);
    else await fake.tell("back");
    await run.tell("back").catch(() => {});
    return await run.result;
  } finally {
    await fake.kill();
  }
}

function serverAt(port: number) {
  return { origin: `http://127.0.0.1:${port}`, username: "bench", password: "secret" };
}

/** One after the other, in turn, so that a busy minute of the machine meets them all. */
async function inRounds<Result>(
  entrants: readonly Entrant[],
  run: (entrant: Entrant) => Promise<Result>,
): Promise<ReadonlyMap<string, readonly Result[]>> {
  const results = new Map<string, Result[]>(entrants.map(({ title }) => [title, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const entrant of entrants) results.get(entrant.title)!.push(await run(entrant));
  }
  return results;
}
