/** A PostgreSQL as users have one: from the operating system, reached by an address, on loopback. */
import postgres from "postgres";
import { type DatabaseUser, findDatabaseUser } from "../../lib/host/data_folder.ts";
import { until } from "./own_database.ts";
import { copy, madeOnce } from "./prepared.ts";

const PROGRAMS = "/usr/lib/postgresql";
const READY_MAX_MS = 30_000;
const POLL_MS = 20;
const USER = "parley";
/** Ends the server when our end of its input closes, also when the test was killed. */
const KEEPER = `
"$@" </dev/null & server=$!
( while read -r line; do :; done; kill -INT $server ) <&3 3<&- &
exec 3<&-; wait $server
`;

/** Null where the operating system brings none. */
export function debianPrograms(): string | null {
  try {
    const versions = [...Deno.readDirSync(PROGRAMS)].map(({ name }) => Number(name));
    const newest = versions.filter((version) => version > 0).sort((a, b) => a - b).at(-1);
    return newest === undefined ? null : `${PROGRAMS}/${newest}/bin`;
  } catch {
    return null;
  }
}

export class DebianPostgres implements AsyncDisposable {
  readonly #folder: string;
  readonly #port: number;
  readonly #account: DatabaseUser | null;
  #keeper: Deno.ChildProcess | null = null;

  private constructor(folder: string, port: number, account: DatabaseUser | null) {
    this.#folder = folder;
    this.#port = port;
    this.#account = account;
  }

  static async make(): Promise<DebianPostgres> {
    const folder = await Deno.makeTempDir({ prefix: "parley-pg-" });
    const account = await findDatabaseUser(folder);
    await Deno.chmod(folder, 0o711);
    const model = await madeOnce("debian", (place) => initialise(place, account));
    if (model === null) await initialise(folder, account);
    else await copy([`${model}/data`], folder);
    const server = new DebianPostgres(folder, freePort(), account);
    await server.start();
    return server;
  }

  url(database = "postgres", user = USER): string {
    return `postgres://${user}@127.0.0.1:${this.#port}/${database}`;
  }

  async start(): Promise<void> {
    const settings = [
      `port=${this.#port}`,
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "fsync=off", // processes are killed here, no machine is
      "log_min_messages=panic",
    ].flatMap((setting) => ["-c", setting]);
    const server = [`${debianPrograms()}/postgres`, "-D", `${this.#folder}/data`, ...settings];
    this.#keeper = new Deno.Command("/bin/sh", {
      args: ["-c", `exec 3<&0; ${KEEPER}`, "keeper", ...server],
      cwd: "/",
      stdin: "piped",
      stdout: "null",
      stderr: "null",
      ...this.#account,
    }).spawn();
    await this.#answers();
  }

  async newDatabase(): Promise<string> {
    const name = `t_${crypto.randomUUID().slice(0, 8)}`;
    await this.ask(`create database ${name}`);
    return this.url(name);
  }

  async ask(query: string, url = this.url()): Promise<unknown> {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      return Object.values((await sql.unsafe(query))[0] ?? {})[0];
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  /** The server and each of its processes stand still. */
  async freeze(): Promise<void> {
    for (const pid of await this.#processes()) Deno.kill(pid, "SIGSTOP");
  }

  async thaw(): Promise<void> {
    for (const pid of await this.#processes()) Deno.kill(pid, "SIGCONT");
  }

  /** Resolves when no process of the server is left. */
  async kill(): Promise<void> {
    const pids = await this.#processes();
    Deno.kill(pids[0]!, "SIGKILL");
    await this.#ended();
    for (const pid of pids) await until(() => isGone(pid), "a backend outlives its server");
  }

  async stop(): Promise<void> {
    await this.#keeper?.stdin.close().catch(() => {}); // it has ended by itself
    await this.#ended();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await Deno.remove(this.#folder, { recursive: true });
  }

  async #ended(): Promise<void> {
    const keeper = this.#keeper;
    this.#keeper = null;
    await keeper?.status;
    await keeper?.stdin.close().catch(() => {});
  }

  /** The postmaster first, then its children. */
  async #processes(): Promise<readonly number[]> {
    const text = await Deno.readTextFile(`${this.#folder}/data/postmaster.pid`);
    const postmaster = Number.parseInt(text, 10);
    const children = await Deno.readTextFile(
      `/proc/${postmaster}/task/${postmaster}/children`,
    );
    return [postmaster, ...children.trim().split(" ").filter(Boolean).map(Number)];
  }

  async #answers(): Promise<void> {
    const untilMs = performance.now() + READY_MAX_MS;
    while (!await this.ask("select 1").then(() => true, () => false)) {
      if (performance.now() > untilMs) throw new Error("Debian's PostgreSQL does not start");
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

async function initialise(folder: string, account: DatabaseUser | null): Promise<void> {
  await Deno.mkdir(`${folder}/data`, { mode: 0o700 });
  if (account !== null) await Deno.chown(`${folder}/data`, account.uid, account.gid);
  const { success, stderr } = await new Deno.Command(`${debianPrograms()}/initdb`, {
    args: ["-D", `${folder}/data`, "-U", USER, "-A", "trust", "-N", "-E", "UTF8", "--no-locale"],
    cwd: "/",
    ...account,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

async function isGone(pid: number): Promise<boolean> {
  return await Deno.stat(`/proc/${pid}/exe`).then(() => false, () => true);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
