/** What retention deletes: one entry for each kind of data, each with its own time. */
import type { Queries } from "./database.ts";
import { type Held, isHeld } from "./holds.ts";

/** How many days each kind is kept. A call goes with everything of it that is still there. */
export interface RetentionDays {
  readonly calls: number;
  readonly transcripts: number;
  readonly leads: number;
}

/** What the operator wants kept, and for how long. */
export interface RetentionRules {
  readonly days: RetentionDays;
  /** "delete": plugins owe the deletion of what they made of a call, when its time is over. */
  readonly plugins: "keep" | "delete";
}

export interface RetentionKind {
  readonly name:
    | "transcripts"
    | "scores"
    | "leads"
    | "calls"
    | "marks"
    | "refusedFacts"
    | "deliveries";
  readonly days: keyof RetentionDays;
  readonly table: string;
  /** The column that says how old a row is. */
  readonly at: string;
  readonly call: string;
  /** Rows deleted in one transaction: a long one would hold up live calls. */
  readonly batch: number;
  /** Columns with personal data that go with a row, as the audit log names them. */
  readonly personal: readonly string[];
  /** SQL that is true of rows that may go; null: all of them. */
  readonly mayGo: string | null;
}

const QUOTES = ["lead_fields.quote", "lead_fields.value"] as const;

/** In this order: of what hangs on a call, the most is gone before the call goes. */
export const RETENTION_KINDS: readonly RetentionKind[] = [
  // What was said, word for word.
  kind("transcripts", {
    days: "transcripts",
    table: "turns",
    batch: 5_000,
    personal: ["turns.said"],
  }),
  // What plugins made of it.
  kind("scores", { days: "transcripts", table: "turn_scores", batch: 5_000 }),
  // What the caller wants, with the words that it rests on.
  kind("leads", {
    days: "leads",
    table: "leads",
    at: "updated_at",
    batch: 1_000,
    personal: QUOTES,
  }),
  // The call with its number, what was measured of it, and the proof of what was agreed to.
  kind("calls", {
    table: "calls",
    at: "started_at",
    call: "id",
    batch: 500,
    personal: ["calls.caller_number"],
  }),
  // What was taken in of a call is known until no late fact of it can come any more.
  kind("marks", { table: "call_facts", batch: 10_000 }),
  kind("refusedFacts", { table: "refused_facts", batch: 1_000, personal: ["refused_facts.fact"] }),
  // What plugins were told, and what they have made of it, is known for as long as the call is, and what
  // waits for a plugin that was removed, too; a deletion that is owed, until it is made or a person has
  // seen to it.
  kind("deliveries", {
    table: "deliveries",
    at: "made_at",
    batch: 1_000,
    mayGo: `(state in ('done', 'cancelled', 'dead')
        or state = 'waiting' and kind <> 'erase_person')
      and not exists (select from calls where calls.id = deliveries.call_id)
      and not exists (select from deliveries as owed where owed.call_id = deliveries.call_id
        and (owed.state = 'running'
          or owed.state in ('waiting', 'dead') and owed.kind = 'erase_person'))`,
  }),
];

/** Rows of the kind that are older than `before` and under no hold; `isUnderHold`: and under one. */
export function dueRows(
  sql: Queries,
  { at, call, mayGo }: RetentionKind,
  { before, held, isUnderHold = false }: {
    readonly before: Date;
    readonly held: Held;
    readonly isUnderHold?: boolean;
  },
) {
  const underHold = isHeld(sql, held, call);
  const rule = mayGo === null ? sql`` : sql`and ${sql.unsafe(mayGo)}`;
  return sql`${sql(at)} < ${before} ${rule} and ${isUnderHold ? underHold : sql`not ${underHold}`}`;
}

type Spec = Pick<RetentionKind, "table" | "batch"> & Partial<Omit<RetentionKind, "name">>;

function kind(name: RetentionKind["name"], spec: Spec): RetentionKind {
  return { name, days: "calls", at: "at", call: "call_id", personal: [], mayGo: null, ...spec };
}
