/** Whether the audit log is as it was written: every entry is worked out again from the first one. */
import type { Sql, Tx } from "./database.ts";

/** Entries read together. */
const ENTRIES = 1_000;
/** Of PostgreSQL's bigint. */
const ID_MIN = "-9223372036854775808";

export interface AuditReport {
  readonly entries: number;
  /** Of the last whole entry, hexadecimal: kept elsewhere, it shows that no chain took this one's place. */
  readonly head: string;
  /** Null: nothing was changed, added or taken away. Else a sentence that names the first fault. */
  readonly fault: string | null;
  /** False: the known hash is of no entry. */
  readonly holds: boolean;
}

export interface AuditCheckOptions {
  /** The hash that an earlier check gave, hexadecimal. */
  readonly known?: string | null;
  readonly progress?: (entries: number) => void;
}

/** An entry as text, so that each byte of it counts. */
interface EntryRow {
  readonly id: string;
  readonly micros: string;
  readonly actor: string;
  readonly action: string;
  readonly calls: string;
  readonly columns: string;
  readonly details: string;
  readonly hash: Uint8Array;
}

/** Reads one moment of the log; whoever writes meanwhile isn't held up. */
export async function checkAudit(
  sql: Sql,
  { known = null, progress = () => {} }: AuditCheckOptions = {},
): Promise<AuditReport> {
  return await sql.begin("isolation level repeatable read read only", async (tx) => {
    const chain = new Chain(await sha256(new Uint8Array()), known);
    for (let rows = await nextEntries(tx, 0); rows.length > 0;) {
      for (const row of rows) {
        const fault = await chain.add(row);
        if (fault !== null) return chain.report(fault);
      }
      progress(rows.length);
      rows = await nextEntries(tx, chain.entries);
    }
    return chain.report(await headFault(tx, chain));
  }) as AuditReport;
}

class Chain {
  readonly #known: string | null;
  entries = 0;
  hash: Uint8Array;
  #holds: boolean;

  constructor(begin: Uint8Array, known: string | null) {
    this.hash = begin;
    this.#known = known?.toLowerCase() ?? null;
    this.#holds = known === null;
  }

  /** Null where it is the next one; else what is wrong with it. */
  async add(row: EntryRow): Promise<string | null> {
    if (row.id !== String(this.entries + 1)) {
      return `After entry ${this.entries} comes entry ${row.id}`;
    }
    const hash = await hashOf(this.hash, row);
    if (hash.toHex() !== row.hash.toHex()) return `Entry ${row.id} isn't as it was written`;
    this.entries++;
    this.hash = hash;
    this.#holds ||= hash.toHex() === this.#known;
    return null;
  }

  report(fault: string | null): AuditReport {
    return { entries: this.entries, head: this.hash.toHex(), fault, holds: this.#holds };
  }
}

/** An id that was changed may stand before the first one. */
async function nextEntries(tx: Tx, after: number): Promise<readonly EntryRow[]> {
  const from = after === 0 ? ID_MIN : `${after}`;
  return await tx<EntryRow[]>`
    select id::text, (extract(epoch from at) * 1000000)::bigint::text as micros, actor, action,
      array_to_string(calls, ' ') as calls, array_to_string(columns, ' ') as columns,
      details::text, hash
    from audit where audit.id > ${from} order by audit.id limit ${ENTRIES}`;
}

/** Entries that were taken away from the end are missed here. */
async function headFault(tx: Tx, chain: Chain): Promise<string | null> {
  const [head] = await tx<
    { id: string; hash: Uint8Array }[]
  >`select id::text, hash from audit_head`;
  if (head === undefined) return "The row of audit_head is missing";
  if (head.id !== String(chain.entries)) {
    return `The log ends with entry ${chain.entries}, and its head says ${head.id}`;
  }
  return head.hash.toHex() === chain.hash.toHex()
    ? null
    : "The head of the log is another one than its last entry";
}

/** As the database's function audit_hash. */
function hashOf(before: Uint8Array, row: EntryRow): Promise<Uint8Array> {
  const { id, micros, actor, action, calls, columns, details } = row;
  const text = new TextEncoder();
  const parts = [id, micros, actor, action, calls, columns, details]
    .map((part) => `${text.encode(part).length}:${part}`).join("");
  return sha256(new Uint8Array([...before, ...text.encode(parts)]));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
