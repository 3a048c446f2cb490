/** Brings facts from journals to the database: from this process's own, and from those of processes that are gone. */
import { within } from "../store/database.ts";
import type { Sealer } from "../store/sealing.ts";
import type { Writer } from "../store/writer.ts";
import type { DiskJournal } from "./journal.ts";
import { JournalFile } from "./journal_file.ts";

/**
 * Facts that are safe on disk wait so long for others to go to the database with: a transaction for each of
 * them was a tenth of what a call cost.
 */
const GATHER_MS = 500;
/** What runs when the store is closed may end, but not for ever. */
const STOP_MS = 5_000;

export interface CourierParts {
  readonly journal: DiskJournal;
  readonly writer: Writer;
  /** Where journals are. */
  readonly folder: string;
  readonly sealer: Sealer;
  readonly failed: (message: string, error: unknown) => void;
}

/** Facts wait for others since then. */
interface Gathering {
  readonly sinceMs: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Courier {
  readonly #parts: CourierParts;
  #isClosed = false;
  #delivering: Promise<void> | null = null;
  #gathering: Gathering | null = null;
  #orphans: Promise<void> = Promise.resolve();

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /** When the oldest fact was written that is on its way from a journal; null when none is. Epoch ms. */
  get oldestAtMs(): number | null {
    const ages = [this.#gathering?.sinceMs ?? null, this.#parts.writer.oldestAtMs]
      .filter((atMs) => atMs !== null);
    return ages.length === 0 ? null : Math.min(...ages);
  }

  /** The journal of this process has more than before. */
  gather(): void {
    if (this.#isClosed) return this.#deliver();
    this.#gathering ??= {
      sinceMs: Date.now(),
      timer: setTimeout(() => this.#deliver(), GATHER_MS),
    };
  }

  /** Begins with the journals whose process is gone: a crash, or a database that was away when it ended. */
  takeOver(): void {
    this.#orphans = this.#deliverOrphans();
  }

  /** Waits up to `drainMs` until everything is delivered; nothing is after that. */
  async close(drainMs: number): Promise<void> {
    this.#isClosed = true;
    const delivered = this.#allDelivered();
    await within(drainMs, delivered, "deliver everything").catch(() => {}); // the disk keeps it
    this.#parts.writer.stop();
    const stopped = Promise.allSettled([this.#delivering, this.#orphans]);
    await within(STOP_MS, stopped, "stop").catch(() => {});
  }

  #deliver(): void {
    const { journal, writer, failed } = this.#parts;
    clearTimeout(this.#gathering?.timer);
    this.#gathering = null;
    this.#delivering ??= writer.deliver(journal)
      .then(() => true, (error) => void failed("Cannot read the journal", error))
      .then((isRead) => {
        this.#delivering = null;
        const isLeft = journal.undelivered > 0 && !writer.isStopped;
        if (isRead && isLeft) this.gather(); // written since the last look
      });
  }

  async #allDelivered(): Promise<void> {
    await this.#parts.journal.sync().finally(() => this.#deliver());
    while (this.#delivering) await this.#delivering;
    await this.#orphans;
  }

  async #deliverOrphans(): Promise<void> {
    const { writer, folder, sealer, failed } = this.#parts;
    const paths = await JournalFile.list(folder).catch((error) => {
      failed("Cannot look for old journals; it is tried again at the next start", error);
      return [];
    });
    for (const path of paths) {
      try {
        const orphan = await JournalFile.takeOver(path, sealer);
        if (orphan !== null) await writer.deliver(orphan).finally(() => orphan.close());
      } catch (error) {
        failed("Cannot deliver an old journal; it is tried again at the next start", error);
      }
    }
  }
}
