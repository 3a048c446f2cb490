/** Brings the schema to the program's version, step by step, under a lock. */
import type postgres from "postgres";
import type { Sql } from "./database.ts";
import { type Migration, MIGRATIONS } from "./migrations.data.ts";
import { sealColumn } from "./plain_columns.ts";
import type { Sealer } from "./sealing.ts";

/** Any number will do, as long as it is always this one: "parley" in a phone keypad's letters. */
const MIGRATION_LOCK = 727_539;
/** A step over millions of rows; other processes wait as long for the one that makes it. */
export const MIGRATION_MAX_MS = 120_000;

/** The schema is of a newer Parley: only a person can decide what to do. */
export class SchemaTooNew extends Error {}

/** Safe in several processes at once: each step is made once, in a transaction of its own. */
export async function migrate(sql: Sql, sealer: Sealer): Promise<void> {
  for (let version = 1; version <= MIGRATIONS.length; version++) {
    await sql.begin(async (tx) => {
      await tx.unsafe(`set local statement_timeout = ${MIGRATION_MAX_MS}`);
      await tx`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
      await tx`create table if not exists schema_version (version integer primary key,
        at timestamptz not null default now())`;
      const [{ newest }] = await tx<[{ newest: number }]>`
        select coalesce(max(version), 0)::integer as newest from schema_version`;
      if (newest > MIGRATIONS.length) throw new SchemaTooNew(tooNew(newest));
      if (newest >= version) return;
      await make(tx, MIGRATIONS[version - 1]!, sealer);
      await tx`insert into schema_version (version) values (${version})`;
    });
  }
}

async function make(
  tx: postgres.TransactionSql,
  step: Migration,
  sealer: Sealer,
): Promise<void> {
  if (typeof step === "string") return void await tx.unsafe(step);
  await tx.unsafe(step.before);
  for (const column of step.seal) await sealColumn(tx, column, sealer);
  await tx.unsafe(step.after);
}

function tooNew(version: number): string {
  return `Cannot use this database: its schema has version ${version}, this Parley knows ` +
    `${MIGRATIONS.length}; start the newer Parley that made it, or use another database`;
}
