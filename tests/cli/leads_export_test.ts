import assert from "node:assert/strict";
import { writeCalls } from "../../lib/cli/call_formats.ts";
import { callIdOf, type CallRecord, type LeadRecord } from "../../lib/cli/call_records.ts";
import { leadLines } from "../../lib/cli/leads_list.ts";
import { leadText } from "../../lib/cli/leads_show.ts";
import type { Output } from "../../lib/cli/output.ts";
import type { Fact } from "../../lib/core/facts.ts";
import type { TurnId } from "../../lib/core/ids.ts";
import type { CallFilter } from "../../lib/store/call_pages.ts";
import type { Sql } from "../../lib/store/database.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import type { Reader } from "../../lib/store/leads.ts";
import { factsOf, lead, newCall, STARTED_AT_MS } from "../store/call_facts.ts";
import { onEachServer, withTables } from "../store/each_server.ts";
import { ownSealer } from "../store/own_keys.ts";

/** More than a page. */
const CALLS = 1_100;
const EVERYTHING: CallFilter = {
  onlyLeads: true,
  status: null,
  since: null,
  until: null,
  campaign: null,
  limit: null,
};

onEachServer({
  "leads as JSON are what the database holds, every one and every value": (address) =>
    withTables(address, async (sql) => {
      await fill(sql);
      const exported = JSON.parse(await written(sql, "json")) as CallRecord[];
      assert.equal(exported.length, CALLS);
      assert.deepEqual(exported.map(plain), await stored(sql));
      const lines = (await written(sql, "ndjson")).trimEnd().split("\n");
      assert.deepEqual(lines.map((line) => JSON.parse(line)), exported);
    }),

  "leads as CSV have a row each, and no cell is a formula": (address) =>
    withTables(address, async (sql) => {
      await fill(sql, 3, { name: "=HYPERLINK(1)", quote: "+cmd; =1" });
      const [head, ...rows] = (await written(sql, "csv")).trimEnd().split("\r\n");
      assert.equal(rows.length, 3);
      const cells = rows.map((row) => new Map(zip(head!.split(","), row.split(","))));
      for (const row of cells) {
        assert.equal(row.get("caller_number"), "+12025550123");
        assert.equal(row.get("phone"), "+12025550199");
        assert.equal(row.get("amount_min"), "50000.00");
        assert.equal(row.get("amount_max"), "");
        assert.equal(row.get("score"), "40");
        assert.equal(row.get("score_reasons"), "Has fifty thousand dollars or more. (+40)");
        assert.equal(row.get("disqualifiers"), "");
        assert.equal(row.get("name"), "'=HYPERLINK(1)");
        assert.equal(row.get("name_quote"), `"'+cmd; '=1"`);
      }
    }),

  "a filter picks leads by status, time and campaign, and a limit ends it": (address) =>
    withTables(address, async (sql) => {
      await fill(sql, 6);
      const count = async (filter: Partial<CallFilter>) =>
        (JSON.parse(await written(sql, "json", filter)) as unknown[]).length;
      assert.equal(await count({ status: "qualified" }), 6);
      assert.equal(await count({ status: "incomplete" }), 0);
      assert.equal(await count({ since: new Date(STARTED_AT_MS + 2_000) }), 4);
      assert.equal(await count({ until: new Date(STARTED_AT_MS + 2_000) }), 2);
      assert.equal(await count({ campaign: "another" }), 0);
      assert.equal(await count({ limit: 5 }), 5);
    }),

  "whoever reads leads stands in the audit log": (address) =>
    withTables(address, async (sql) => {
      await fill(sql, 2);
      await written(sql, "json");
      const rows = await sql<{ calls: string[]; columns: string[] }[]>`
        select calls, columns from audit where actor = 'person:tester'`;
      assert.deepEqual(
        new Set(rows.flatMap(({ columns }) => columns)),
        new Set(["calls.caller_number", "lead_fields.quote", "lead_fields.value"]),
      );
      for (const { calls } of rows) assert.equal(calls.length, 2);
    }),

  "a call is found by the beginning of its id, where it is the only one": (address) =>
    withTables(address, async (sql) => {
      const [one, two] = [
        "aaaaaaaa-0000-4000-8000-000000000001",
        "aaaaaaaa-1000-4000-8000-000000000002",
      ];
      for (const id of [one, two]) {
        await sql`insert into calls (id, started_at) values (${id}, now())`;
      }
      assert.equal(await callIdOf(sql, "AAAAAAAA-0"), one);
      assert.equal(await callIdOf(sql, two!), two);
      await assert.rejects(callIdOf(sql, "aaaaaaaa"), /^Error: Several calls begin with/);
      for (const wrong of ["aaaa", "bbbbbbbb", "' or 1=1", ""]) {
        await assert.rejects(callIdOf(sql, wrong), /^Error: There is no call/);
      }
    }),

  "leads in a table fit a narrow terminal": (address) =>
    withTables(address, async (sql) => {
      await fill(sql, 3);
      const records = JSON.parse(await written(sql, "json"), revive) as CallRecord[];
      for (const columns of [20, 40, 80, 120]) {
        const lines = leadLines(records, "UTC", { columns, hasColours: false });
        assert.equal(lines.length, 4);
        assert.ok(lines.every((line) => line.length <= columns), `${columns}: ${lines.join("\n")}`);
      }
    }),
});

