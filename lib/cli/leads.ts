/** `leads`: the leads that calls have brought. */
import type { CommandGroup } from "./command.ts";
import { leadsExport } from "./leads_export.ts";
import { leadsList } from "./leads_list.ts";
import { leadsShow } from "./leads_show.ts";

export const leadCommands: CommandGroup = {
  about: "Look at leads, and take them out: as a table, CSV or JSON",
  commands: { list: leadsList, show: leadsShow, export: leadsExport },
};
