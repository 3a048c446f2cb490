/** Everything that is kept: the database, the journal before it, and what moves one to the other. */
import type { Journal } from "../call/ports.ts";
import { type DatabaseAddress, isTurnedAway, reasonOf, type Sql } from "../store/database.ts";
import { DatabaseLine } from "../store/database_line.ts";
import { WrongKeys } from "../store/key_register.ts";
import { SchemaTooNew } from "../store/migrations.ts";
import type { RetentionCounts } from "../store/retention.ts";
import type { RetentionRules } from "../store/retention_kinds.ts";
import type { Sealer } from "../store/sealing.ts";
import { Writer } from "../store/writer.ts";
import { Courier } from "./courier.ts";
import { prepareDataFolder } from "./data_folder.ts";
import { DatabaseSockets } from "./database_socket.ts";
import { type EmbeddedPostgres, openEmbeddedPostgres } from "./embedded_postgres.ts";
import { DiskJournal } from "./journal.ts";
import { JournalFile } from "./journal_file.ts";
import { openVault, type Vault, type VaultOptions } from "./vault.ts";

/** One for the writer, one for retention, two for those who ask. */
const CONNECTIONS = 4;
/** Between two looks for a database that was away at start. */
const LOOK_EVERY_MS = 2_000;

export interface StoreOptions extends VaultOptions {
  /** Null: the embedded server in the data folder. */
  readonly databaseUrl: string | null;
  readonly retention: RetentionRules;
  readonly onProgress: (text: string) => void;
  /** `fields` hold reasons, never a caller's data. */
  readonly log: (message: string, fields: Record<string, unknown>) => void;
}

export interface StoreHealth {
  /**
   * "behind": facts are on their way. "down": the database takes nothing now, facts are safe on disk.
   * "unsafe": neither takes any; they wait in memory, and nobody is told that a lead is saved.
   */
  readonly state: "ok" | "behind" | "down" | "unsafe";
  /** "refuses": the disk takes no journal, and facts are committed to the database at once. */
  readonly disk: "ok" | "refuses";
  /** Facts that are not in the database yet. */
  readonly backlog: number;
  /** When the oldest of them was written, epoch ms; null when there is none. */
  readonly oldestAtMs: number | null;
  /** Facts that nothing took while the memory for them was full. */
  readonly lost: number;
}

export interface Store {
  readonly journal: Journal;
  readonly sealer: Sealer;
  readonly keys: Vault["keys"];
  /** The present connections; they are made anew after a deadline was missed. */
  sql(): Sql;
  health(): StoreHealth;
  /** Resolves with what was deleted, by kind. */
  runRetention(nowMs: number): Promise<RetentionCounts>;
  /** Waits up to `drainMs` for the database to have everything; what is left waits on disk. */
  close(options: { readonly drainMs: number }): Promise<void>;
}

export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataFolder, databaseUrl, onProgress, log } = options;
  await prepareDataFolder(dataFolder).catch((error) => {
    if (databaseUrl === null) throw error;
    log("The data folder can't be written to; calls go to DATABASE_URL alone", {
      reason: reasonOf(error),
    });
  });
  const vault = await openVault(options);
  const embedded = databaseUrl === null
    ? await openEmbeddedPostgres({ dataFolder, onProgress })
    : null;
  const address: DatabaseAddress = embedded?.address ?? { url: databaseUrl! };
  const store = new DiskStore(options, { address, embedded, vault });
  try {
    await store.open();
  } catch (error) {
    await embedded?.close();
    throw error;
  }
  return store;
}

interface Parts {
  readonly address: DatabaseAddress;
  readonly embedded: EmbeddedPostgres | null;
  readonly vault: Vault;
}

