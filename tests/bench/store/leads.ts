/** How long people wait for a list, a lead, a number or the statistics where 100,000 leads are kept. */
import { openEmbeddedPostgres } from "../../../lib/host/embedded_postgres.ts";
import { callRecords, readRecords } from "../../../lib/cli/call_records.ts";
import { type CallFilter, countCalls } from "../../../lib/store/call_pages.ts";
import { connect, type DatabaseAddress, type Sql } from "../../../lib/store/database.ts";
import { listDeliveries } from "../../../lib/store/delivery_desk.ts";
import { eraseCalls } from "../../../lib/store/erasure.ts";
import { findCalls } from "../../../lib/store/leads.ts";
import { migrate } from "../../../lib/store/migrations.ts";
import { previewRetention, runDue } from "../../../lib/store/retention.ts";
import { statisticsOf } from "../../../lib/store/statistics.ts";
import { DebianPostgres, debianPrograms } from "../../host/debian_postgres.ts";
import { ownFolder } from "../../host/own_database.ts";
import { isLong } from "../../needs.ts";
import { ownSealer } from "../../store/own_keys.ts";
import { figuresOf, type Row, table } from "../figures.ts";
import { fillLeads, LEADS, NOW_MS } from "./leads_fill.ts";

const TIMES = isLong ? 100 : 20;
const DAYS = { calls: 90, transcripts: 90, leads: 90 };
const actor = "person:bench" as const;
const reader = (sql: Sql) => ({ sql, sealer: ownSealer, actor });
const NEWEST: CallFilter = {
  onlyLeads: true,
  status: null,
  since: null,
  until: null,
  campaign: null,
  limit: 20,
};

/** One of the people that the table holds; `number` is theirs. */
interface Someone {
  readonly id: string;
  readonly number: string;
}

type Work = (sql: Sql, someone: Someone) => Promise<unknown>;

/** As the commands and the dashboard ask. */
const WORK: Readonly<Record<string, Work>> = {
  "leads list, the newest 20": (sql) => list(sql, NEWEST),
  "leads list --status human_requested": (sql) =>
    list(sql, { ...NEWEST, status: "human_requested" }),
  "leads list --since 1d, counted": (sql) =>
    countCalls(sql, { ...NEWEST, limit: null, since: new Date(NOW_MS - 86_400_000) }),
  "leads show": (sql, { id }) => readRecords(reader(sql), [id]),
  "look-up by number": (sql, { number }) => findCalls(reader(sql), number),
  "stats --since 7d": (sql) =>
    statisticsOf(sql, { since: new Date(NOW_MS - 7 * 86_400_000), until: null }),
  "deliveries list": (sql) => listDeliveries(sql, { max: 20 }),
  "deliveries list --lead": (sql, { id }) => listDeliveries(sql, { callId: id, max: 20 }),
  "privacy erase, one call": (sql, { id }) => eraseCalls(sql, ownSealer, { callIds: [id], actor }),
};

/** These read or change much of it: once, or a few times. */
const WHOLE: Readonly<Record<string, Work>> = {
  "stats over all of it": (sql) => statisticsOf(sql, { since: null, until: null }),
  "retention run --dry-run": (sql) =>
    previewRetention(sql, ownSealer, { days: DAYS, plugins: "keep", nowMs: NOW_MS }),
};

async function list(sql: Sql, filter: CallFilter): Promise<void> {
  for await (const _page of callRecords(reader(sql), filter, { newestFirst: true }));
}

async function timed(sql: Sql, work: Work, times: number): Promise<readonly number[]> {
  const took: number[] = [];
  for (let time = 0; time < times; time++) {
    const someone = await anyone(sql);
    const beganMs = performance.now();
    await work(sql, someone);
    took.push(performance.now() - beganMs);
  }
  return took;
}

async function anyone(sql: Sql): Promise<Someone> {
  const [row] = await sql`select id, caller_number as sealed from calls
    where id > gen_random_uuid() order by id limit 1`;
  return row === undefined
    ? await anyone(sql)
    : { id: row["id"], number: await ownSealer.open(row["sealed"]) };
}

async function measure(name: string, address: DatabaseAddress): Promise<void> {
  const sql = connect(address, { connections: 4 });
  await migrate(sql, ownSealer);
  const beganMs = performance.now();
  await fillLeads(sql);
  console.log(`${name}: ${LEADS} leads in ${((performance.now() - beganMs) / 1_000).toFixed(0)} s`);
  const rows: Row[] = [];
  for (const [what, work] of Object.entries(WORK)) {
    rows.push(figuresOf(`${name}: ${what}`, "ms", await timed(sql, work, TIMES)));
  }
  for (const [what, work] of Object.entries(WHOLE)) {
    rows.push(figuresOf(`${name}: ${what}`, "ms", await timed(sql, work, 5)));
  }
  rows.push(figuresOf(`${name}: retention run`, "ms", await timed(sql, retention, 1)));
  console.log(`${table(rows)}\n`);
  await sql.end();
}

async function retention(sql: Sql): Promise<void> {
  const counts = await runDue(sql, ownSealer, { days: DAYS, plugins: "keep", nowMs: NOW_MS });
  console.log(`retention deleted ${JSON.stringify(counts)}`);
}

{
  await using folder = await ownFolder();
  const server = await openEmbeddedPostgres({ dataFolder: folder.path });
  await measure("embedded", server.address);
  await server.close();
}
if (debianPrograms() !== null) {
  await using server = await DebianPostgres.make();
  await measure("DATABASE_URL", { url: await server.newDatabase() });
}
