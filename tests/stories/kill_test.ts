/** A lead that was confirmed to the caller is in the database, whenever the process was killed. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { openStore } from "../../lib/host/store.ts";
import { hasProgram, isLong, isRoot, needs } from "../needs.ts";
import { seededRandom } from "../core/story.ts";
import { cleanEnv, denoArgs } from "./program.ts";

const CALLS = isLong ? 50 : 10;
const AT_ONCE = 10;
/** Kills come within so many ms of the confirmation: before, in and after the last words. */
const KILL_WITHIN_MS = 60;
const DELIVERED_WITHIN_MS = 20_000;

interface Place {
  readonly user: "root" | "nobody";
  readonly folder: string;
  /** DENO_DIR of a user who can't read root's; null: the usual one. */
  readonly cache: string | null;
}

interface Killed {
  readonly amount: number;
  readonly confirmed: boolean;
}

for (const user of ["root", "nobody"] as const) {
  Deno.test({
    name: `a confirmed lead survives kill -9 at a random moment, as ${user}`,
    ...needs("kill as root and others", isRoot && hasProgram("setpriv"), "it needs root"),
    fn: () => killMany(user),
  });
}

async function killMany(user: "root" | "nobody"): Promise<void> {
  const seed = Number(Deno.env.get("PARLEY_SEED") ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const folder = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "parley-kill-" });
  await new Deno.Command("chown", { args: [user, folder] }).output();
  await Deno.chmod(folder, 0o755);
  const place: Place = { user, folder, cache: await cacheFor(user) };
  try {
    const killed: Killed[] = [];
    for (let from = 0; from < CALLS; from += AT_ONCE) {
      const amounts = Array.from({ length: AT_ONCE }, (_, index) => 10_001 + from + index);
      const moments = amounts.map(() => random() * KILL_WITHIN_MS);
      const round = amounts.map((amount, index) => killOne(place, amount, moments[index]!));
      killed.push(...await Promise.all(round));
    }
    assert.ok(killed.some(({ confirmed }) => confirmed), "no call came as far as its confirmation");
    await checkStored(place, killed.filter(({ confirmed }) => confirmed));
  } finally {
    await Deno.remove(folder, { recursive: true });
    if (place.cache !== null) await Deno.remove(place.cache, { recursive: true });
  }
}

/** Root's packages lie where nobody else can read them: another user gets a copy. */
async function cacheFor(user: "root" | "nobody"): Promise<string | null> {
  if (user === "root") return null;
  const copy = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "parley-cache-" });
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout)) as { denoDir: string };
  await new Deno.Command("cp", { args: ["-r", `${denoDir}/npm`, copy] }).output();
  await new Deno.Command("chown", { args: ["-R", user, copy] }).output();
  await Deno.chmod(copy, 0o755);
  return copy;
}

/** One console call, killed a moment after the agent said that the lead is saved. */
async function killOne(place: Place, amount: number, afterMs: number): Promise<Killed> {
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
  const confirmed = text.includes(investmentLead.lines.saved);
  if (!confirmed) throw new Error(`The call never came to its end:\n${text}`);
  return { amount, confirmed };
}

/** The next start delivers what the killed ones left; each lead stands there once. */
async function checkStored(place: Place, confirmed: readonly Killed[]): Promise<void> {
  const restart = await run(place, "null").output();
  assert.equal(restart.code, 0, new TextDecoder().decode(restart.stderr));
  const store = await openStore({
    dataFolder: place.folder,
    databaseUrl: null,
    retentionDays: 90,
    onProgress: () => {},
    log: () => {},
  });
  try {
    const wanted = confirmed.map(({ amount }) => amount * 100).sort();
    const untilMs = performance.now() + DELIVERED_WITHIN_MS;
    for (;;) {
      const rows = await store.sql()`select (value->>'minMinor')::bigint as minor
        from lead_fields where field = 'amount' order by 1`;
      const stored = rows.map(({ minor }) => Number(minor));
      if (stored.length >= wanted.length || performance.now() > untilMs) {
        return assert.deepEqual(stored, wanted);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    await store.close({ drainMs: 1_000 });
  }
}

function run({ user, folder, cache }: Place, stdin: "piped" | "null"): Deno.Command {
  const become = user === "root" ? [] : ["setpriv", `--reuid=${user}`, "--clear-groups"];
  const [program, ...args] = [...become, Deno.execPath(), ...denoArgs("call")];
  const env = { PARLEY_DATA: folder, ...(cache === null ? {} : { DENO_DIR: cache, HOME: cache }) };
  return new Deno.Command(program!, {
    args,
    clearEnv: true,
    env: cleanEnv(env),
    stdin,
    stdout: "piped",
    stderr: "piped",
  });
}
