/** Retention over simulated days: three instances that crash, and a week in which none of them runs. */
import assert from "node:assert/strict";
import { connect, type DatabaseAddress, type Sql } from "../../lib/store/database.ts";
import { runDue } from "../../lib/store/retention.ts";
import { isLong } from "../needs.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { ownSealer } from "./own_keys.ts";
import { onEachServer, withTables } from "./each_server.ts";

const SIMULATED_DAYS = isLong ? 1_000 : 90;
const KEPT = { calls: 20, transcripts: 7, leads: 14 };
const INSTANCES = 3;
const OUTAGE = { fromDay: 40, days: 7 };
const CALLS_A_DAY = 30;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEGIN_MS = Date.UTC(2026, 0, 1);
/** When cron asks, in minutes after each hour. */
const ASKS_AT_MS = 17 * 60_000;
/** A day's run is due in the fourth; before and after it there is nothing to do. */
const HOURS = [1, 3, 4, 12, 23];
const CRASHES = 0.2;
const HELD = 0.02;

onEachServer({
  [`runDue() is one run a day over ${SIMULATED_DAYS} days, three instances, crashes and an outage`]:
    (address) => withTables(address, (sql) => new Fleet(address, sql).live()),
});

class Fleet {
  readonly #address: DatabaseAddress;
  readonly #sql: Sql;
  readonly #seed = seedOfThisRun();
  readonly #random = seededRandom(this.#seed);
  readonly #instances: Sql[] = [];
  #held = 0;
  #crashes = 0;

  constructor(address: DatabaseAddress, sql: Sql) {
    this.#address = address;
    this.#sql = sql;
  }

  async live(): Promise<void> {
    for (let day = 0; day < SIMULATED_DAYS; day++) {
      await this.#callsOf(day);
      const isOut = day >= OUTAGE.fromDay && day < OUTAGE.fromDay + OUTAGE.days;
      for (const hour of isOut ? [] : HOURS) {
        await this.#hour(BEGIN_MS + day * DAY_MS + hour * HOUR_MS + ASKS_AT_MS);
      }
    }
    await Promise.all(this.#instances.map((sql) => sql.end()));
    await this.#oneRunADay();
    assert.ok(this.#crashes > SIMULATED_DAYS / 30, `${this.#crashes} crashes, seed ${this.#seed}`);
  }

  async #hour(nowMs: number): Promise<void> {
    await Promise.all(Array.from({ length: INSTANCES }, (_, at) => this.#instance(at, nowMs)));
    await this.#nothingIsOverdue(nowMs);
  }

  /** Asks; may be cut off at it, and asks anew then, as a process that is started again does. */
  async #instance(at: number, nowMs: number): Promise<void> {
    const options = { days: KEPT, plugins: "keep", nowMs } as const;
    const sql = this.#instances[at] ??= connect(this.#address, { connections: 1 });
    if (this.#random() >= CRASHES) return void await runDue(sql, ownSealer, options);
    const [{ pid }] = await sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
    const running = runDue(sql, ownSealer, options).then(() => 0, () => 1);
    await new Promise((resolve) => setTimeout(resolve, this.#random() * 4));
    await this.#sql`select pg_cancel_backend(${pid})`; // what it had not committed is undone
    this.#crashes += await running;
    await runDue(sql, ownSealer, options).catch(() => runDue(sql, ownSealer, options)); // a late cut hits this one
  }

  async #callsOf(day: number): Promise<void> {
    const from = new Date(BEGIN_MS + day * DAY_MS);
    const all = Array.from({ length: CALLS_A_DAY }, (_, at) => at + 1);
    const held = all.filter(() => this.#random() < HELD);
    this.#held += held.length;
    const words = await ownSealer.seal("words");
    await this.#sql`with made as (
        insert into calls (id, started_at)
        select gen_random_uuid(), ${from}::timestamptz + n * interval '47 minutes'
        from generate_series(0, ${CALLS_A_DAY - 1}) as n
        returning id, started_at
      ), numbered as (select id, started_at, row_number() over () as n from made
      ), spoken as (
        insert into turns (call_id, seq, turn, speaker, said, at)
        select id, seq, seq, 'caller', ${words}, started_at
        from made cross join generate_series(1, 4) as seq
      ), led as (
        insert into leads (call_id, status, missing, seq, updated_at)
        select id, 'incomplete', '{}', 5, started_at from made
      ), marked as (
        insert into call_facts (call_id, seq, at)
        select id, seq, started_at from made cross join generate_series(1, 5) as seq
      )
      insert into holds (reason, call_id, placed_at, placed_by)
      select 'a claim', id, now(), 'test' from numbered
      where n = any(${held}::integer[])`;
  }

  /** Of the rows under no hold none may be older than its days and one more. */
  async #nothingIsOverdue(nowMs: number): Promise<void> {
    const before = (days: number) => new Date(nowMs - days * DAY_MS - DAY_MS);
    const [found] = await this.#sql`select
      (select count(*) from turns where at < ${before(KEPT.transcripts)}
        and call_id not in (select call_id from holds))::integer as transcripts,
      (select count(*) from leads where updated_at < ${before(KEPT.leads)}
        and call_id not in (select call_id from holds))::integer as leads,
      (select count(*) from calls where started_at < ${before(KEPT.calls)}
        and id not in (select call_id from holds))::integer as calls,
      (select count(*) from call_facts where at < ${before(KEPT.calls)}
        and call_id not in (select call_id from holds))::integer as marks,
      (select count(*) from calls where id in (select call_id from holds))::integer as held,
      (select count(*) from turns where call_id in (select call_id from holds))::integer as words`;
    const expected = {
      ...{ transcripts: 0, leads: 0, calls: 0, marks: 0 },
      ...{ held: this.#held, words: this.#held * 4 },
    };
    assert.deepEqual({ ...found }, expected, `${new Date(nowMs).toISOString()}, ${this.#seed}`);
  }

  async #oneRunADay(): Promise<void> {
    const runs = await this.#sql<{ period: string; counts: { calls: number } }[]>`
      select period::text, counts from retention_runs where finished_at is not null order by 1`;
    const first = Date.parse(runs[0]!.period);
    const days = runs.map((_, at) => new Date(first + at * DAY_MS).toISOString().slice(0, 10));
    assert.deepEqual(runs.map(({ period }) => period), days);
    const audited = await this.#sql<{ details: { period: string } }[]>`
      select details from audit where actor = 'rule:retention' and action = 'ran' order by id`;
    assert.deepEqual(audited.map(({ details }) => details.period), days);
    const deleted = runs.reduce((sum, { counts }) => sum + counts.calls, 0);
    const [{ left }] = await this.#sql<[{ left: number }]>`
      select count(*)::integer as left from calls`;
    assert.equal(deleted + left, SIMULATED_DAYS * CALLS_A_DAY);
  }
}
