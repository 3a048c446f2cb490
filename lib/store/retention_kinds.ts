/** What retention deletes: one entry for each kind of data, each with its own time. */
import type postgres from "postgres";
import type { Sql } from "./database.ts";
import { type Held, isHeld } from "./holds.ts";

type Tx = postgres.TransactionSql;
type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** How many days each kind is kept. A call goes with everything of it that is still there. */
export interface RetentionDays {
  readonly calls: number;
  readonly transcripts: number;
  readonly leads: number;
}

export interface RetentionKind {
  readonly name: "transcripts" | "leads" | "calls" | "marks" | "refusedFacts";
  readonly days: keyof RetentionDays;
  readonly table: string;
  /** The column that says how old a row is. */
  readonly at: string;
  readonly call: string;
  /** Rows deleted in one transaction: a long one would hold up live calls. */
  readonly batch: number;
}

/** In this order: of what hangs on a call, the most is gone before the call goes. */
export const RETENTION_KINDS: readonly RetentionKind[] = [
  // What was said, word for word.
  kind("transcripts", { days: "transcripts", table: "turns", at: "at", batch: 5_000 }),
  // What the caller wants, with the words that it rests on.
  kind("leads", { days: "leads", table: "leads", at: "updated_at", batch: 1_000 }),
  // The call with its number, what was measured of it, and the proof of what was agreed to.
  kind("calls", { days: "calls", table: "calls", at: "started_at", call: "id", batch: 500 }),
  // What was taken in of a call is known until no late fact of it can come any more.
  kind("marks", { days: "calls", table: "call_facts", at: "at", batch: 10_000 }),
  kind("refusedFacts", { days: "calls", table: "refused_facts", at: "at", batch: 1_000 }),
];

/** Rows of the kind that are older than `before` and under no hold; `held`: and under one. */
export function dueRows(
  sql: Sql | Tx,
  { at, call }: RetentionKind,
  { before, held, isUnderHold = false }: {
    readonly before: Date;
    readonly held: Held;
    readonly isUnderHold?: boolean;
  },
): Fragment {
  const underHold = isHeld(sql, held, sql`${sql(call)}`);
  return sql`${sql(at)} < ${before} and ${isUnderHold ? underHold : sql`not (${underHold})`}`;
}

function kind(
  name: RetentionKind["name"],
  { call = "call_id", ...rest }: Omit<RetentionKind, "name" | "call"> & { readonly call?: string },
): RetentionKind {
  return { name, call, ...rest };
}
