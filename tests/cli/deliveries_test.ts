/** `deliveries …` as a person types it. */
import assert from "node:assert/strict";
import { buried, claim } from "../../lib/store/delivery_claims.ts";
import { switchOn } from "../../lib/store/deliveries.ts";
import { EVERY_KIND } from "../app/deliveries.ts";
import { ownFolder, until } from "../host/own_database.ts";
import { ownStore } from "../host/own_store.ts";
import { factsOf, newCall } from "../store/call_facts.ts";
import { cleanEnv, denoArgs } from "../stories/program.ts";

Deno.test("deliveries: a parked one is listed with its reason, retried, and cancelled", async () => {
  await using folder = await ownFolder();
  const { store } = await ownStore(folder.path, null);
  await switchOn(store.sql(), [{ ...EVERY_KIND, kinds: ["call_ended"] }]);
  for (const fact of factsOf(newCall())) store.journal.write(fact);
  await until(() => Promise.resolve(store.health().backlog === 0), "facts are on their way");
  const owed = await claim(store.sql(), "crm", { plugins: [], now: null });
  await buried(store.sql(), owed!, "dead", "HTTP 400");
  await store.close({ drainMs: 20_000 });
  const run = (...args: string[]) => deliveries(folder.path, args);

  const listed = await run("list", "--state", "dead");
  assert.match(listed.out, /^1 {2}dead {2}crm {2}call_ended {2}\S+ {2}attempt 1 {2}HTTP 400\n$/);
  assert.match((await run("retry", "1")).out, /Delivery 1 is due now/);
  assert.equal(JSON.parse((await run("show", "1")).out).state, "waiting");
  assert.match((await run("cancel", "1")).out, /Delivery 1 is cancelled/);
  assert.match((await run("cancel", "1")).error, /there is nothing to cancel/);
  const wrong = await run("retry", "one");
  assert.deepEqual([wrong.code, /must be a number/.test(wrong.error)], [2, true]);
});

async function deliveries(folder: string, args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: denoArgs("deliveries", ...args),
    clearEnv: true,
    env: cleanEnv({ PARLEY_DATA: folder }),
  }).output();
  const [out, error] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, error: error! };
}