async function fill(
  sql: Sql,
  count = CALLS,
  words = { name: "Zoë Ünal", quote: 'it\'s "Zoë"\\ \n Ünal\t' },
): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    const facts = Array.from(
      { length: Math.min(100, count - from) },
      (_, at) =>
        factsOf(newCall(), STARTED_AT_MS + (from + at) * 1_000).map((fact) =>
          withPerson(fact, words)
        ),
    );
    await applyFacts(sql, facts.flat(), ownSealer);
  }
}

function withPerson(fact: Fact, { name, quote }: { name: string; quote: string }): Fact {
  if (fact.type !== "lead" || fact.lead.status !== "qualified") return fact;
  const { amount } = lead.fields;
  const found = { ...amount!, quote, turn: 2 as TurnId };
  const phone = { ...found, value: { e164: "+12025550199", source: "spoken" as const } };
  const fields = { ...lead.fields, name: { ...found, value: name }, phone };
  return { ...fact, lead: { ...fact.lead, fields } };
}

async function written(
  sql: Sql,
  format: "csv" | "json" | "ndjson",
  filter: Partial<CallFilter> = {},
): Promise<string> {
  const parts: Uint8Array[] = [];
  const output: Output = {
    write: (bytes) => Promise.resolve(void parts.push(bytes)),
    end: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
  const reader: Reader = { sql, sealer: ownSealer, actor: "person:tester" };
  const how = { filter: { ...EVERYTHING, ...filter }, format, newestFirst: false, output };
  await writeCalls(reader, how);
  return await new Blob(parts as BlobPart[]).text();
}

/** Of an exported lead what stands in columns of the database, under the columns' own names. */
function plain({ call, lead }: CallRecord) {
  return {
    id: call.id,
    campaign: call.campaign,
    caller_number: call.callerNumber,
    started_at: call.startedAt,
    ended_at: call.endedAt,
    status: lead!.status,
    missing: lead!.missing,
    score: lead!.score,
    score_reasons: lead!.scoreReasons,
    disqualifiers: lead!.disqualifiers,
    updated_at: lead!.updatedAt,
    fields: Object.entries(lead!.fields).map(([field, { value, quote, turn, foundBy }]) => ({
      field,
      value,
      quote,
      turn,
      found_by: foundBy,
    })),
  };
}

/** The same by queries of the test's own, one for each table. */
async function stored(sql: Sql) {
  const calls = await sql`select * from calls join leads on call_id = id order by started_at, id`;
  const fields = await sql`select * from lead_fields order by call_id, field`;
  const opened = await Promise.all(fields.map(async (row) => ({
    call: row.call_id,
    field: {
      field: row.field,
      value: row.sealed_value === null
        ? row.value
        : JSON.parse(await ownSealer.open(row.sealed_value)),
      quote: await ownSealer.open(row.quote),
      turn: row.turn,
      found_by: row.found_by,
    },
  })));
  const byCall = Map.groupBy(opened, ({ call }) => call);
  return await Promise.all(calls.map(async (row) => ({
    id: row.id,
    campaign: row.campaign,
    caller_number: await ownSealer.open(row.caller_number),
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at.toISOString(),
    status: row.status,
    missing: row.missing,
    score: row.score,
    score_reasons: row.score_reasons,
    disqualifiers: row.disqualifiers,
    updated_at: row.updated_at.toISOString(),
    fields: (byCall.get(row.id) ?? []).map(({ field }) => field),
  })));
}

Deno.test("a lead is shown with its score, and with the sentences that make it", () => {
  const record = recordWith({
    score: 0,
    scoreReasons: [
      { points: 10, why: "Named a sum: four hundred dollars." },
      { points: -15, why: "The sum is in doubt: four hundred dollars was heard." },
    ],
    disqualifiers: ["The sum is below five hundred dollars: four hundred dollars."],
  });
  const screen = { columns: 72, hasColours: false };
  const text = leadText(record, "UTC", screen);
  assert.deepEqual(text.slice(text.findIndex((line) => line.startsWith("Score"))), [
    "Score     0 of 100, disqualified",
    "          The sum is below five hundred dollars: four hundred dollars.",
    "          Named a sum: four hundred dollars. (+10)",
    "          The sum is in doubt: four hundred dollars was heard. (-15)",
  ]);
  const [titles, row] = leadLines([record], "UTC", { ...screen, columns: 200 });
  assert.equal(row!.slice(0, titles!.indexOf("SCORE") + 5).split(/ +/).at(-1), "0");
  const old = recordWith({ score: null, scoreReasons: null, disqualifiers: null });
  assert.ok(leadText(old, "UTC", screen).includes("Score     none"));
});

function recordWith(
  score: Pick<LeadRecord, "score" | "scoreReasons" | "disqualifiers">,
): CallRecord {
  const startedAt = new Date(STARTED_AT_MS);
  return {
    call: {
      ...{ id: newCall(), campaign: "investment_lead", campaignVersion: 1, startedAt },
      ...{ callerNumber: null, dialled: null, endedAt: startedAt, endedBy: "caller", turns: 1 },
      ...{ endReason: "hung_up", handedOverAt: null, handedBackWhy: null },
    },
    lead: { status: "incomplete", missing: [], updatedAt: startedAt, fields: {}, ...score },
  };
}

function zip(titles: readonly string[], cells: readonly string[]): [string, string][] {
  assert.equal(titles.length, cells.length);
  return titles.map((title, at) => [title, cells[at]!]);
}

function revive(key: string, value: unknown): unknown {
  return key.endsWith("At") && typeof value === "string" ? new Date(value) : value;
}
