/**
 * The server's guard: a shell that starts PostgreSQL apart from us and ends it when the last process
 * that holds the data folder is gone. Every user holds a FIFO open for writing; the kernel closes it
 * for one that was killed, and the guard reads its end.
 */
import type { DatabaseUser } from "./data_folder.ts";
import { programOptions } from "./postgres_cluster.ts";

/**
 * Opens the FIFO for reading without waiting for a writer (3 is one for a moment), so that a starter
 * who dies here leaves no server behind. Whatever a user writes is put into the answer file, in
 * place: a full disk has room for what is there already. The server's death ends the guard.
 */
const GUARD = `
fifo=$1 answer=$2 log=$3; shift 3
exec >>"$log" 2>&1
exec 3<>"$fifo"; exec 4<"$fifo"; exec 3>&-
"$@" 4<&- & server=$!
( while read -r word; do printf '%s\\n' "$word" 1<>"$answer"; done; kill -INT $server ) <&4 &
watcher=$!
exec 4<&-
wait $server
kill $watcher 2>/dev/null
`;
/** Longer than this the log of an embedded server isn't kept. */
const LOG_BYTES_MAX = 1024 ** 2;
/** The guard answers in a millisecond or two; this is a machine under great load. */
const ANSWER_MAX_MS = 5_000;
const POLL_MS = 2;
/** As long as every word is: the answer file never grows. */
const NO_WORD = "-".repeat(crypto.randomUUID().length);

/** What we and the guard share. Root's folder, so that the database user can't put a link in it. */
export interface GuardPlace {
  readonly fifo: string;
  readonly answer: string;
  readonly log: string;
}

/** Makes the folder and the FIFO where they are missing, for `user` to reach them. */
export async function makeGuardPlace(
  folder: string,
  user: DatabaseUser | null,
): Promise<GuardPlace> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.chmod(folder, user === null ? 0o700 : 0o711);
  const place = {
    fifo: `${folder}/users`,
    answer: `${folder}/answer`,
    log: `${folder}/postgres.log`,
  };
  await makeFifo(place.fifo);
  await give(place.fifo, user);
  return place;
}

/** Counts as a user from now until `close`; the bytes go to the guard. */
export function holdFifo(place: GuardPlace): Promise<Deno.FsFile> {
  return Deno.open(place.fifo, { read: true, write: true }); // both, so that opening never waits
}

/** Starts the server, apart from our terminal's Ctrl-C; `ended` resolves when it is gone. */
export async function startGuard(
  place: GuardPlace,
  server: { readonly command: readonly string[]; readonly user: DatabaseUser | null },
): Promise<{ readonly ended: Promise<void> }> {
  await rotate(place.log);
  await Deno.writeTextFile(place.log, "", { append: true, mode: 0o600 });
  await Deno.writeTextFile(place.answer, `${NO_WORD}\n`, { mode: 0o600 });
  for (const path of [place.log, place.answer]) await give(path, server.user);
  const child = new Deno.Command("/bin/sh", {
    ...programOptions(server.user),
    args: ["-c", GUARD, "parley-database", place.fifo, place.answer, place.log, ...server.command],
    cwd: "/",
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  child.unref();
  return { ended: child.status.then(() => {}) };
}

/**
 * Whether a guard watches over us from now on. What it answers it has read after our FIFO was
 * opened, and it can't read the FIFO's end while we hold it.
 */
export async function guardAnswers(
  place: GuardPlace,
  fifo: Deno.FsFile,
  isOver: () => Promise<boolean>,
): Promise<boolean> {
  const word = crypto.randomUUID();
  await fifo.write(new TextEncoder().encode(`${word}\n`));
  const untilMs = performance.now() + ANSWER_MAX_MS;
  while (performance.now() < untilMs) {
    const answer = await Deno.readTextFile(place.answer).catch(() => "");
    if (answer.trim() === word) return true;
    if (await isOver()) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return false;
}

/** The last line of trouble in the server's log, for a sentence. */
export async function lastTrouble(place: GuardPlace): Promise<string> {
  const text = await Deno.readTextFile(place.log).catch(() => "");
  const lines = text.trimEnd().split("\n");
  const fatal = lines.findLast((line) => /\b(FATAL|PANIC|error while loading)\b/.test(line));
  return (fatal ?? lines.at(-1) ?? "").replace(/^.*?(FATAL|PANIC): */, "") || "it said nothing";
}

/** Two at once: one makes it. */
async function makeFifo(path: string): Promise<void> {
  if (await isFifo(path)) return;
  const { stderr } = await new Deno.Command("mkfifo", { args: ["-m", "600", path] }).output();
  if (await isFifo(path)) return;
  throw new Error(
    `Cannot run the database: no FIFO can be made at ${path} (${
      new TextDecoder().decode(stderr).trim()
    }); set PARLEY_DATA to a folder on a local disk, or set DATABASE_URL`,
  );
}

async function isFifo(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isFifo }) => isFifo === true, () => false);
}

async function give(path: string, user: DatabaseUser | null): Promise<void> {
  if (user !== null) await Deno.chown(path, user.uid, user.gid);
}

async function rotate(log: string): Promise<void> {
  const size = await Deno.stat(log).then(({ size }) => size, () => 0);
  if (size > LOG_BYTES_MAX) await Deno.rename(log, `${log}.old`);
}
