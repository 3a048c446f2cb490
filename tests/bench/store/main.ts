/** How many turns a second reach the database, and whether the audio of twenty calls notices. */
import type { Fact } from "../../../lib/core/facts.ts";
import type { CallId } from "../../../lib/core/ids.ts";
import type { Store } from "../../../lib/host/store.ts";
import { DebianPostgres, debianPrograms } from "../../host/debian_postgres.ts";
import { ownFolder } from "../../host/own_database.ts";
import { ownStore } from "../../host/own_store.ts";
import { type TalkingLegs, talkingLegs } from "../../host/talking_legs.ts";
import { isLong } from "../../needs.ts";
import { factsOf, newCall, timingOf, turnOf } from "../../store/call_facts.ts";
import { figuresOf, type Row, table } from "../figures.ts";

const LEGS = 20;
const TURNS_A_SECOND = 1_000;
const SECONDS = isLong ? 60 : 10;
/** So many turns are written at once. */
const BATCH_TURNS = 10;
const BATCH_MS = 1_000 * BATCH_TURNS / TURNS_A_SECOND;
const CAUGHT_UP_MS = 60_000;

interface Outcome {
  readonly stored: number;
  readonly seconds: number;
  readonly backlogMax: number;
}

/** What the caller said, what was answered, and the turn's times. */
function turnFacts(call: CallId, turn: number): Fact[] {
  const said = turnOf(call, 100 + turn, "I would like to put about fifty thousand dollars into it");
  const answered = {
    ...said,
    seq: 200 + turn,
    speaker: "agent",
    text: "Thank you, noted.",
  } as Fact;
  return [said, answered, timingOf(call, turn, Date.now())];
}

async function store(own: Store): Promise<Outcome> {
  const beganMs = performance.now();
  let [turns, backlogMax] = [0, 0];
  while (turns < TURNS_A_SECOND * SECONDS) {
    const call = newCall();
    for (const fact of factsOf(call, Date.now())) own.journal.write(fact);
    for (let turn = 1; turn <= BATCH_TURNS; turn++) {
      for (const fact of turnFacts(call, turn)) own.journal.write(fact);
    }
    turns += BATCH_TURNS;
    backlogMax = Math.max(backlogMax, own.health().backlog);
    const dueMs = beganMs + turns / BATCH_TURNS * BATCH_MS;
    await new Promise((resolve) => setTimeout(resolve, dueMs - performance.now()));
  }
  const untilMs = performance.now() + CAUGHT_UP_MS;
  while (own.health().backlog > 0 && performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const [row] = await own.sql()`select count(*)::integer as stored from turn_timings`;
  const seconds = (performance.now() - beganMs) / 1_000;
  return { stored: row!["stored"], seconds, backlogMax };
}

async function quiet(legs: TalkingLegs): Promise<readonly number[]> {
  legs.late();
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
  return legs.late();
}

async function measure(name: string, url: string | null): Promise<void> {
  await using folder = await ownFolder();
  const { store: own } = await ownStore(folder.path, url);
  using legs = await talkingLegs(LEGS);
  const rows: Row[] = [];
  const row = (what: string, late: readonly number[]) =>
    rows.push(figuresOf(`${name}: audio written late, ${what}`, "ms", late));
  row("nothing stored", await quiet(legs));
  const { stored, seconds, backlogMax } = await store(own);
  row(`${TURNS_A_SECOND} turns a second`, legs.late());
  row("nothing stored again", await quiet(legs));
  await own.close({ drainMs: CAUGHT_UP_MS });
  console.log(table(rows));
  const rate = Math.round(stored / seconds);
  console.log(`${name}: ${stored} turns in ${seconds.toFixed(1)} s, ${rate} a second`);
  console.log(`${name}: at most ${backlogMax} facts waited on disk\n`);
}

await measure("embedded", null);
if (debianPrograms() !== null) {
  await using server = await DebianPostgres.make();
  await measure("DATABASE_URL", await server.newDatabase());
}
