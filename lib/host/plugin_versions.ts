/** Copies of plugins as they run: what changes in the plugins folder changes no running one. */
import type { OutsidePlugin } from "./outside_plugin.ts";
import { readPluginFolder } from "./outside_plugin.ts";
import type { PluginRuntime } from "./plugin_runtime.ts";
import { lowerPriority } from "./process_watch.ts";

/** Copies kept of each plugin: the one that runs and those that live calls still use. */
const KEPT = 3;
const ENTRY = ".parley_entry.js";
const IMPORTS = ".parley_imports.json";
const LOCK = "deno.lock";

export interface Version {
  readonly plugin: OutsidePlugin;
  readonly folder: string;
  /** For the runtime, behind its flags. */
  readonly args: readonly string[];
}

/** Makes the copy that is run. Rejects with a sentence where its code would load what isn't its own. */
export async function keepVersion(
  stateFolder: string,
  plugin: OutsidePlugin,
  runtime: PluginRuntime,
): Promise<Version> {
  const version = await writeVersion(stateFolder, plugin, runtime);
  await checkModules(version, runtime);
  return version;
}

async function writeVersion(
  stateFolder: string,
  plugin: OutsidePlugin,
  runtime: PluginRuntime,
): Promise<Version> {
  const folder = `${home(stateFolder, plugin.facts.name)}/${plugin.hash.slice(0, 16)}`;
  for (const [path, content] of plugin.files) {
    const to = `${folder}/${path}`;
    await Deno.mkdir(to.slice(0, to.lastIndexOf("/")), { recursive: true, mode: 0o700 });
    await Deno.writeFile(to, content);
  }
  await Deno.writeTextFile(`${folder}/${ENTRY}`, entryOf(plugin, runtime));
  await Deno.writeTextFile(
    `${folder}/${IMPORTS}`,
    JSON.stringify(importsOf(plugin, folder, runtime)),
  );
  const args = [...lockArgs(plugin, folder, runtime), `--import-map=${folder}/${IMPORTS}`];
  return { plugin, folder, args: [...args, `${folder}/${ENTRY}`] };
}

/** The next start finds it, should the plugins folder hold nothing that is allowed. */
export async function setCurrent(stateFolder: string, { facts, hash }: OutsidePlugin) {
  const folder = home(stateFolder, facts.name);
  await Deno.writeTextFile(`${folder}/current`, hash.slice(0, 16));
  await forgetOld(folder, hash.slice(0, 16));
}

