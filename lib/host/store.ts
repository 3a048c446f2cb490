/** Everything that is kept: the database, the journal before it, and what moves one to the other. */
import postgres from "postgres";
import type { Journal } from "../call/ports.ts";
import type { Fact } from "../core/facts.ts";
import { connect, type DatabaseAddress, type Sql, within } from "../store/database.ts";
import { applyFacts } from "../store/facts.ts";
import { migrate } from "../store/migrations.ts";
import { runRetention } from "../store/retention.ts";
import { Writer } from "../store/writer.ts";
import { prepareDataFolder } from "./data_folder.ts";
import { type EmbeddedPostgres, openEmbeddedPostgres } from "./embedded_postgres.ts";
import { DiskJournal } from "./journal.ts";
import { JournalFile } from "./journal_file.ts";

/** A healthy commit takes milliseconds; after this its outcome is unknown, and it is tried again. */
const COMMIT_MS = 5_000;
/** A server that has not answered by then is down: Parley starts without it, and catches up later. */
const OPEN_MS = 5_000;
const RETENTION_MS = 120_000;

export interface StoreOptions {
  readonly dataFolder: string;
  /** Null: the embedded server in the data folder. */
  readonly databaseUrl: string | null;
  readonly retentionDays: number;
  readonly onProgress: (text: string) => void;
  readonly log: (message: string, fields: Record<string, unknown>) => void;
}

export interface StoreHealth {
  /** "down": the database takes nothing now; facts are safe on disk. */
  readonly state: "ok" | "behind" | "down";
  /** Facts that are not in the database yet. */
  readonly backlog: number;
}

export interface Store {
  readonly journal: Journal;
  /** The present connections; they are made anew after a deadline was missed. */
  sql(): Sql;
  health(): StoreHealth;
  /** Resolves with how many calls were deleted. */
  runRetention(nowMs: number): Promise<number>;
  /** Waits up to `drainMs` for the database to have everything; what is left waits on disk. */
  close(options: { readonly drainMs: number }): Promise<void>;
}

export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataFolder, databaseUrl, onProgress } = options;
  await prepareDataFolder(dataFolder);
  const embedded = databaseUrl === null
    ? await openEmbeddedPostgres({ dataFolder, onProgress })
    : null;
  const address: DatabaseAddress = embedded?.address ?? { url: databaseUrl! };
  const store = new DiskStore(options, address, embedded);
  try {
    await store.open();
  } catch (error) {
    await embedded?.close();
    throw error;
  }
  return store;
}

class DiskStore implements Store {
  readonly #options: StoreOptions;
  readonly #address: DatabaseAddress;
  readonly #embedded: EmbeddedPostgres | null;
  readonly #writer: Writer;
  readonly #folder: string;
  #sql: Sql;
  #journal!: DiskJournal;
  #migrated = false;
  #delivering: Promise<void> | null = null;
  #orphans: Promise<void> = Promise.resolve();

  constructor(
    options: StoreOptions,
    address: DatabaseAddress,
    embedded: EmbeddedPostgres | null,
  ) {
    this.#options = options;
    this.#address = address;
    this.#embedded = embedded;
    this.#folder = `${options.dataFolder}/journal`;
    this.#sql = connect(address);
    this.#writer = new Writer({
      commit: (facts) => this.#commit(facts),
      isRefusal,
      park: (fact, error) => this.#park(fact, error),
    });
  }

  get journal(): Journal {
    return this.#journal;
  }

  async open(): Promise<void> {
    try {
      await this.#migrate();
    } catch (error) {
      // An embedded server that does not work is a fault of this machine; another may come back.
      if (this.#embedded || isRefusal(error) || isOurs(error)) throw error;
      this.#options.log("The database can't be reached; facts wait on disk", { error });
    }
    this.#journal = new DiskJournal({
      file: await JournalFile.create(this.#folder),
      commit: (facts) => this.#commit(facts),
      written: () => this.#deliver(),
      trouble: (message, error) => this.#options.log(message, { error }),
    });
    this.#orphans = this.#deliverOrphans();
  }

  sql(): Sql {
    return this.#sql;
  }

  health(): StoreHealth {
    const { backlog } = this.#journal;
    if (this.#writer.isFailing || !this.#migrated) return { state: "down", backlog };
    return { state: backlog > 0 ? "behind" : "ok", backlog };
  }

  async runRetention(nowMs: number): Promise<number> {
    const run = runRetention(this.#sql, { days: this.#options.retentionDays, nowMs });
    return await within(RETENTION_MS, run, "delete old data");
  }

  async close({ drainMs }: { readonly drainMs: number }): Promise<void> {
    const delivered = this.#journal.sync()
      .then(() => Promise.all([this.#delivering, this.#orphans]));
    await within(drainMs, delivered, "deliver everything").catch(() => {}); // the disk keeps it
    this.#writer.stop();
    await within(COMMIT_MS, Promise.allSettled([this.#delivering, this.#orphans]), "stop")
      .catch(() => {});
    await this.#journal.close();
    await this.#sql.end({ timeout: 1 }).catch(() => {});
    await this.#embedded?.close();
  }

  async #migrate(): Promise<void> {
    if (this.#migrated) return;
    await within(OPEN_MS, migrate(this.#sql), "bring the database up to date");
    this.#migrated = true;
  }

  /** A commit that missed its deadline may have happened: taking it in twice changes nothing. */
  async #commit(facts: readonly Fact[]): Promise<void> {
    try {
      await this.#embedded?.ensure();
      await this.#migrate();
      await within(COMMIT_MS, applyFacts(this.#sql, facts), "store facts of calls");
    } catch (error) {
      if (isRefusal(error)) throw error;
      const stuck = this.#sql;
      this.#sql = connect(this.#address); // what hangs on the old connections hangs alone
      stuck.end({ timeout: 0 }).catch(() => {});
      throw error;
    }
  }

  #deliver(): void {
    this.#delivering ??= this.#writer.deliver(this.#journal)
      .catch((error) => this.#options.log("Cannot deliver the journal", { error }))
      .finally(() => {
        this.#delivering = null;
        if (this.#journal.backlog > 0 && !this.#writer.isFailing) this.#deliver();
      });
  }

  /** Journals whose process is gone: a crash, or a database that was away when it ended. */
  async #deliverOrphans(): Promise<void> {
    try {
      for await (const orphan of JournalFile.orphans(this.#folder)) {
        await this.#writer.deliver(orphan).finally(() => orphan.close());
      }
    } catch (error) {
      this.#options.log("Cannot deliver an old journal; it is tried again at the next start", {
        error,
      });
    }
  }

  async #park(fact: Fact, error: unknown): Promise<void> {
    this.#options.log("The database refuses a fact; it is kept in the data folder", { error });
    const path = `${this.#folder}/refused.txt`;
    await Deno.writeTextFile(path, `${JSON.stringify(fact)}\n`, { append: true, mode: 0o600 });
  }
}

/** Broken data or a broken rule (SQLSTATE classes 22 and 23): trying again would not help. */
function isRefusal(error: unknown): boolean {
  return error instanceof postgres.PostgresError && /^2[23]/.test(error.code);
}

/** A sentence of our own, such as that of a schema that is too new. */
function isOurs(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Cannot use this database");
}
