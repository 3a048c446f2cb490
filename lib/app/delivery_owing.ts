/** Keeps the queue told of who is owed deliveries, and owes the reports of periods that are over. */
import type { Sql } from "../store/database.ts";
import { type DeliveryPlugin, oweReport, switchOn } from "../store/deliveries.ts";
import { periodsReady } from "./report_periods.ts";

/** A report's period ends once a day. */
const REPORTS_EVERY_MS = 60_000;

export interface OwingOptions {
  readonly sql: () => Sql;
  /** Those that run here now. */
  readonly plugins: () => readonly DeliveryPlugin[];
  /** Names of all that are configured; null: nobody knows yet. */
  readonly configured: () => readonly string[] | null;
  /** Of the reports' days. */
  readonly timeZone: string;
}

export class Owing {
  readonly #options: OwingOptions;
  /** What the queue was told last. */
  #told = "";
  #reportsAtMs = -Infinity;

  constructor(options: OwingOptions) {
    this.#options = options;
  }

  async refresh(nowMs: number): Promise<void> {
    await this.#tell();
    if (nowMs - this.#reportsAtMs < REPORTS_EVERY_MS) return;
    const { sql, timeZone } = this.#options;
    for (const { name, toMs } of periodsReady(nowMs, timeZone)) {
      await oweReport(sql(), name, new Date(toMs));
    }
    this.#reportsAtMs = nowMs;
  }

  async #tell(): Promise<void> {
    const { sql, plugins, configured } = this.#options;
    const [running, names] = [plugins(), configured()];
    const now = JSON.stringify([running, names]);
    if (now === this.#told) return;
    await switchOn(sql(), running, names);
    this.#told = now;
  }
}