/** Null where none has run. */
export async function currentVersion(
  stateFolder: string,
  name: string,
): Promise<OutsidePlugin | null> {
  const folder = home(stateFolder, name);
  try {
    return await readPluginFolder(`${folder}/${await Deno.readTextFile(`${folder}/current`)}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Downloads what the plugin depends on, and locks what wasn't locked. Returns the lock's text. */
export async function lockDependencies(
  stateFolder: string,
  plugin: OutsidePlugin,
  runtime: PluginRuntime,
): Promise<string | null> {
  if (!hasOwnDependencies(plugin, runtime)) return null;
  const version = await writeVersion(stateFolder, plugin, runtime);
  const lock = `${version.folder}/${LOCK}`;
  const flags = ["cache", "--quiet", "--no-config", "--no-remote", `--lock=${lock}`];
  const map = `--import-map=${version.folder}/${IMPORTS}`;
  const { success, stderr } = await new Deno.Command(runtime.program, {
    args: [...flags, map, `${version.folder}/${ENTRY}`],
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return await Deno.readTextFile(lock);
  const why = new TextDecoder().decode(stderr).trim().slice(0, 1_000);
  throw new Error(`Cannot load what ${plugin.facts.name} depends on: ${why}`);
}

function urlOf(path: string): string {
  return `file://${encodeURI(path)}`;
}

function home(stateFolder: string, name: string): string {
  return `${stateFolder}/versions/${name}`;
}

function entryOf({ main }: OutsidePlugin, { child }: PluginRuntime): string {
  const plugin = JSON.stringify(`./${main}`);
  return `import { serve } from ${
    JSON.stringify(child)
  };\nimport plugin from ${plugin};\nserve(plugin);\n`;
}

/** The plugin's own names for what it takes from npm or from its folder, and ours, which win. */
function importsOf(plugin: OutsidePlugin, folder: string, runtime: PluginRuntime) {
  const own = Object.entries(ownImports(plugin, runtime)).map(([name, target]) => {
    return [name, target.startsWith("./") ? `${urlOf(folder)}/${target.slice(2)}` : target];
  });
  return {
    imports: { ...Object.fromEntries(own), ...runtime.imports, parley: runtime.module },
  };
}

/** "zod" as Parley has it comes with the contract, and is locked there. */
function ownImports({ files }: OutsidePlugin, runtime: PluginRuntime): Record<string, string> {
  const bytes = files.get("deno.json");
  if (!bytes) return {};
  const { imports = {} } = JSON.parse(new TextDecoder().decode(bytes)) as {
    imports?: Record<string, string>;
  };
  const taken = Object.entries(imports).filter(([name, target]) =>
    name !== "parley" && runtime.imports[name] !== target
  );
  return Object.fromEntries(taken.filter(([, target]) => /^(npm:|\.\/)/.test(target)));
}

function hasOwnDependencies(plugin: OutsidePlugin, runtime: PluginRuntime): boolean {
  return plugin.files.has(LOCK) ||
    Object.values(ownImports(plugin, runtime)).some((target) => target.startsWith("npm:"));
}

function lockArgs(plugin: OutsidePlugin, folder: string, runtime: PluginRuntime): string[] {
  if (hasOwnDependencies(plugin, runtime)) return [`--lock=${folder}/${LOCK}`, "--frozen"];
  const { lock } = runtime;
  return lock === null ? ["--no-lock"] : [`--lock=${lock}`, "--frozen"];
}

/** `deno info` knows no --cached-only: what isn't there is asked for at an address that nobody has. */
const NO_NETWORK = {
  HTTP_PROXY: "http://127.0.0.1:1",
  HTTPS_PROXY: "http://127.0.0.1:1",
  NO_PROXY: "",
};

/** A static import needs no permission: what isn't the plugin's own is found before it is run. */
async function checkModules(version: Version, runtime: PluginRuntime): Promise<void> {
  const { plugin: { facts: { name } }, folder, args } = version;
  const looking = new Deno.Command(runtime.program, {
    args: ["info", "--json", "--no-config", "--no-remote", ...args],
    env: NO_NETWORK,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  lowerPriority(looking.pid); // a reload comes beside live calls
  const { stdout, stderr, success } = await looking.output();
  if (!success) {
    throw notLocked(name, new TextDecoder().decode(stderr).trim());
  }
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: readonly { readonly specifier: string; readonly error?: string }[];
  };
  const ours = new URL(".", new URL("..", runtime.child)).href; // lib/, or the folder of the bundle
  for (const { specifier, error } of modules) {
    if (error !== undefined && specifier.startsWith("npm:")) throw notLocked(name, error);
    if (error !== undefined) throw new Error(`Cannot use ${name}: ${error.slice(0, 300)}`);
    const isOwn = specifier.startsWith(`${urlOf(folder)}/`) || specifier.startsWith("npm:");
    const isOurs = specifier === runtime.child || specifier === runtime.module ||
      /\/lib\/(host\/plugin_wire|plugin\/(contract|calls|owed|callback)|core\/[\w/]+)\.ts$/.test(
          specifier,
        ) &&
        specifier.startsWith(ours);
    if (isOwn || isOurs || specifier.startsWith("node:")) continue;
    throw new Error(`Cannot use ${name}: it imports ${specifier}, which isn't in its folder`);
  }
}

function notLocked(name: string, why: string): Error {
  return new Error(
    `Cannot use ${name}: its dependencies aren't locked or loaded (${why.slice(0, 500)}); ` +
      `allow it again`,
  );
}

async function forgetOld(folder: string, current: string): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const dated = await Promise.all(
    entries.filter(({ isDirectory, name }) => isDirectory && name !== current)
      .map(async ({ name }) => ({ name, mtime: (await Deno.stat(`${folder}/${name}`)).mtime })),
  );
  dated.sort((a, b) => Number(b.mtime) - Number(a.mtime));
  for (const { name } of dated.slice(KEPT - 1)) {
    await Deno.remove(`${folder}/${name}`, { recursive: true });
  }
}
