/** A lead that was confirmed to the caller is in the database, whenever the process was killed. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { type OrdinaryUser, ordinaryUser } from "../host/ordinary_user.ts";
import { type OwnFolder, ownFolder, until } from "../host/own_database.ts";
import { ownStore } from "../host/own_store.ts";
import { isLong, isRoot, needs } from "../needs.ts";
import { cleanEnv, denoArgs } from "./program.ts";

const ROUNDS = isLong ? 5 : 1;
const AT_ONCE = 10;
/** Kills come within so many ms of the confirmation: before, in and after the last words. */
const KILL_WITHIN_MS = 60;

interface Place {
  readonly folder: string;
  /** Null: root, who runs the test. */
  readonly user: OrdinaryUser | null;
}

for (const user of ["root", "an ordinary user"] as const) {
  Deno.test({
    name: `a confirmed lead survives kill -9 at a random moment, as ${user}`,
    ...needs("kill as root and others", isRoot, "it needs root"),
    fn: async () => {
      await using folder = await ownFolder();
      if (user === "root") return await killMany({ folder: folder.path, user: null }, folder);
      await using nobody = await ordinaryUser();
      const own = `${folder.path}/own`;
      await Deno.mkdir(own, { mode: 0o700 });
      await Deno.chown(own, nobody.uid, nobody.gid);
      await killMany({ folder: own, user: nobody }, folder);
    },
  });
}

/** Each round is killed as a whole; then the server ends by itself, and a restart has every lead. */
async function killMany(place: Place, folder: OwnFolder): Promise<void> {
  const seed = seedOfThisRun();
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const confirmed: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const amounts = Array.from({ length: AT_ONCE }, (_, at) => 10_001 + confirmed.length + at);
    const kills = amounts.map((amount) => killOne(place, amount, random() * KILL_WITHIN_MS));
    await Promise.all(kills);
    confirmed.push(...amounts);
    await folder.empty();
    const beganMs = performance.now();
    const restart = await run(place, "null").output();
    assert.equal(restart.code, 0, new TextDecoder().decode(restart.stderr));
    console.log(`restarted, called and ended in ${Math.round(performance.now() - beganMs)} ms`);
    await checkStored(place, confirmed);
  }
}

/** One console call, killed a moment after the agent said that the lead is saved. */
async function killOne(place: Place, amount: number, afterMs: number): Promise<void> {
  const child = run(place, "piped").spawn();
  const writer = child.stdin.getWriter();
  const lines = [
    `I want to put ${amount} dollars into stocks`,
    "moderate risk",
    "within two years",
    "no thanks, don't call me",
  ];
  writer.write(new TextEncoder().encode(`${lines.join("\n")}\n`)).catch(() => {});
  let text = "";
  for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (!text.includes(investmentLead.lines.saved)) continue;
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    break;
  }
  try {
    child.kill("SIGKILL");
  } catch {
    // it was through before the kill
  }
  await Promise.allSettled([writer.abort(), child.stdout.cancel(), child.status]);
  const isConfirmed = text.includes(investmentLead.lines.saved);
  assert.ok(isConfirmed, `The call never came to its end:\n${text}`);
}

/** Each of these leads stands there once, and none of another call. */
async function checkStored({ folder }: Place, amounts: readonly number[]): Promise<void> {
  const { store } = await ownStore(folder, null);
  const stored = async () => {
    const rows = await store.sql()`select (value->>'minMinor')::bigint / 100 as amount
      from lead_fields where field = 'amount' order by 1`;
    return rows.map(({ amount }) => Number(amount));
  };
  try {
    await until(async () => (await stored()).length >= amounts.length, "leads are missing");
    assert.deepEqual(await stored(), amounts);
  } finally {
    await store.close({ drainMs: 1_000 });
  }
}

function run({ user, folder }: Place, stdin: "piped" | "null"): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: denoArgs("call"),
    clearEnv: true,
    env: cleanEnv({ PARLEY_DATA: folder, ...user?.env }),
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
    stdin,
    stdout: "piped",
    stderr: "piped",
  });
}
