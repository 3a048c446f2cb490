/** The runtime of plugins' processes, and what they load before the plugin. */
import manifest from "../../deno.json" with { type: "json" };
import { workerUrl } from "./assets.ts";

export interface PluginRuntime {
  /** A Deno. */
  readonly program: string;
  /** Module that talks with Parley, and the one that plugins import as "parley". */
  readonly child: string;
  readonly module: string;
  /** Beside "parley", for modules of a source tree; a bundle holds its zod inside. */
  readonly imports: Readonly<Record<string, string>>;
  /** Parley's own; null in a bundle, which loads nothing from npm. */
  readonly lock: string | null;
  /** Where the runtime finds what it has downloaded. */
  readonly env: Readonly<Record<string, string>>;
}

export const NO_RUNTIME =
  "Plugins from outside need a Deno beside this compiled program: install one, and set " +
  "PARLEY_DENO to its path";

/** Null where there is no runtime: a compiled program, and PARLEY_DENO isn't set. */
export async function findRuntime(
  stateFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<PluginRuntime | null> {
  const named = env.PARLEY_DENO ?? "";
  if (named === "" && Deno.build.standalone) return null;
  const program = named === "" ? Deno.execPath() : named;
  const kept = Object.entries({ HOME: env.HOME, DENO_DIR: env.DENO_DIR })
    .filter((pair): pair is [string, string] => pair[1] !== undefined);
  const isSource = workerUrl("plugin_child").pathname.endsWith(".ts");
  return {
    program,
    child: await reachable("plugin_child", stateFolder),
    module: await reachable("plugin_module", stateFolder),
    imports: isSource ? { zod: manifest.imports.zod } : {},
    lock: isSource ? new URL("../../deno.lock", import.meta.url).pathname : null,
    env: Object.fromEntries(kept),
  };
}

/** Files inside a compiled program are seen by that program only. */
async function reachable(
  name: "plugin_child" | "plugin_module",
  stateFolder: string,
): Promise<string> {
  const url = workerUrl(name);
  if (!Deno.build.standalone) return url.href;
  const path = `${stateFolder}/${name}.js`;
  await Deno.mkdir(stateFolder, { recursive: true, mode: 0o700 });
  await Deno.writeFile(path, await Deno.readFile(url));
  return `file://${encodeURI(path)}`;
}
