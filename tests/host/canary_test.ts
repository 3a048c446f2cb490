/** What callers said and who they are: in no log line, no error, no journal and no row in plain words. */
import assert from "node:assert/strict";
import type { Fact } from "../../lib/core/facts.ts";
import type { TurnId } from "../../lib/core/ids.ts";
import { ownTables } from "../../lib/store/tables.ts";
import { lead, newCall, STARTED_AT_MS, turnOf } from "../store/call_facts.ts";
import { DebianPostgres } from "./debian_postgres.ts";
import { ownFolder, until } from "./own_database.ts";
import { ownStore } from "./own_store.ts";
import { external } from "./store_scene.ts";

const NUMBER = "+12025550147";
const PHONE = "+12025550148";
/** Each stands in another column. */
const CANARIES = [NUMBER, PHONE, "canaryturn", "canaryquote", "canaryname", "canary@example.org"];
/** In plain, and as PostgreSQL shows bytes. */
const SHOWN = CANARIES.flatMap((word) => [word, new TextEncoder().encode(word).toHex()]);
const ALL = new RegExp(SHOWN.map((word) => word.replace(/[+.]/g, "\\$&")).join("|"), "i");

Deno.test(
  "a caller's words stand nowhere in plain in a database of the system",
  external,
  async () => {
    await using folder = await ownFolder();
    await using server = await DebianPostgres.make();
    await leavesNoWord(folder.path, await server.newDatabase());
  },
);

Deno.test("a caller's words stand nowhere in plain in the embedded database", async () => {
  await using folder = await ownFolder();
  await leavesNoWord(folder.path, null);
});

async function leavesNoWord(folder: string, url: string | null): Promise<void> {
  const { store, said } = await ownStore(folder, url);
  try {
    for (const fact of facts()) store.journal.write(fact);
    await store.journal.sync();
    for (const { name } of Deno.readDirSync(`${folder}/journal`)) {
      const text = await Deno.readTextFile(`${folder}/journal/${name}`);
      assert.ok(text.length > 500);
      assert.doesNotMatch(text, ALL, "the journal");
    }
    await until(() => Promise.resolve(store.health().backlog === 0), "facts are on their way");
    const sql = store.sql();
    for (const { name } of await ownTables(sql)) {
      const rows = await sql`select t::text as row from ${sql(name)} t`;
      for (const { row } of rows) assert.doesNotMatch(row, ALL, name);
    }
    assert.equal((await sql`select from refused_facts`).length, 1);
    assert.match(said.join(), /refuses a fact/);
    assert.doesNotMatch(said.join(), ALL, "the log");
  } finally {
    await store.close({ drainMs: 20_000 });
  }
}

function facts(): readonly Fact[] {
  const call = newCall();
  const at = (seq: number) => ({ call, seq, atMs: STARTED_AT_MS + seq });
  const evidence = { ...lead.fields.amount!, quote: "canaryquote" };
  const fields = {
    amount: evidence,
    name: { ...evidence, value: "canaryname" },
    phone: { ...evidence, value: { e164: PHONE, source: "spoken" as const } },
    email: { ...evidence, value: "canary@example.org" },
  };
  return [
    {
      ...at(1),
      type: "call_started",
      campaign: "investment_lead",
      campaignVersion: 1,
      callerNumber: NUMBER,
      dialled: "9000",
    },
    { ...at(2), type: "turn", turn: 1 as TurnId, speaker: "caller", text: "canaryturn" },
    { ...at(3), type: "lead", lead: { ...lead, fields } },
    { ...turnOf(newCall(), 1, "canaryturn"), speaker: "nobody" } as unknown as Fact,
  ];
}
