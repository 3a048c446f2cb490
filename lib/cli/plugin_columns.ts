/** The plugins' columns of the lead view: what they say of each call that is shown or written out. */
import type { Plugins } from "../host/plugins.ts";
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

/** Resolves with null where no plugin that is on has a column, or none can run here. */
export type OpenColumns = () => Promise<PluginColumns | null>;

/** Plugins run from when they are first asked for to the end of `work`; where nobody asks, none does. */
export async function withColumns<Value>(
  config: Config,
  work: (open: OpenColumns) => Promise<Value>,
): Promise<Value> {
  const once: { loading?: Promise<Plugins | null> } = {};
  try {
    return await work(async () => {
      const plugins = await (once.loading ??= loaded(config));
      return plugins && columnsOf(plugins.host);
    });
  } finally {
    (await once.loading)?.close();
  }
}

/** Leads are shown all the same where plugins can't be. */
async function loaded(config: Config): Promise<Plugins | null> {
  const only = (facts: PluginFacts) => Object.keys(facts.columns).length > 0;
  try {
    const plugins = await pluginsOf(config, { only });
    await plugins.load();
    return plugins;
  } catch (error) {
    console.error(`The columns of plugins are left out: ${(error as Error).message}`);
    return null;
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
