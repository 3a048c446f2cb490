/** Columns of plugins stand in each form of the lead view. */
import assert from "node:assert/strict";
import { z } from "zod";
import { writeCalls } from "../../lib/cli/call_formats.ts";
import { type CallRecord, readRecords } from "../../lib/cli/call_records.ts";
import { csvText } from "../../lib/cli/call_sheet.ts";
import { readConfig } from "../../lib/cli/config.ts";
import { leadLines } from "../../lib/cli/leads_list.ts";
import { leadText } from "../../lib/cli/leads_show.ts";
import type { Output } from "../../lib/cli/output.ts";
import { columnsOf, type OpenColumns, withColumns } from "../../lib/cli/plugin_columns.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { shipCampaign } from "../../lib/store/campaigns.ts";
import type { Sql } from "../../lib/store/database.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { definePlugin, type RecordedCall, use } from "../../lib/plugin/contract.ts";
import { currentVersion } from "../../lib/host/plugin_versions.ts";
import { usageOf } from "../../lib/host/process_watch.ts";
import { type OutsideCode, OutsidePlugins } from "../host/outside_plugins.ts";
import { Hosting } from "../plugin/hosting.ts";
import { factsOf, newCall, STARTED_AT_MS } from "../store/call_facts.ts";
import { onEachServer, withTables } from "../store/each_server.ts";
import { ownSealer } from "../store/own_keys.ts";

/** More than are asked about side by side. */
const CALLS = 45;
const EVERYTHING = {
  ...{ onlyLeads: true, status: null, since: null, until: null, campaign: null, limit: null },
};
const WIDE = { columns: 400, hasColours: false };

const talk = definePlugin({
  name: "talk",
  version: "1.0.0",
  settings: z.object({}),
  columns: {
    turns: { title: "Turns", value: ({ turns }) => turns.length },
    known: {
      title: "Knows the amount",
      value: (_call, lead) => lead?.fields["amount"] !== undefined,
    },
    broken: {
      title: "Broken",
      value() {
        throw new Error("no");
      },
    },
  },
});

const WORKER: OutsideCode = {
  hooks: {},
  columns: { pid: "Process" },
  code: `columns: { pid: { title: "Process", value: () => Deno.pid } },`,
};

onEachServer({
  "columns of plugins stand in JSON, in a sheet, in the table and in one lead": (address) =>
    withTables(address, async (sql) => {
      await fill(sql);
      const columns = columnsOf(new Hosting(use(talk, {})).host)!;
      const open = () => Promise.resolve(columns);
      const records = JSON.parse(await written(sql, "json", open), revive) as CallRecord[];
      assert.equal(records.length, CALLS);
      for (const { columns: cells, call } of records) {
        const [{ count }] = await sql<[{ count: number }]>`
          select count(*)::integer as count from turns where call_id = ${call.id}`;
        const own = { "talk.turns": count, "talk.known": true, "talk.broken": null };
        assert.deepEqual(cells, own);
      }
      const [head, row] = (await written(sql, "csv", open)).split("\r\n");
      assert.ok(head!.endsWith(",talk.turns,talk.known,talk.broken"), head);
      assert.match(row!, /,\d+,true,$/);
      assert.ok(csvText(records).startsWith(head!.slice(0, 20)));
      const [titles, line] = leadLines(records, "UTC", WIDE, columns.titles);
      assert.match(titles!, /TURNS +KNOWS THE AMOUNT +BROKEN$/);
      assert.match(line!, /\d+ +yes$/);
      const shown = leadText(records[0]!, "UTC", WIDE, columns.titles);
      assert.deepEqual(shown.slice(-2), ["Knows the amount: yes", "Broken: "]);
    }),

  "a column is told the language of the campaign that the call used": (address) =>
    withTables(address, async (sql) => {
      await shipCampaign(sql, { ...investmentLead, language: "de-DE" });
      await fill(sql, 1);
      const language = ({ language }: RecordedCall) => language;
      const tongue = definePlugin({
        ...{ name: "tongue", version: "1.0.0", settings: z.object({}) },
        columns: { language: { title: "Language", value: language } },
      });
      const columns = columnsOf(new Hosting(use(tongue, {})).host)!;
      const open = () => Promise.resolve(columns);
      const [record] = JSON.parse(await written(sql, "json", open)) as CallRecord[];
      assert.deepEqual(record!.columns, { "tongue.language": "de-DE" });
    }),

  "a plugin from outside has one process for a run, and none where there is nothing to show": (
    address,
  ) =>
    withTables(address, async (sql) => {
      await using outside = await OutsidePlugins.open();
      await outside.write("worker", WORKER);
      await outside.allow("worker");
      const read = readConfig({ PARLEY_DATA: outside.folder.replace(/\/plugins$/, "") });
      assert.ok("config" in read);
      const shown = async () =>
        await withColumns(read.config, async (open) => {
          const pages = [await written(sql, "json", open), await written(sql, "json", open)];
          return pages.flatMap((page) => JSON.parse(page) as CallRecord[]);
        });
      assert.deepEqual(await shown(), []);
      assert.equal(await currentVersion(outside.stateFolder, "worker"), null, "it was not run");
      await fill(sql);
      const pids = new Set((await shown()).map(({ columns }) => columns!["worker.pid"]));
      pids.delete(null); // an answer that a slow machine owes is no other process
      assert.equal(pids.size, 1, String([...pids]));
      await outside.until(() => [...pids].every((pid) => usageOf(Number(pid)) === null));
    }),

  "what is said is not read where no plugin has a column": (address) =>
    withTables(address, async (sql) => {
      await fill(sql, 1);
      assert.equal(columnsOf(new Hosting().host), null);
      const [{ id }] = await sql<[{ id: string }]>`select id from calls`;
      const [record] = await readRecords({ sql, sealer: ownSealer, actor: "person:tester" }, [id]);
      assert.equal("columns" in record!, false);
      const [{ turns }] = await sql<[{ turns: number }]>`
        select count(*)::integer as turns from audit
        where actor = 'person:tester' and 'turns.said' = any(columns)`;
      assert.equal(turns, 0);
    }),
});

async function fill(sql: Sql, count = CALLS): Promise<void> {
  const facts = Array.from({ length: count }, (_, at) => factsOf(newCall(), STARTED_AT_MS + at));
  await applyFacts(sql, facts.flat(), ownSealer);
}

async function written(sql: Sql, format: "csv" | "json", open: OpenColumns) {
  const parts: Uint8Array[] = [];
  const output: Output = {
    write: (bytes) => Promise.resolve(void parts.push(bytes)),
    end: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
  const reader = { sql, sealer: ownSealer, actor: "person:tester" as const };
  const how = { filter: EVERYTHING, format, newestFirst: false, output, columns: open };
  await writeCalls(reader, how);
  return await new Blob(parts as BlobPart[]).text();
}

function revive(key: string, value: unknown): unknown {
  return /At$/.test(key) && typeof value === "string" ? new Date(value) : value;
}
