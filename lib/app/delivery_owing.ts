/** Keeps the queue told of who is owed deliveries, and owes the reports of periods that are over. */
import type { Sql } from "../store/database.ts";
import { type DeliveryPlugin, leave, oweReport, switchOn } from "../store/deliveries.ts";
import { countOpen, type DeliveryCount } from "../store/delivery_desk.ts";
import { periodsReady } from "./report_periods.ts";

/** Far below what other processes wait for a sign of life; a report's period ends once a day. */
const EVERY_MS = 60_000;

export interface OwingOptions {
  readonly sql: () => Sql;
  /** Those that run here now. */
  readonly plugins: () => readonly DeliveryPlugin[];
  /** Names of all that are configured; null: nobody knows yet. */
  readonly configured: () => readonly string[] | null;
  /** Of the reports' days. */
  readonly timeZone: string;
  /** Told each minute of what is still to be made, or waits for a person, over all processes. */
  readonly counted?: (counts: readonly DeliveryCount[]) => void;
}

export class Owing {
  readonly #options: OwingOptions;
  readonly #hostId = crypto.randomUUID();
  /** What the queue was told last. */
  #told = "";
  /** It was told of all that is configured. */
  #toldAll = false;
  #atMs = -Infinity;

  constructor(options: OwingOptions) {
    this.#options = options;
  }

  async refresh(nowMs: number): Promise<void> {
    const isDue = nowMs - this.#atMs >= EVERY_MS;
    await this.#tell(isDue);
    if (!isDue) return;
    const { sql, timeZone, counted } = this.#options;
    for (const { name, toMs } of periodsReady(nowMs, timeZone)) {
      await oweReport(sql(), name, new Date(toMs));
    }
    if (counted) counted(await countOpen(sql()));
    this.#atMs = nowMs;
  }

  async close(): Promise<void> {
    if (this.#told !== "") await leave(this.#options.sql(), this.#hostId);
  }

  async #tell(isDue: boolean): Promise<void> {
    const { sql, plugins, configured } = this.#options;
    const [running, names] = [plugins(), configured()];
    const now = JSON.stringify([running, names]);
    if (now === this.#told && !isDue) return;
    await switchOn(sql(), running, names, { id: this.#hostId, isNew: !this.#toldAll });
    this.#told = now;
    this.#toldAll ||= names !== null;
  }
}
