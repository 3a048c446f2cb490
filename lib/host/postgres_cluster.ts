/** The database's own folder: made whole or not at all, and its post-mortem when a server died. */
import { type DatabaseUser, syncFolder } from "./data_folder.ts";
import { ROLE_NAME } from "./postgres_server.ts";

/** A pid above every kernel's limit: no process has it. */
const NOBODYS_PID = 2_147_483_647;
const PROGRAM_ENV = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C" } as const;

export interface ProgramOptions {
  readonly clearEnv: true;
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** How PostgreSQL's programs are run: as their own user, with nothing of our environment. */
export function programOptions(user: DatabaseUser | null): ProgramOptions {
  return { clearEnv: true, env: PROGRAM_ENV, ...user };
}

/** To be called under the folder's lock. Rejects with a sentence. */
export async function makeCluster(
  { programs, folder, user }: {
    readonly programs: string;
    readonly folder: string;
    readonly user: DatabaseUser | null;
  },
): Promise<void> {
  const half = `${folder}.half-${crypto.randomUUID()}`;
  await Deno.mkdir(half, { mode: 0o700 });
  if (user !== null) await Deno.chown(half, user.uid, user.gid);
  await initialise(programs, half, user);
  await Deno.rename(half, folder);
  await syncFolder(folder.slice(0, folder.lastIndexOf("/")));
}

async function initialise(
  programs: string,
  folder: string,
  user: DatabaseUser | null,
): Promise<void> {
  const made = await new Deno.Command(`${programs}/bin/initdb`, {
    ...programOptions(user),
    args: [
      `--pgdata=${folder}`,
      `--username=${ROLE_NAME}`,
      "--auth=trust", // whoever reaches the socket: its folder is its user's alone
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
    ],
    cwd: "/",
    stdin: "null",
  }).output().catch((cause) => {
    throw new Error(`Cannot make the database: ${programs}/bin/initdb doesn't run here`, { cause });
  });
  if (!made.success) throw new Error(`Cannot make the database: ${lastLine(made.stderr)}`);
}

/** Throws a sentence where the database was made by another major version than `version`. */
export async function checkClusterVersion(folder: string, version: string): Promise<void> {
  const made = (await Deno.readTextFile(`${folder}/PG_VERSION`)).trim();
  if (made === version.split(".")[0]) return;
  throw new Error(
    `Cannot open the database in ${folder}: PostgreSQL ${made} made it and this Parley brings ` +
      `${version}; start the Parley that made it, or set PARLEY_DATA to a new folder`,
  );
}

/** The pid of the server that runs on this database; null where none does. */
export async function findServer(folder: string): Promise<number | null> {
  const pid = await recordedPid(folder);
  if (pid === null) return null;
  return await whereRuns(pid) === await Deno.realPath(folder) ? pid : null;
}

export async function isServerGone(pid: number): Promise<boolean> {
  return await whereRuns(pid) === "gone";
}

/**
 * Blots out the pid of a dead server that another process has got meanwhile: PostgreSQL would take
 * that one for a server. (A pid that nobody has it finds out itself.) Under the folder's lock.
 */
export async function forgetReusedPid(folder: string, user: DatabaseUser | null): Promise<void> {
  const pid = await recordedPid(folder);
  if (pid === null || await whereRuns(pid) === "gone") return;
  const path = `${folder}/postmaster.pid`;
  const text = (await Deno.readTextFile(path)).replace(/^\d+/, `${NOBODYS_PID}`);
  // By the database user, whose folder it is: root follows no link that somebody else can make.
  const { success } = await new Deno.Command("/bin/sh", {
    ...programOptions(user),
    args: ["-c", `printf '%s' "$2" >"$1"`, "sh", path, text],
    cwd: "/",
  }).output();
  if (!success) throw new Error(`Cannot start the database: ${path} is stale and can't be written`);
}

async function recordedPid(folder: string): Promise<number | null> {
  const text = await Deno.readTextFile(`${folder}/postmaster.pid`).catch(() => "");
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : null;
}

/** A server's working folder is its database. */
async function whereRuns(pid: number): Promise<string> {
  if (Deno.build.os === "linux") {
    return await Deno.readLink(`/proc/${pid}/cwd`).catch((error) =>
      error instanceof Deno.errors.NotFound ? "gone" : "elsewhere"
    );
  }
  const { stdout } = await new Deno.Command("lsof", {
    args: ["-a", "-p", `${pid}`, "-d", "cwd", "-F", "n"],
    stderr: "null",
  }).output();
  return /^n(.*)$/m.exec(new TextDecoder().decode(stdout))?.[1] ?? "gone";
}

/** What initdb left when it was killed; it never had a database's name. Under the folder's lock. */
export async function removeHalfMade(folder: string): Promise<void> {
  const slash = folder.lastIndexOf("/");
  const above = folder.slice(0, slash);
  for await (const { name } of Deno.readDir(above)) {
    if (!name.startsWith(`${folder.slice(slash + 1)}.half-`)) continue;
    await Deno.remove(`${above}/${name}`, { recursive: true }).catch(() => {
      // an initdb that outlived its Parley still writes there; the next start tries again
    });
  }
}

function lastLine(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim().split("\n").at(-1) ?? "";
}
