/** Databases of a test's own: a folder the database user reaches, and programs that use it. */
import { openEmbeddedPostgres } from "../../lib/host/embedded_postgres.ts";
import postgres from "postgres";
import type { LocalAddress } from "../../lib/store/database.ts";

/** A server ends within half a second of its last user; a loaded machine takes longer. */
const GONE_MAX_MS = 30_000;

export interface OwnFolder extends AsyncDisposable {
  readonly path: string;
  /** Processes that work in this folder now: servers, guards, their children. */
  processes(): Promise<readonly number[]>;
  /** Resolves when none is left; rejects when some stay. */
  empty(): Promise<void>;
}

export async function ownFolder(): Promise<OwnFolder> {
  const path = await Deno.makeTempDir({ prefix: "parley-db-" });
  await Deno.chmod(path, 0o711);
  const processes = () => processesIn(path);
  const empty = () => until(async () => (await processes()).length === 0, `${path} is in use`);
  return {
    path,
    processes,
    empty,
    [Symbol.asyncDispose]: async () => {
      await empty();
      await Deno.remove(path, { recursive: true });
    },
  };
}

export async function processesIn(folder: string): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === Deno.pid) continue;
    const line = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    const place = await Deno.readLink(`/proc/${name}/cwd`).catch(() => "");
    const isServer = line.includes("parley-database") || line.startsWith("postgres");
    const isHere = line.includes(`${folder}/`) || place.startsWith(`${folder}/`);
    if (isHere && (isServer || line.includes("/bin/"))) found.push(Number(name));
  }
  return found;
}

/** The server's own process, not its guard. */
export async function serverPid(folder: string): Promise<number> {
  return Number.parseInt(await Deno.readTextFile(`${folder}/database/postmaster.pid`), 10);
}

export async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  const untilMs = performance.now() + GONE_MAX_MS;
  while (!await holds()) {
    if (performance.now() > untilMs) throw new Error(`Waited ${GONE_MAX_MS} ms, and ${otherwise}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function ask(address: LocalAddress, query: string): Promise<unknown> {
  const sql = postgres({ ...address, max: 1, onnotice: () => {} });
  try {
    return Object.values((await sql.unsafe(query))[0] ?? {})[0];
  } finally {
    await sql.end();
  }
}

/** Another process that opens the folder, says "open" and stays until its input ends. */
export interface OtherUser {
  readonly process: Deno.ChildProcess;
  /** Resolves when it has opened the database; rejects with what it said when it couldn't. */
  readonly opened: Promise<void>;
  leave(): Promise<void>;
}

export function otherUser(
  folder: string,
  as?: { readonly uid: number; readonly gid: number; readonly env: Record<string, string> },
): OtherUser {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", new URL(import.meta.url).pathname, folder],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...as,
  }).spawn();
  const said = new Response(process.stderr).text();
  const opened = firstWord(process.stdout).then(async (word) => {
    if (word !== "open") throw new Error(await said);
  });
  const leave = async () => {
    await process.stdin.close();
    const { success } = await process.status;
    if (!success) throw new Error(await said);
  };
  return { process, opened, leave };
}

async function firstWord(stream: ReadableStream<Uint8Array>): Promise<string> {
  for await (const bytes of stream) return new TextDecoder().decode(bytes).trim();
  return "";
}

if (import.meta.main) {
  const database = await openEmbeddedPostgres({ dataFolder: Deno.args[0]! });
  console.log("open");
  await Deno.stdin.read(new Uint8Array(1));
  await database.close();
}
