/** Reads plugins in the plugins folder: their manifest and their files, and runs none of them. */
import { readManifest } from "../plugin/manifest.ts";
import type { PluginFacts } from "../plugin/runner.ts";

/** Of one plugin: dependencies come from npm, and are none of its files. */
const FILES_MAX = 500;
const BYTES_MAX = 10_000_000;
const SKIPPED = /^(\.|node_modules$)|_test\.ts$/;

export interface OutsidePlugin {
  readonly facts: PluginFacts;
  /** Of `files`. */
  readonly main: string;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Of all files. */
  readonly hash: string;
  readonly path: string;
}

export interface FoundPlugins {
  readonly plugins: readonly OutsidePlugin[];
  /** One sentence for each that can't be read. */
  readonly wrong: readonly string[];
}

/** `name/plugin.json` and what is beside it, or `name.ts` with its `name.json`; by name. */
export async function readPluginsFolder(folder: string): Promise<FoundPlugins> {
  const plugins: OutsidePlugin[] = [];
  const wrong: string[] = [];
  for (const entry of await entriesOf(folder)) {
    try {
      const found = await readOne(folder, entry);
      const twin = found && plugins.find(({ facts }) => facts.name === found.facts.name);
      if (twin) throw new Error(`${found.path} and ${twin.path} have the same name: rename one`);
      if (found !== null) plugins.push(found);
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { plugins, wrong };
}

/** Null where there is no `plugin.json` in it. */
export async function readPluginFolder(path: string): Promise<OutsidePlugin | null> {
  const text = await textOf(`${path}/plugin.json`);
  if (text === null) return null;
  const { facts, main } = readManifest(text, `${path}/plugin.json`);
  return await outside(path, facts, main, await filesIn(path));
}

/** As if it were a folder of its own. */
async function readPluginFile(path: string, file: string): Promise<OutsidePlugin> {
  const manifest = path.replace(/\.ts$/, ".json");
  const text = await textOf(manifest);
  if (text === null) {
    throw new Error(`Cannot use ${path}: write what it asks for into ${manifest} beside it`);
  }
  const { facts } = readManifest(text, manifest);
  const whole = JSON.stringify({ ...JSON.parse(text), main: file });
  const files = new Map([
    [file, await Deno.readFile(path)],
    ["plugin.json", new TextEncoder().encode(whole)],
  ]);
  return await outside(path, facts, file, files);
}

async function readOne(folder: string, entry: Deno.DirEntry): Promise<OutsidePlugin | null> {
  const path = `${folder}/${entry.name}`;
  if (SKIPPED.test(entry.name)) return null;
  if (entry.isDirectory) return await readPluginFolder(path);
  const isModule = entry.isFile && entry.name.endsWith(".ts");
  return isModule ? await readPluginFile(path, entry.name) : null;
}

async function outside(
  path: string,
  facts: PluginFacts,
  main: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<OutsidePlugin> {
  if (!files.has(main)) throw new Error(`Cannot use ${path}: there is no ${main}`);
  return { facts, main, files, path, hash: await hashOf(files) };
}

/** By path inside the folder; what a link leads to is none of a plugin's files. */
async function filesIn(folder: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const waiting = [""];
  let bytes = 0;
  for (let inside = waiting.shift(); inside !== undefined; inside = waiting.shift()) {
    for (const entry of await entriesOf(`${folder}/${inside}`)) {
      const path = `${inside}${entry.name}`;
      if (SKIPPED.test(entry.name)) continue;
      if (entry.isSymlink) {
        throw new Error(`Cannot use ${folder}: ${path} is a link; copy the file`);
      }
      if (entry.isDirectory) {
        waiting.push(`${path}/`);
        continue;
      }
      const content = await Deno.readFile(`${folder}/${path}`);
      bytes += content.length;
      files.set(path, content);
      if (files.size > FILES_MAX || bytes > BYTES_MAX) {
        throw new Error(`Cannot use ${folder}: over ${FILES_MAX} files or ${BYTES_MAX} bytes`);
      }
    }
  }
  return files;
}

async function hashOf(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Promise<string> {
  const lines = await Promise.all(
    [...files].sort(([a], [b]) => a < b ? -1 : 1).map(async ([path, content]) => {
      return `${path}\n${await sha256(content)}\n`;
    }),
  );
  return await sha256(new TextEncoder().encode(lines.join("")));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.sort((a, b) => a.name < b.name ? -1 : 1);
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
