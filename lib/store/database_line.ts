/** The line to the database: brought up to date before its first use, cut and made anew when it sticks. */
import type { Fact } from "../core/facts.ts";
import {
  connect,
  type DatabaseAddress,
  isRefusal,
  type OpenSocket,
  reasonOf,
  type Sql,
  within,
} from "./database.ts";
import { applyFacts, keepRefused } from "./facts.ts";
import type { Intake } from "./intake.ts";
import { migrate, MIGRATION_MAX_MS } from "./migrations.ts";
import { type RetentionCounts, type RetentionOptions, runDue } from "./retention.ts";
import { KeyRetired, registerKeys } from "./key_register.ts";
import type { Sealer } from "./sealing.ts";

/** A server that has not answered the first question by then is down. */
const ANSWER_MS = 5_000;
/** A healthy commit takes milliseconds; after this its outcome is unknown, and it is tried again. */
const COMMIT_MS = 5_000;
/** What still runs may end; a server that sticks is left alone. */
const CLOSE_S = 1;

/** Sockets of one set of connections. */
export interface Sockets {
  readonly open: OpenSocket;
  cut(): void;
}

export interface DatabaseLineOptions {
  readonly address: DatabaseAddress;
  readonly connections: number;
  readonly sealer: Sealer;
  /** Left out: the driver opens its own, and a stuck one can only be abandoned. */
  readonly sockets?: () => Sockets;
  /** Starts a server that is ours where it died: asked before the first use and after each failure. */
  readonly ensure?: () => Promise<void>;
}

interface Connections {
  readonly sql: Sql;
  readonly sockets: Sockets | null;
}

export class DatabaseLine {
  readonly #options: DatabaseLineOptions;
  #connections: Connections;
  #opening: Promise<void> | null = null;
  #isOpen = false;

  constructor(options: DatabaseLineOptions) {
    this.#options = options;
    this.#connections = this.#connect();
  }

  /** The present connections; they are made anew after a failure. */
  get sql(): Sql {
    return this.#connections.sql;
  }

  /** The last use of it succeeded. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Resolves when the server has answered and its schema is this program's. */
  open(): Promise<void> {
    if (this.#isOpen) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => this.#opening = null);
    return this.#opening;
  }

  /** A commit that missed its deadline may have happened: taking it in twice changes nothing. */
  commit(facts: readonly Fact[]): Promise<void> {
    const { sealer } = this.#options;
    return this.#use((sql) =>
      within(COMMIT_MS, applyFacts(sql, facts, sealer), "store facts of calls")
    );
  }

  /** What is refused stands in a table of its own, for a person to look at; `refused` is told why. */
  intake(refused: (why: string, error: unknown) => void): Intake {
    return {
      commit: (facts) => this.commit(facts),
      isRefusal,
      park: async (fact, error) => {
        await this.#park(fact, reasonOf(error));
        refused("The database refuses a fact; it stands in the table refused_facts", error);
      },
    };
  }

  /** Resolves with what was deleted, by kind. */
  runRetention(options: RetentionOptions): Promise<RetentionCounts> {
    return this.#use((sql) => runDue(sql, this.#options.sealer, options));
  }

  close(): Promise<void> {
    return drop(this.#connections, CLOSE_S);
  }

  #park(fact: Fact, reason: string): Promise<void> {
    const how = { reason, sealer: this.#options.sealer };
    return this.#use((sql) =>
      within(COMMIT_MS, keepRefused(sql, fact, how), "keep a refused fact")
    );
  }

  async #open(): Promise<void> {
    const used = this.#connections;
    try {
      await this.#options.ensure?.();
      await within(ANSWER_MS, used.sql`select 1`, "reach the database");
      const { sealer } = this.#options;
      await within(MIGRATION_MAX_MS, migrate(used.sql, sealer), "bring the database up to date");
      await within(ANSWER_MS, registerKeys(used.sql, sealer), "compare keys with the database");
      this.#isOpen = true;
    } catch (error) {
      this.#renew(used);
      throw error;
    }
  }

  async #use<Value>(work: (sql: Sql) => Promise<Value>): Promise<Value> {
    await this.open();
    const used = this.#connections;
    try {
      return await work(used.sql);
    } catch (error) {
      if (error instanceof KeyRetired) await this.#options.sealer.refresh(); // for the next try
      if (!isRefusal(error)) this.#renew(used);
      throw error;
    }
  }

  /** What hangs on the old connections fails now. */
  #renew(used: Connections): void {
    if (this.#connections !== used) return; // another failure was faster
    this.#isOpen = false;
    this.#connections = this.#connect();
    drop(used);
  }

  #connect(): Connections {
    const { address, connections } = this.#options;
    const sockets = this.#options.sockets?.() ?? null;
    const socket = sockets === null ? {} : { socket: sockets.open };
    return { sql: connect(address, { connections, ...socket }), sockets };
  }
}

/** First the driver lets go of its queries, else it connects again for them. */
async function drop({ sql, sockets }: Connections, timeout = 0): Promise<void> {
  await sql.end({ timeout }).catch(() => {}); // it has failed already
  sockets?.cut();
}
