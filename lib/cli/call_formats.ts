/** Calls and leads written out for programs: as a sheet, as one JSON array, or as a JSON line each. */
import { type CallFilter, storedShapes } from "../store/call_pages.ts";
import type { Reader } from "../store/leads.ts";
import { type CallRecord, callRecords } from "./call_records.ts";
import { sheetOf } from "./call_sheet.ts";
import { columnKeys, type OpenColumns } from "./plugin_columns.ts";
import type { Output } from "./output.ts";
import type { Progress } from "./progress.ts";

export const FORMATS = ["csv", "json", "ndjson"] as const;
export type Format = (typeof FORMATS)[number];

interface Shape {
  readonly head: string;
  /** Between two records. */
  readonly between: string;
  readonly end: string;
  text(record: CallRecord): string;
}

/** Page by page; resolves with how many there were. */
export async function writeCalls(
  reader: Reader,
  { filter, format, newestFirst, output, progress, columns }: {
    readonly filter: CallFilter;
    readonly format: Format;
    readonly newestFirst: boolean;
    readonly output: Output;
    readonly progress?: Progress;
    readonly columns?: OpenColumns;
  },
): Promise<number> {
  const { head, between, end, text } = await shapeOf(format, reader, filter, columns);
  const encoder = new TextEncoder();
  let written = 0;
  await output.write(encoder.encode(head));
  const how = { newestFirst, ...columns && { columns } };
  for await (const records of callRecords(reader, filter, how)) {
    const page = records.map(text).join(between);
    await output.write(encoder.encode(written === 0 ? page : between + page));
    written += records.length;
    progress?.add(records.length);
  }
  await output.write(encoder.encode(written > 0 ? end : end.trimStart() || ""));
  return written;
}

async function shapeOf(
  format: Format,
  reader: Reader,
  filter: CallFilter,
  columns?: OpenColumns,
): Promise<Shape> {
  switch (format) {
    case "csv": {
      const keys = columnKeys(await columns?.() ?? null);
      const { head, row } = sheetOf(await storedShapes(reader.sql, filter), keys);
      return { head, between: "", end: "", text: row };
    }
    case "json":
      return {
        head: "[\n",
        between: ",\n",
        end: "\n]\n",
        text: (record) => JSON.stringify(record),
      };
    case "ndjson":
      return { head: "", between: "", end: "", text: (record) => `${JSON.stringify(record)}\n` };
  }
}
