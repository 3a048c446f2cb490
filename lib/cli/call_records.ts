/** Calls with their leads, as commands show them and write them out. */
import { type CallFilter, callPages, callsByPrefix, PREFIX_MIN } from "../store/call_pages.ts";
import type { Queries } from "../store/database.ts";
import {
  readCalls,
  type Reader,
  readLeads,
  type StoredCall,
  type StoredField,
  type StoredLead,
} from "../store/leads.ts";
import { quoted } from "./command.ts";
import type { Cells, OpenColumns, PluginColumns } from "./plugin_columns.ts";

/** Calls read together: a page is in memory as a whole, with all that its leads rest on. */
const PAGE = 500;

/** The same shape as what `call` prints. */
export interface CallRecord {
  readonly call: StoredCall;
  /** Null: the call has none. */
  readonly lead: LeadRecord | null;
  /** By "plugin.column"; left out where no plugin has any. */
  readonly columns?: Cells;
}

export interface LeadRecord extends Omit<StoredLead, "call" | "fields"> {
  readonly fields: Readonly<Record<string, Omit<StoredField, "field">>>;
}

/** Page by page, so that a hundred thousand take no more memory than one page. */
export async function* callRecords(
  reader: Reader,
  filter: CallFilter,
  { newestFirst, columns }: {
    readonly newestFirst: boolean;
    readonly columns?: OpenColumns;
  },
): AsyncGenerator<readonly CallRecord[]> {
  for await (const ids of callPages(reader.sql, filter, { pageMax: PAGE, newestFirst })) {
    yield await readRecords(reader, ids, await columns?.());
  }
}

/** In the order of `ids`; without those that were deleted meanwhile. */
export async function readRecords(
  reader: Reader,
  ids: readonly string[],
  columns: PluginColumns | null = null,
): Promise<readonly CallRecord[]> {
  const calls = byId(await readCalls(reader, ids), ({ id }) => id);
  const leads = byId(await readLeads(reader, ids), ({ call }) => call);
  const cells = await columns?.cellsOf(reader, [...calls.values()], leads);
  return ids.flatMap((id) => {
    const call = calls.get(id);
    if (call === undefined) return [];
    return [{ call, lead: leadRecord(leads.get(id)), ...cells && { columns: cells.get(id)! } }];
  });
}

/** The id of the call whose id begins as was typed. Rejects with a sentence where it isn't one. */
export async function callIdOf(sql: Queries, typed: string): Promise<string> {
  const [id, other] = await callsByPrefix(sql, typed);
  if (id !== undefined && other === undefined) return id;
  throw new Error(
    id === undefined
      ? `There is no call ${quoted(typed)}: it must be an id, or its first ${PREFIX_MIN} or more ` +
        "characters, as `calls list` shows them"
      : `Several calls begin with ${quoted(typed)}: type more of the id`,
  );
}

function leadRecord(lead: StoredLead | undefined): LeadRecord | null {
  if (lead === undefined) return null;
  const { call: _call, fields, ...rest } = lead;
  return {
    ...rest,
    fields: Object.fromEntries(fields.map(({ field, ...evidence }) => [field, evidence])),
  };
}

function byId<Row>(rows: readonly Row[], id: (row: Row) => string): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [id(row), row]));
}
