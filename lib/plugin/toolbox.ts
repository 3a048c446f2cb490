/** The tools of all plugins, lent to a brain: fills the port of `call`. */
import type { LentTool, Toolbox } from "../call/ports.ts";
import type { CallInfo, SpokenTurn } from "./contract.ts";
import type { GuardedPlugin } from "./guard.ts";
import { NOT_AVAILABLE, TOOLS_LENT } from "./limits.ts";

type Plugins = readonly GuardedPlugin[];

interface Lent extends LentTool {
  readonly plugin: GuardedPlugin;
  readonly tool: string;
}

/** A list of plugins is made at each load and never changed: what it lends is found once. */
const lentBy = new WeakMap<Plugins, readonly Lent[]>();

/** Undefined where they lend none. */
export function toolboxOf(
  plugins: Plugins,
  about: { readonly call: CallInfo; readonly said: SpokenTurn | null },
): Toolbox | undefined {
  const lent = lentOf(plugins);
  if (lent.length === 0) return undefined;
  return {
    offers: lent,
    async call(name, args, signal) {
      const found = lent.find((one) => one.name === name);
      if (found === undefined || signal.aborted) return NOT_AVAILABLE;
      const dropped = new Promise<undefined>((resolve) =>
        signal.addEventListener("abort", () => resolve(undefined), { once: true })
      );
      const asked = found.plugin.ask(`tools.${found.tool}`, { ...about, value: args });
      const answer = await Promise.race([asked, dropped]);
      return typeof answer === "string" && answer !== "" ? answer : NOT_AVAILABLE;
    },
  };
}

/** The first of a name has it; what goes beyond the limit is lent to nobody. */
function lentOf(plugins: Plugins): readonly Lent[] {
  const known = lentBy.get(plugins);
  if (known) return known;
  const all = plugins.flatMap((plugin) =>
    plugin.facts.tools.map(({ name: tool, about, parameters }) => {
      return { name: `${plugin.facts.name}_${tool}`, about, parameters, plugin, tool };
    })
  );
  const lent = all.filter(({ name }, at) => all.findIndex((one) => one.name === name) === at)
    .slice(0, TOOLS_LENT);
  lentBy.set(plugins, lent);
  return lent;
}
