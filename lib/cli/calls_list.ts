/** `calls list`: the newest calls, for a person or a program. */
import { listingCommand } from "./call_listing.ts";
import type { CallRecord } from "./call_records.ts";
import { localTime, minutesText, shownId, statusColour } from "./call_text.ts";
import { type Column, tableLines } from "./table.ts";
import type { Screen } from "./terminal.ts";

export const callsList = listingCommand({
  about: "Show the newest calls, also those without a lead",
  onlyLeads: false,
  lines: callLines,
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