class DiskStore implements Store {
  readonly sealer: Sealer;
  readonly keys: Store["keys"];
  readonly #options: StoreOptions;
  readonly #embedded: EmbeddedPostgres | null;
  readonly #line: DatabaseLine;
  readonly #writer: Writer;
  readonly #folder: string;
  #journal!: DiskJournal;
  #courier!: Courier;
  #isClosed = false;
  /** As it was told last. */
  #isAway = false;
  /** The database was away at start, and is looked for. */
  #looking: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StoreOptions, { address, embedded, vault }: Parts) {
    this.#options = options;
    this.sealer = vault.sealer;
    this.keys = vault.keys;
    this.#embedded = embedded;
    this.#folder = `${options.dataFolder}/journal`;
    this.#line = new DatabaseLine({
      address,
      connections: CONNECTIONS,
      sealer: this.sealer,
      sockets: () => new DatabaseSockets(),
      ...(embedded ? { ensure: () => embedded.ensure() } : {}),
    });
    this.#writer = new Writer({
      ...this.#line.intake((why, error) => this.#log(why, error)),
      turned: (error) => this.#databaseTurned(error),
    });
  }

  get journal(): Journal {
    return this.#journal;
  }

  async open(): Promise<void> {
    try {
      await this.#line.open();
    } catch (error) {
      await this.#refuseOrLookAgain(error);
    }
    this.#journal = new DiskJournal({
      make: () => JournalFile.create(this.#folder, this.sealer),
      commit: (facts) => this.#writer.commitNow(facts),
      written: () => this.#courier.gather(),
      diskTurned: (error) => this.#tell(error, DISK_TURNED),
      turned: (error) => this.#tell(error, BOTH_TURNED),
    });
    this.#courier = new Courier({
      journal: this.#journal,
      writer: this.#writer,
      folder: this.#folder,
      sealer: this.sealer,
      failed: (message, error) => this.#log(message, error),
    });
    await this.#journal.open();
    this.#courier.takeOver();
  }

  sql(): Sql {
    return this.#line.sql;
  }

  health(): StoreHealth {
    const { backlog, queue } = this.#journal;
    const ages = [queue.oldestAtMs, this.#courier.oldestAtMs].filter((atMs) => atMs !== null);
    const oldestAtMs = ages.length === 0 ? null : Math.min(...ages);
    const disk = this.#journal.diskRefuses ? "refuses" : "ok";
    return { state: this.#state(), disk, backlog, oldestAtMs, lost: queue.lost };
  }

  runRetention(nowMs: number): Promise<RetentionCounts> {
    return this.#line.runRetention({ ...this.#options.retention, nowMs });
  }

  async close({ drainMs }: { readonly drainMs: number }): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#looking);
    await this.#courier.close(drainMs);
    await this.#journal.close();
    const { waiting } = this.#journal.queue;
    if (waiting > 0) this.#options.log("Facts are lost: nothing took them", { facts: waiting });
    await this.#line.close();
    await this.#embedded?.close();
  }

  #state(): StoreHealth["state"] {
    if (this.#journal.queue.isFailing) return "unsafe";
    const isAwayYet = this.#looking !== undefined && !this.#line.isOpen;
    if (this.#writer.isFailing || isAwayYet) return "down";
    return this.#journal.backlog > 0 ? "behind" : "ok";
  }

  /** An embedded server that does not work is a fault of this machine; another may come back. */
  async #refuseOrLookAgain(error: unknown): Promise<void> {
    const isForPeople = error instanceof SchemaTooNew || error instanceof WrongKeys;
    if (isForPeople || isTurnedAway(error) || this.#embedded) {
      await this.#line.close();
      if (!isTurnedAway(error)) throw error;
      throw new Error(
        `Cannot use the database of DATABASE_URL: ${reasonOf(error)}; correct the variable, or ` +
          "give its user the right to make tables",
        { cause: error },
      );
    }
    this.#databaseTurned(error);
    this.#look();
  }

  /** Nothing to deliver is no reason to stay away. */
  #look(): void {
    this.#looking = setTimeout(async () => {
      const isBack = await this.#line.open().then(() => true, () => false);
      if (this.#isClosed) return;
      if (!isBack) return this.#look();
      this.#looking = undefined;
      if (!this.#writer.isFailing) this.#databaseTurned(null);
    }, LOOK_EVERY_MS);
  }

  #databaseTurned(error: unknown): void {
    const isAway = error !== null;
    if (isAway !== this.#isAway) this.#tell(error, DATABASE_TURNED);
    this.#isAway = isAway;
  }

  #tell(error: unknown, [fails, works]: readonly [string, string]): void {
    if (error === null) this.#options.log(works, {});
    else this.#log(fails, error);
  }

  #log(message: string, error: unknown): void {
    this.#options.log(message, { reason: reasonOf(error) });
  }
}

const DATABASE_TURNED = [
  "The database takes nothing now; facts wait on disk",
  "The database takes facts again",
] as const;
const DISK_TURNED = [
  "The disk takes no journal; facts are committed at once instead",
  "The disk takes the journal again",
] as const;
const BOTH_TURNED = [
  "Neither disk nor database takes facts; they wait in memory",
  "Facts are safe again",
] as const;
