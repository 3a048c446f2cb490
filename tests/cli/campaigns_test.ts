/** `campaigns …` as a person types it, and the calls that use what was imported. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { ownFolder } from "../host/own_database.ts";
import { cleanEnv, denoArgs } from "../stories/program.ts";

Deno.test("campaigns: one is shown, changed, imported as a new version, and used by new calls", async () => {
  await using folder = await ownFolder();
  const run = (...args: string[]) => parley(folder.path, args);
  const shown = JSON.parse((await run("campaigns", "show", "investment_lead")).out);
  assert.deepEqual(shown, investmentLead);

  const file = `${folder.path}/campaign.json`;
  const lines = { ...shown.lines, greeting: "Good day to you." };
  await Deno.writeTextFile(file, JSON.stringify({ ...shown, lines }));
  assert.equal((await run("campaigns", "import", file)).out, "investment_lead has version 2.\n");
  assert.match((await run("call")).error, /Agent: {2}Good day to you\./);
  assert.match(
    (await run("campaigns", "list")).out,
    /^investment_lead {2}version 2 {2}imported {2}\S+ {2}1 calls\ninvestment_lead {2}version 1 {2}shipped/,
  );

  await Deno.writeTextFile(file, JSON.stringify({ ...shown, currency: "dollars" }));
  const refused = await run("campaigns", "import", file);
  assert.deepEqual([refused.code, /currency: must be three/.test(refused.error)], [2, true]);
  assert.match((await run("campaigns", "show", "nothing")).error, /There is no campaign nothing/);
});

Deno.test("call: a campaign that nobody knows is refused in one sentence", async () => {
  const { code, error } = await parley("/nowhere", ["call", "--store", "none"], "clinic");
  assert.equal(code, 1);
  assert.match(error, /^Cannot use the campaign clinic of PARLEY_CAMPAIGN: the database is away/);
});

async function parley(folder: string, args: readonly string[], campaign = investmentLead.id) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: denoArgs(...args),
    clearEnv: true,
    env: cleanEnv({ PARLEY_DATA: folder, PARLEY_CAMPAIGN: campaign }),
    stdin: "null",
  }).output();
  const [out, error] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, error: error! };
}
