/**
 * The database that needs no set-up: a real PostgreSQL in the data folder, on a local socket. It
 * belongs to the folder, not to a process: a start attaches to a live one, the last user ends it.
 */
import {
  checkDatabasePath,
  checkTraversable,
  type DatabaseUser,
  findDatabaseUser,
  prepareDataFolder,
} from "./data_folder.ts";
import { holdLock, type SharedLock, shareLock } from "./lock.ts";
import {
  checkClusterVersion,
  findServer,
  forgetReusedPid,
  isServerGone,
  makeCluster,
  removeHalfMade,
} from "./postgres_cluster.ts";
import { findPostgresFiles, installPostgresFiles, removeOtherVersions } from "./postgres_files.ts";
import {
  guardAnswers,
  type GuardPlace,
  holdFifo,
  lastTrouble,
  makeGuardPlace,
  startGuard,
} from "./postgres_guard.ts";
import type { LocalAddress } from "../store/database.ts";
import { knock, localAddress, serverSettings } from "./postgres_server.ts";

/** Another first run makes its database meanwhile: seconds, a minute on the slowest of machines. */
const LOCK_MAX_MS = 120_000;
/** A server that was killed replays its log first. */
const READY_MAX_MS = 60_000;
/** A server that was killed leaves children behind for a moment, and refuses to start beside them. */
const START_TRIES = 10;
const RETRY_MS = 300;
const POLL_MS = 10;
/** Ending a server takes some 100 ms. */
const STOP_MAX_MS = 10_000;

export interface EmbeddedOptions {
  /** Absolute. */
  readonly dataFolder: string;
  /** Told in one line each what takes longer than a moment: the first run. */
  readonly onProgress?: (text: string) => void;
}

export interface EmbeddedPostgres {
  readonly address: LocalAddress;
  /** Starts the server again where it died; at once where it lives. Rejects with a sentence. */
  ensure(): Promise<void>;
  /** The last user of the folder waits until the server is gone. */
  close(): Promise<void>;
}

/** Resolves when a query has been answered. Rejects with a sentence that says what to do. */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataFolder } = options;
  if (Deno.build.os === "windows") {
    throw new Error("Cannot run a database of our own on Windows: set DATABASE_URL");
  }
  const database = `${dataFolder}/database`;
  const address = localAddress(database);
  checkDatabasePath(dataFolder, address.path);
  await prepareDataFolder(dataFolder);
  const user = await findDatabaseUser(database);
  await checkTraversable(dataFolder, user);
  const place = await makeGuardPlace(`${dataFolder}/database-run`, user);
  const server = new Server(options, address, user, place, {
    fifo: await holdFifo(place),
    users: await shareLock(`${dataFolder}/users.lock`),
  });
  try {
    await server.ensure();
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}

/** What counts us as a user of the folder. */
interface Stake {
  readonly fifo: Deno.FsFile;
  readonly users: SharedLock;
}

class Server implements EmbeddedPostgres {
  readonly address: LocalAddress;
  readonly #folder: string;
  readonly #database: string;
  readonly #user: DatabaseUser | null;
  readonly #place: GuardPlace;
  readonly #stake: Stake;
  readonly #onProgress: (text: string) => void;
  #ensuring: Promise<void> | null = null;
  #isClosed = false;

  constructor(
    options: EmbeddedOptions,
    address: LocalAddress,
    user: DatabaseUser | null,
    place: GuardPlace,
    stake: Stake,
  ) {
    this.address = address;
    this.#folder = options.dataFolder;
    this.#database = `${options.dataFolder}/database`;
    this.#user = user;
    this.#place = place;
    this.#stake = stake;
    this.#onProgress = options.onProgress ?? (() => {});
  }

