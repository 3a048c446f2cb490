/** The plugins' columns of the lead view: what they say of each call that is shown or written out. */
import type { PluginHost } from "../plugin/host.ts";
import type { PluginFacts } from "../plugin/runner.ts";
import { owedCall, plainLead, readLanguages } from "../store/delivery_payload.ts";
import { type Reader, readTurns, type StoredCall, type StoredLead } from "../store/leads.ts";
import type { Config } from "./config.ts";
import { pluginsOf } from "./plugins.ts";

/** Calls asked about side by side; a plugin may owe so many answers for each of its columns. */
const AT_ONCE = 20;

export type Cells = Readonly<Record<string, string | number | boolean | null>>;

export interface PluginColumns {
  /** By "plugin.column"; there is at least one. */
  readonly titles: Readonly<Record<string, string>>;
  /** By the call's id; those that a plugin failed are null. */
  cellsOf(
    reader: Reader,
    calls: readonly StoredCall[],
    leads: ReadonlyMap<string, StoredLead>,
  ): Promise<ReadonlyMap<string, Cells>>;
}

export function cellText(cell: Cells[string]): string {
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return typeof cell === "number" ? String(Math.round(cell * 100) / 100) : cell ?? "";
}

export function columnKeys(columns: PluginColumns | null): readonly string[] {
  return Object.keys(columns?.titles ?? {});
}

/** Null is given where no plugin that is on has a column, or none can run here: leads are shown all the same. */
export async function withColumns<Value>(
  config: Config,
  work: (columns: PluginColumns | null) => Promise<Value>,
): Promise<Value> {
  const only = (facts: PluginFacts) => Object.keys(facts.columns).length > 0;
  const plugins = await pluginsOf(config, { only }).catch((error) => {
    console.error(`The columns of plugins are left out: ${error.message}`);
    return null;
  });
  if (plugins === null) return await work(null);
  try {
    await plugins.load();
    return await work(columnsOf(plugins.host));
  } finally {
    plugins.close();
  }
}

export function columnsOf(host: PluginHost): PluginColumns | null {
  const titles = host.columnTitles;
  if (Object.keys(titles).length === 0) return null;
  return {
    titles,
    async cellsOf(reader, calls, leads) {
      const turns = Map.groupBy(
        await readTurns(reader, calls.map(({ id }) => id)),
        ({ call }) => call,
      );
      const languageOf = await readLanguages(reader, calls);
      const cells = new Map<string, Cells>();
      for (let from = 0; from < calls.length; from += AT_ONCE) {
        await Promise.all(
          calls.slice(from, from + AT_ONCE).map(async (call) => {
            const lead = leads.get(call.id);
            const language = languageOf(call);
            const recorded = { ...owedCall(call, turns.get(call.id) ?? []), language };
            cells.set(call.id, await host.cells(recorded, lead ? plainLead(lead) : null));
          }),
        );
      }
      return cells;
    },
  };
}
