/** `leads export`: all leads, or those of a filter, with the words that they rest on. */
import { countCalls } from "../store/call_pages.ts";
import { thisPerson } from "./actor.ts";
import { FILTER_OPTIONS, filterOf } from "./call_filter.ts";
import { FORMATS, writeCalls } from "./call_formats.ts";
import { command } from "./command.ts";
import { withDatabase } from "./database.ts";
import { choice, count, text } from "./options.ts";
import { withOutput } from "./output.ts";
import { withColumns } from "./plugin_columns.ts";
import { Progress, progressOutput } from "./progress.ts";

const LIMIT_MAX = 100_000_000;

export const leadsExport = command({
  about: "Write leads with the callers' own words as CSV, JSON or JSON lines",
  more: "Oldest calls come first. What is read is noted in the audit log. In CSV an apostrophe " +
    "stands before what a spreadsheet would take for a formula.",
  options: {
    format: choice(FORMATS, "json", "json if not said"),
    ...FILTER_OPTIONS,
    limit: count({ min: 1, max: LIMIT_MAX, fallback: null }, "At most so many"),
    output: text("FILE", "Into a new file that only you can read"),
  },
  async run({ format, output: path, ...typed }, config) {
    const filter = filterOf(typed, config, true);
    const written = await withColumns(
      config,
      (open) =>
        withDatabase(config, async (sql, sealer) => {
          const reader = { sql, sealer, actor: thisPerson() };
          const write = progressOutput(path === null);
          const total = write === null ? null : await countCalls(sql, filter);
          using progress = new Progress({ what: "leads", total, write });
          const how = { filter, format, newestFirst: false, columns: open };
          return await withOutput(
            path,
            (output) => writeCalls(reader, { ...how, output, progress }),
          );
        }),
    );
    if (path !== null) console.error(`${written.toLocaleString("en")} leads are in ${path}`);
    return 0;
  },
});
