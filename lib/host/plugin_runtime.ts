/** The runtime of plugins' processes, and what they load before the plugin. */
import os from "node:os";
import manifest from "../../deno.json" with { type: "json" };
import { workerUrl } from "./assets.ts";

export interface PluginRuntime {
  /** A Deno. */
  readonly program: string;
  /** What stands before it so that it ends with us, where there is such a thing. */
  readonly starter: readonly string[];
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
  const isSource = workerUrl("plugin_child").pathname.endsWith(".ts");
  return {
    program,
    starter: await endsWithUs() ? ENDS_WITH_US : [],
    child: await reachable("plugin_child", stateFolder),
    module: await reachable("plugin_module", stateFolder),
    imports: isSource ? { zod: manifest.imports.zod } : {},
    lock: isSource ? new URL("../../deno.lock", import.meta.url).pathname : null,
    env: { HOME: env.HOME || os.homedir(), DENO_DIR: await ownCache(stateFolder, env) },
  };
}

/** Nobody watches a loop any more once its Parley was killed: the kernel ends it then. */
const ENDS_WITH_US = ["setpriv", "--pdeathsig", "KILL", "--"] as const;

/** Part of util-linux; others of that name know no such thing. */
async function endsWithUs(): Promise<boolean> {
  const [program, ...args] = ENDS_WITH_US;
  try {
    const tried = new Deno.Command(program, { args: [...args, "true"] });
    return (await tried.output()).success;
  } catch {
    return false;
  }
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

/**
 * The cache of plugins' processes, beside the user's own, or in our folder where that can't be written:
 * the packages are the user's, and where the runtime would keep `localStorage` and `caches`, which need
 * no permission, there is a file in the way.
 */
async function ownCache(
  stateFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const users = usersCache(env);
  return await preparedCache(`${users}/parley_plugins`, `${users}/npm`)
    .catch(() => preparedCache(`${stateFolder}/deno_dir`, `${users}/npm`));
}

async function preparedCache(folder: string, packages: string): Promise<string> {
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  await Deno.writeTextFile(`${folder}/location_data`, "");
  await Deno.mkdir(packages, { recursive: true }).catch(() => {}); // a plugin without any needs none
  if (await Deno.readLink(`${folder}/npm`).catch(() => null) === packages) return folder;
  await Deno.remove(`${folder}/npm`).catch(() => {});
  await Deno.symlink(packages, `${folder}/npm`).catch((error) => {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error; // another process was faster
  });
  return folder;
}

/** Where a Deno keeps what it has downloaded, unless told otherwise. */
function usersCache(env: Readonly<Record<string, string | undefined>>): string {
  if (env.DENO_DIR) return env.DENO_DIR;
  const home = env.HOME || os.homedir();
  if (Deno.build.os === "darwin") return `${home}/Library/Caches/deno`;
  if (Deno.build.os === "windows") return `${env.LOCALAPPDATA}/deno`;
  return `${env.XDG_CACHE_HOME || `${home}/.cache`}/deno`;
}
