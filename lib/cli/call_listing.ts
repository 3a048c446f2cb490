/** What `calls list` and `leads list` have in common: filters, formats, and a table on a terminal. */
import { thisPerson } from "./actor.ts";
import { FILTER_OPTIONS, filterOf } from "./call_filter.ts";
import { FORMATS, writeCalls } from "./call_formats.ts";
import { type CallRecord, callRecords } from "./call_records.ts";
import { command } from "./command.ts";
import { withDatabase } from "./database.ts";
import { choice, count } from "./options.ts";
import { withOutput } from "./output.ts";
import { type OpenColumns, type PluginColumns, withColumns } from "./plugin_columns.ts";
import { type Screen, thisScreen } from "./terminal.ts";

const LIST_MAX = 10_000;

export interface Listing {
  readonly about: string;
  readonly onlyLeads: boolean;
  readonly lines: (
    records: readonly CallRecord[],
    timeZone: string,
    screen: Screen,
    titles: PluginColumns["titles"],
  ) => string[];
}

export function listingCommand({ about, onlyLeads, lines }: Listing) {
  return command({
    about,
    more: "What is read is noted in the audit log.",
    options: {
      ...FILTER_OPTIONS,
      limit: count({ min: 1, max: LIST_MAX, fallback: 20 }, "At most so many; 20 if not said"),
      format: choice([...FORMATS, "table"], "table", "table if not said"),
    },
    async run({ format, ...typed }, config) {
      const filter = filterOf(typed, config, onlyLeads);
      const list = async (columns: OpenColumns) =>
        await withDatabase(config, async (sql, sealer) => {
          const reader = { sql, sealer, actor: thisPerson() };
          const how = { newestFirst: true, columns };
          if (format !== "table") {
            const whole = { ...how, filter, format };
            await withOutput(null, (output) => writeCalls(reader, { ...whole, output }));
            return 0;
          }
          const records: CallRecord[] = [];
          for await (const page of callRecords(reader, filter, how)) records.push(...page);
          const titles = records.length === 0 ? {} : (await columns())?.titles ?? {};
          for (const line of lines(records, config.timeZone, thisScreen(), titles)) {
            console.log(line);
          }
          return 0;
        });
      return onlyLeads ? await withColumns(config, list) : await list(() => Promise.resolve(null));
    },
  });
}