  ensure(): Promise<void> {
    this.#ensuring ??= this.#ensureAlone().finally(() => this.#ensuring = null);
    return this.#ensuring;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#ensuring?.catch(() => {}); // who asked for it has been told
    const pid = await findServer(this.#database).catch(() => null); // there may be no database yet
    this.#stake.fifo.close();
    const untilMs = performance.now() + STOP_MAX_MS;
    while (pid !== null && performance.now() < untilMs) {
      if (await isServerGone(pid) || !await this.#stake.users.isLast()) break;
      await pause(POLL_MS);
    }
    this.#stake.users.release();
  }

  async #ensureAlone(): Promise<void> {
    const lock = await holdLock(`${this.#folder}/start.lock`, LOCK_MAX_MS, () => this.#isClosed);
    if (lock === null) {
      throw new Error(
        `Cannot open the database in ${this.#folder}: another Parley has been starting it for ` +
          `${LOCK_MAX_MS / 1_000} s; look what that one does, or set PARLEY_DATA to another folder`,
      );
    }
    try {
      if (await this.#attach()) return;
      await this.#start();
    } finally {
      lock.release();
    }
  }

  /** False where no server runs, or none that a guard will end. */
  async #attach(): Promise<boolean> {
    const pid = await findServer(this.#database).catch(() => null); // there may be no database yet
    if (pid === null) return false;
    const isOver = () => isServerGone(pid);
    const guarded = await guardAnswers(this.#place, this.#stake.fifo, isOver);
    if (guarded && await this.#isReady(isOver)) return true;
    await this.#stop(pid);
    return false;
  }

  async #start(): Promise<void> {
    const files = await findPostgresFiles();
    const programs = `${this.#folder}/postgres-${files.version}`;
    const isNew = !await exists(this.#database);
    if (isNew) this.#onProgress(`Making the database in ${this.#folder}, this once …`);
    await installPostgresFiles(files, programs);
    await removeHalfMade(this.#database);
    if (isNew) {
      await makeCluster({ programs, folder: this.#database, user: this.#user });
    }
    await checkClusterVersion(this.#database, files.version);
    await removeOtherVersions(programs);
    await forgetReusedPid(this.#database, this.#user);
    const command = [`${programs}/bin/postgres`, ...serverSettings(this.#database)];
    for (let attempt = 1; attempt <= START_TRIES && !this.#isClosed; attempt++) {
      if (await this.#startOnce(command)) return;
      await pause(RETRY_MS);
    }
    throw new Error(
      `Cannot start the database in ${this.#database}: ${await lastTrouble(this.#place)} ` +
        `(its log is ${this.#place.log})`,
    );
  }

  async #startOnce(command: readonly string[]): Promise<boolean> {
    const guard = await startGuard(this.#place, { command, user: this.#user });
    let over = false;
    guard.ended.then(() => over = true);
    return await this.#isReady(() => Promise.resolve(over));
  }

  /** False where the server is gone before it answered a query. */
  async #isReady(isOver: () => Promise<boolean>): Promise<boolean> {
    const untilMs = performance.now() + READY_MAX_MS;
    while (performance.now() < untilMs && !this.#isClosed) {
      if (await knock(this.address)) return true;
      if (await isOver()) return false;
      await pause(POLL_MS);
    }
    throw new Error(
      `Cannot use the database in ${this.#database}: it hasn't answered for ` +
        `${READY_MAX_MS / 1_000} s; look into ${this.#place.log}`,
    );
  }

  /** Waits for one that is ending already; ends one whose guard was killed. */
  async #stop(pid: number): Promise<void> {
    for (const signal of ["SIGINT", "SIGQUIT"] as const) {
      if (!await isServerGone(pid)) send(pid, signal);
      const untilMs = performance.now() + STOP_MAX_MS;
      while (performance.now() < untilMs) {
        if (await isServerGone(pid)) return;
        await pause(POLL_MS);
      }
    }
    throw new Error(
      `Cannot open the database in ${this.#database}: its server (process ${pid}) is stuck; ` +
        "end that process",
    );
  }
}

function send(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // it ended by itself
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
