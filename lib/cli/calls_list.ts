/** `calls list`: the newest calls, for a person or a program. */
import { thisPerson } from "./actor.ts";
import { FILTER_OPTIONS, filterOf } from "./call_filter.ts";
import { FORMATS, writeCalls } from "./call_formats.ts";
import { type CallRecord, callRecords } from "./call_records.ts";
import { localTime, minutesText, shownId, statusColour } from "./call_text.ts";
import { command } from "./command.ts";
import { withDatabase } from "./database.ts";
import { choice, count } from "./options.ts";
import { withOutput } from "./output.ts";
import { type Column, tableLines } from "./table.ts";
import { type Screen, thisScreen } from "./terminal.ts";

const LIST_MAX = 10_000;

export const callsList = command({
  about: "Show the newest calls, also those without a lead",
  more: "What is read is noted in the audit log.",
  options: {
    ...FILTER_OPTIONS,
    limit: count({ min: 1, max: LIST_MAX, fallback: 20 }, "At most so many; 20 if not said"),
    format: choice([...FORMATS, "table"], "table", "table if not said"),
  },
  async run({ format, ...typed }, config) {
    const filter = filterOf(typed, config, false);
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
      for (const line of callLines(records, config.timeZone, thisScreen())) console.log(line);
      return 0;
    });
  },
});

export function callLines(
  records: readonly CallRecord[],
  timeZone: string,
  screen: Screen,
): string[] {
  if (records.length === 0) return ["There are no such calls."];
  return tableLines(records, columns(timeZone, screen), screen);
}

function columns(timeZone: string, screen: Screen): Column<CallRecord>[] {
  return [
    { title: "ID", cell: ({ call }) => shownId(call.id, screen), rank: 0 },
    { title: "CALLED", cell: ({ call }) => localTime(call.startedAt, timeZone), rank: 1 },
    { title: "LASTED", cell: lasted, rank: 2, isNumber: true },
    { title: "ENDED", cell: ending, min: 8, rank: 0, colour: endColour },
    {
      title: "LEAD",
      cell: ({ lead }) => (lead?.status ?? "").replaceAll("_", " "),
      rank: 3,
      colour: ({ lead }) => statusColour(lead?.status),
    },
    { title: "FROM", cell: ({ call }) => call.callerNumber ?? "", rank: 4 },
    { title: "TURNS", cell: ({ call }) => String(call.turns ?? ""), rank: 5, isNumber: true },
  ];
}

function lasted({ call: { startedAt, endedAt } }: CallRecord): string {
  return endedAt === null ? "" : minutesText((endedAt.getTime() - startedAt.getTime()) / 1_000);
}

function ending({ call }: CallRecord): string {
  if (call.endedAt === null) return "live now";
  return (call.endReason ?? "").replaceAll("_", " ");
}

function endColour({ call }: CallRecord) {
  if (call.endedBy === "error") return "red" as const;
  return call.endedAt === null ? "yellow" as const : null;
}
