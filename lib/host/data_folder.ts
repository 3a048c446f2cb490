/** The data folder: made with safe modes, and fit for a database that never runs as root. */

export interface DatabaseUser {
  readonly uid: number;
  readonly gid: number;
}

/** Linux takes 107 bytes in a socket's address, macOS 103; both are checked so that folders can move. */
const SOCKET_PATH_BYTES_MAX = 103;
/** initdb hands its own path to a shell, in double quotes. */
const SHELL_CHARACTERS = /["$`\\\n]/;
/** In this order: the user made for PostgreSQL, and the one that owns nothing. */
const UNPRIVILEGED = ["postgres", "nobody"] as const;
/** Root's folder lets the database user through to its own part, and shows nothing. */
const ROOT_MODE = 0o711;
const OWN_MODE = 0o700;
/** What Parley puts into its data folder. */
const OUR_NAMES =
  /^(database.*|journal|keys|phrases|plugins|plugin_state|postgres-.*|.*\.lock|\.(probe|doctor)-.*)$/;

/** Makes the folder where it is missing. Rejects with one sentence that says what to do. */
export async function prepareDataFolder(folder: string): Promise<void> {
  const mode = isRoot() ? ROOT_MODE : OWN_MODE;
  if (await isSomethingElse(folder)) {
    throw new Error(`Cannot keep data in ${folder}: it is no folder; set PARLEY_DATA to one`);
  }
  try {
    const before = await Deno.stat(folder).catch(ignoreMissing);
    await Deno.mkdir(folder, { recursive: true, mode });
    if (before === null) await Deno.chmod(folder, mode); // whatever the umask is
    else if (isRoot()) await letPass(folder, before);
    await proveWritable(folder);
  } catch (cause) {
    throw new Error(
      `Cannot keep data in ${folder} (${reason(cause)}): give the user who runs Parley the right ` +
        "to write there, or set PARLEY_DATA to another folder",
      { cause },
    );
  }
}

/** Throws a sentence where PostgreSQL couldn't live in `folder`, or not open its socket at `path`. */
export function checkDatabasePath(folder: string, path: string): void {
  const odd = SHELL_CHARACTERS.exec(folder);
  if (odd !== null) {
    throw new Error(
      `Cannot keep the database in ${folder}: PostgreSQL's programs can't run in a path with ` +
        `${JSON.stringify(odd[0])}; set PARLEY_DATA to another folder`,
    );
  }
  const bytes = new TextEncoder().encode(path).length;
  if (bytes <= SOCKET_PATH_BYTES_MAX) return;
  throw new Error(
    `Cannot open the database's socket in ${folder}: the path is ${bytes} bytes long and an ` +
      `operating system takes ${SOCKET_PATH_BYTES_MAX}; set PARLEY_DATA to a folder with a shorter path`,
  );
}

/**
 * Who runs the database: null for the user who runs Parley; for root the owner of `existing` (a
 * database made before), else an unprivileged user of this machine.
 */
export async function findDatabaseUser(existing: string): Promise<DatabaseUser | null> {
  if (!isRoot()) return null;
  const owner = await ownerOf(existing);
  if (owner !== null && owner.uid !== 0) return owner;
  const accounts = await readAccounts();
  for (const name of UNPRIVILEGED) {
    const found = accounts.get(name);
    if (found && found.uid !== 0) return found;
  }
  throw new Error(
    `Cannot run the database as root, and this machine has no user "${
      UNPRIVILEGED.join('" or "')
    }": ` +
      "start Parley as an ordinary user, or set DATABASE_URL",
  );
}

/** Rejects with a sentence that names the folder which `user` can't pass. */
export async function checkTraversable(folder: string, user: DatabaseUser | null): Promise<void> {
  if (user === null) return;
  const { success } = await new Deno.Command("/bin/sh", {
    args: ["-c", 'cd "$0"', folder],
    cwd: "/",
    uid: user.uid,
    gid: user.gid,
    stdout: "null",
    stderr: "null",
  }).output();
  if (success) return;
  const shut = await firstShut(folder, user);
  throw new Error(
    `Cannot run the database in ${folder}: its unprivileged user (uid ${user.uid}) can't pass ` +
      `through ${shut}; set PARLEY_DATA to a folder that everybody can reach, as /var/lib/parley`,
  );
}

/** So that a power cut can't take back a name that was given in it. */
export async function syncFolder(folder: string): Promise<void> {
  using handle = await Deno.open(folder);
  await handle.sync();
}

async function firstShut(folder: string, user: DatabaseUser): Promise<string> {
  const parts = folder.split("/").filter((part) => part !== "");
  for (let depth = 0; depth < parts.length; depth++) {
    const path = `/${parts.slice(0, depth + 1).join("/")}`;
    const { mode, uid, gid } = await Deno.stat(path);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (mode !== null && (mode & bit) === 0) return path;
  }
  return "one of the folders above it";
}

/** Another part of Parley may have made it, shut to all others; nobody else's folder is touched. */
async function letPass(folder: string, { mode, uid }: Deno.FileInfo): Promise<void> {
  if (mode === null || (mode & 0o001) !== 0 || uid !== Deno.uid()) return;
  for await (const { name } of Deno.readDir(folder)) if (!OUR_NAMES.test(name)) return;
  await Deno.chmod(folder, (mode & 0o7777) | 0o001);
}

async function isSomethingElse(path: string): Promise<boolean> {
  const found = await Deno.stat(path).catch(() => null); // making it will say why
  return found !== null && !found.isDirectory;
}

async function proveWritable(folder: string): Promise<void> {
  const probe = `${folder}/.probe-${crypto.randomUUID()}`;
  const file = await Deno.open(probe, { createNew: true, write: true });
  file.close();
  await Deno.remove(probe);
}

async function ownerOf(path: string): Promise<DatabaseUser | null> {
  try {
    const { uid, gid } = await Deno.stat(path);
    return uid === null || gid === null ? null : { uid, gid };
  } catch {
    return null; // there is no database yet
  }
}

async function readAccounts(): Promise<ReadonlyMap<string, DatabaseUser>> {
  const text = await Deno.readTextFile("/etc/passwd").catch(() => "");
  const lines = text.split("\n").map((line) => line.split(":"));
  return new Map(
    lines.map(([name, , uid, gid]) => [name!, { uid: Number(uid), gid: Number(gid) }]),
  );
}

function ignoreMissing(error: unknown): null {
  if (error instanceof Deno.errors.NotFound) return null;
  throw error;
}

function isRoot(): boolean {
  return Deno.uid() === 0;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
