/** A folder with a real Asterisk in it, made once from Debian unstable and kept in a cache. */
import { hasProgram, isRoot } from "../needs.ts";
import { guard } from "./guard.ts";
import { debianMirror, type Mirror } from "./mirror.ts";
import { unmountBelow } from "./mounts.ts";

/** What Parley is tested on: the first release with the security fixes of 2026 is 22.10.1. */
const MIN_MAJOR = 22;
const MIN_MINOR = 10;
/** Asterisk, its prompts, and what TLS needs; phones are our own. */
const PACKAGES = "ca-certificates,asterisk,asterisk-modules,asterisk-core-sounds-en";
const SUITE = "sid";
/** Stands in a root folder whose Asterisk was started once, and says which it is. */
const MARKER = "parley-lab.txt";

export interface AsteriskRoot {
  readonly path: string;
  /** As Asterisk says it: "22.10.1+dfsg+…". */
  readonly version: string;
}

/** `$PARLEY_LAB_CACHE`, else `$XDG_CACHE_HOME`, else `~/.cache`; then `/parley/asterisk-root`. */
export function rootPath(): string {
  const env = (name: string) => Deno.env.get(name) || undefined;
  const cache = env("PARLEY_LAB_CACHE") ?? env("XDG_CACHE_HOME") ??
    `${env("HOME") ?? "/root"}/.cache`;
  return `${cache}/parley/asterisk-root`;
}

/** Why there can be no lab on this machine, as one sentence; `null` when there can. */
export function whyNoLab(): string | null {
  if (Deno.build.os !== "linux") return "the lab runs Asterisk in a root folder, which needs Linux";
  if (!isRoot) return "the lab runs Asterisk in a root folder: start it as root";
  if (!exists(`${rootPath()}/usr/sbin/asterisk`) && !hasProgram("apt-get")) {
    return "the lab is made with apt-get and debootstrap: use Debian, or set PARLEY_LAB_CACHE to a " +
      "cache that holds parley/asterisk-root";
  }
  return null;
}

/** The root folder; made first (one to three minutes) where there is none. */
export async function asteriskRoot(): Promise<AsteriskRoot> {
  const why = whyNoLab();
  if (why !== null) throw new Error(`Cannot make the lab: ${why}`);
  const path = rootPath();
  await Deno.mkdir(parentOf(path), { recursive: true });
  // Several test runs may want the first root at the same moment: one makes it, the others wait.
  using lock = await Deno.open(`${path}.lock`, { create: true, write: true });
  await lock.lock(true);
  if (!exists(path)) await build(path);
  return { path, version: await checkedVersion(path) };
}

async function checkedVersion(path: string): Promise<string> {
  const known = await textOf(`${path}/${MARKER}`);
  if (known !== null) return known.trim();
  const said = await output("chroot", [path, "asterisk", "-V"]);
  const version = /^Asterisk (\S+)/.exec(said)?.[1] ?? "";
  const [major = 0, minor = 0] = version.split(".").map((part) => parseInt(part));
  if (major < MIN_MAJOR || (major === MIN_MAJOR && minor < MIN_MINOR)) {
    throw new Error(
      `Cannot use the Asterisk in ${path}: it is "${said.trim()}", and the lab needs ` +
        `${MIN_MAJOR}.${MIN_MINOR} or later; delete the folder and run again`,
    );
  }
  await Deno.writeTextFile(`${path}/${MARKER}`, `${version}\n`);
  return version;
}

/** Builds under another name, so that a folder with the right name is always whole. */
async function build(path: string): Promise<void> {
  const mirror = await debianMirror();
  if (!hasProgram("debootstrap")) await installDebootstrap();
  const half = `${path}.building`;
  await removeTree(half);
  console.error(`Making the lab's Asterisk in ${path} (once, one to three minutes) …`);
  try {
    await debootstrap(half, mirror);
    const version = await checkedVersion(half);
    await Deno.rename(half, path);
    console.error(`The lab has Asterisk ${version}`);
  } catch (error) {
    await removeTree(half);
    throw error;
  }
}

/** Under a guard: one that outlived its starter would write into the next one's folder. */
async function debootstrap(target: string, mirror: Mirror): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-lab-" });
  const proxy = Object.entries(mirror.proxy).map(([name, value]) => `${name}=${value}`);
  const packages = ["--variant=minbase", `--include=${PACKAGES}`];
  const program = ["env", ...proxy, "debootstrap", ...packages, SUITE, target, mirror.url];
  const running = await guard(folder, program);
  try {
    const code = await running.ended;
    if (code === 0) return;
    const said = await Deno.readTextFile(`${folder}/output.txt`);
    const last = said.trim().split("\n").slice(-3).join(" / ");
    throw new Error(`Cannot make the lab: debootstrap from ${mirror.url} failed: ${last}`);
  } finally {
    await running.end({ keep: false });
  }
}

async function installDebootstrap(): Promise<void> {
  console.error("Installing debootstrap …");
  const quietly = { DEBIAN_FRONTEND: "noninteractive" };
  await output("apt-get", ["update", "-q"], quietly);
  await output("apt-get", ["install", "-qy", "--no-install-recommends", "debootstrap"], quietly);
}

/** debootstrap mounts /proc inside while it works; never delete through such a mount. */
async function removeTree(path: string): Promise<void> {
  if (!exists(path)) return;
  await unmountBelow(path);
  await Deno.remove(path, { recursive: true });
}

async function output(
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { success, code, stdout, stderr } = await new Deno.Command(program, { args, env }).output();
  const text = new TextDecoder().decode(stdout);
  if (success) return text;
  const last = (new TextDecoder().decode(stderr).trim() || text.trim()).split("\n").slice(-3);
  throw new Error(`Cannot run ${program} ${args.join(" ")}: exit ${code}: ${last.join(" / ")}`);
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
