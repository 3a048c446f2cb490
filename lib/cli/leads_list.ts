/** `leads list`: the newest leads, for a person or a program. */
import { COMMON_FIELDS, type LeadStatus } from "../core/lead.ts";
import { thisPerson } from "./actor.ts";
import { FILTER_OPTIONS, filterOf } from "./call_filter.ts";
import { FORMATS, writeCalls } from "./call_formats.ts";
import { type CallRecord, callRecords } from "./call_records.ts";
import { localTime, shownId, statusColour } from "./call_text.ts";
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { withDatabase } from "./database.ts";
import { choice, count } from "./options.ts";
import { withOutput } from "./output.ts";
import { type Column, tableLines } from "./table.ts";
import { type Screen, thisScreen } from "./terminal.ts";
import { valueText } from "./value_text.ts";

const LIST_MAX = 10_000;

export const leadsList = command({
  about: "Show the newest leads",
  more: "What is read is noted in the audit log.",
  options: {
    ...FILTER_OPTIONS,
    limit: count({ min: 1, max: LIST_MAX, fallback: 20 }, "At most so many; 20 if not said"),
    format: choice([...FORMATS, "table"], "table", "table if not said"),
  },
  async run({ format, ...typed }, config) {
    const filter = filterOf(typed, config, true);
    return await withDatabase(config, async (sql, sealer) => {
      const reader = { sql, sealer, actor: thisPerson() };
      if (format !== "table") {
        const how = { filter, format, newestFirst: true };
        await withOutput(null, (output) => writeCalls(reader, { ...how, output }));
        return 0;
      }
      const records: CallRecord[] = [];
      for await (const page of callRecords(reader, filter, { newestFirst: true })) {
        records.push(...page);
      }
      for (const line of leadLines(records, config, thisScreen())) console.log(line);
      return 0;
    });
  },
});

export function leadLines(
  records: readonly CallRecord[],
  { timeZone }: Pick<Config, "timeZone">,
  screen: Screen,
): string[] {
  if (records.length === 0) return ["There are no such leads."];
  return tableLines(records, columns(timeZone, screen), screen);
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
    { title: "NAME", cell: text("name"), min: 8, rank: 3 },
    { title: "PHONE", cell: text("phone"), rank: 2 },
    { title: "WANTS", cell: wants, min: 12, rank: 4 },
  ];
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
