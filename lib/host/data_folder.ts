/** The data folder: made with safe modes, and fit for a database that never runs as root. */

export interface DatabaseUser {
  readonly uid: number;
  readonly gid: number;
}

/** Linux takes 107 bytes in a socket's address, macOS 103; both are checked so that folders can move. */
const SOCKET_PATH_BYTES_MAX = 103;
/** In this order: the user made for PostgreSQL, and the one that owns nothing. */
const UNPRIVILEGED = ["postgres", "nobody"] as const;
/** Root's folder lets the database user through to its own part, and shows nothing. */
const ROOT_MODE = 0o711;
const OWN_MODE = 0o700;

/** Makes the folder where it is missing. Rejects with one sentence that says what to do. */
export async function prepareDataFolder(folder: string): Promise<void> {
  const mode = isRoot() ? ROOT_MODE : OWN_MODE;
  try {
    await Deno.mkdir(folder, { recursive: true, mode });
    const { uid } = await Deno.stat(folder);
    if (uid === Deno.uid()) await Deno.chmod(folder, mode);
    await proveWritable(folder);
  } catch (cause) {
    throw new Error(
      `Cannot keep data in ${folder} (${reason(cause)}): give the user who runs Parley the right ` +
        "to write there, or set PARLEY_DATA to another folder",
      { cause },
    );
  }
}

/** A folder inside the data folder. The owner is given where it isn't the user who runs Parley. */
export async function makeInnerFolder(path: string, owner: DatabaseUser | null): Promise<void> {
  await Deno.mkdir(path, { recursive: true, mode: OWN_MODE });
  await Deno.chmod(path, OWN_MODE);
  if (owner !== null) await Deno.chown(path, owner.uid, owner.gid);
}

/** Throws a sentence where a socket of this path couldn't be opened. */
export function checkSocketPath(folder: string, path: string): void {
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

function isRoot(): boolean {
  return Deno.uid() === 0;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
