/** `leads list`: the newest leads, for a person or a program. */
import { COMMON_FIELDS, type LeadStatus } from "../core/lead.ts";
import { listingCommand } from "./call_listing.ts";
import type { CallRecord } from "./call_records.ts";
import { localTime, shownId, statusColour } from "./call_text.ts";
import { type Column, tableLines } from "./table.ts";
import { cellText, type PluginColumns } from "./plugin_columns.ts";
import { printable, type Screen } from "./terminal.ts";
import { valueText } from "./value_text.ts";

export const leadsList = listingCommand({
  about: "Show the newest leads",
  onlyLeads: true,
  lines: leadLines,
});

export function leadLines(
  records: readonly CallRecord[],
  timeZone: string,
  screen: Screen,
  titles: PluginColumns["titles"] = {},
): string[] {
  if (records.length === 0) return ["There are no such leads."];
  return tableLines(records, [...columns(timeZone, screen), ...ofPlugins(titles)], screen);
}

function columns(timeZone: string, screen: Screen): Column<CallRecord>[] {
  const text = (field: string) => ({ lead }: CallRecord) => {
    const evidence = lead?.fields[field];
    return evidence === undefined ? "" : valueText(evidence.value);
  };
  return [
    { title: "ID", cell: ({ call }) => shownId(call.id, screen), rank: 0 },
    { title: "CALLED", cell: ({ call }) => localTime(call.startedAt, timeZone), rank: 1 },
    {
      title: "STATUS",
      cell: ({ lead }) => statusText(lead?.status),
      rank: 0,
      colour: ({ lead }) => statusColour(lead?.status),
    },
    { title: "SCORE", cell: ({ lead }) => `${lead?.score ?? ""}`, rank: 1, isNumber: true },
    { title: "NAME", cell: text("name"), min: 8, rank: 3 },
    { title: "PHONE", cell: text("phone"), rank: 2 },
    { title: "WANTS", cell: wants, min: 12, rank: 4 },
  ];
}

/** They go first where there is no room. */
function ofPlugins(titles: PluginColumns["titles"]): Column<CallRecord>[] {
  return Object.entries(titles).map(([key, title]) => ({
    title: printable(title.toUpperCase()),
    cell: ({ columns }) => cellText(columns?.[key] ?? null),
    min: 6,
    rank: 5,
  }));
}

function statusText(status: LeadStatus | undefined): string {
  return (status ?? "").replaceAll("_", " ");
}

/** The campaign's own answers, in one line. */
function wants({ lead }: CallRecord): string {
  return Object.entries(lead?.fields ?? {})
    .filter(([field]) => !(COMMON_FIELDS as readonly string[]).includes(field))
    .map(([, { value }]) => valueText(value))
    .join("; ");
}
