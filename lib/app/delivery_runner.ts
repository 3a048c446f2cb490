/** Makes the deliveries that are owed: looks for what is due, hands it to its plugin, notes the outcome. */
import type { Lead } from "../core/lead.ts";
import { type Delivered, type Delivery, type RecordedCall } from "../plugin/contract.ts";
import { reasonOf, type Sql } from "../store/database.ts";
import {
  buried,
  type Claim,
  claim,
  finished,
  forgetPerson,
  pluginsDue,
  postponed,
} from "../store/delivery_claims.ts";
import { type DeliveryPlugin, oweReport, switchOn } from "../store/deliveries.ts";
import { readNumbers, readOwed } from "../store/delivery_payload.ts";
import type { Sealer } from "../store/sealing.ts";
import { outcomeOf } from "./delivery_outcome.ts";
import { periodOf, periodsReady } from "./report_periods.ts";

/** Nobody waits for a delivery; a call's end is not told, so that another process may have had it. */
const LOOK_EVERY_MS = 1_000;
/** After a look that the database didn't answer. */
const LOOK_AGAIN_MS = 5_000;
/** Deliveries at the same time in this process, over all plugins: each holds a call in memory. */
const AT_ONCE_MAX = 16;
/** A report's period ends once a day. */
const REPORTS_EVERY_MS = 60_000;

export interface DeliveryRunnerOptions {
  readonly sql: () => Sql;
  readonly sealer: Sealer;
  /** Those that are on here now; the queue is told of each change. */
  readonly plugins: () => readonly DeliveryPlugin[];
  /** Rejects with `RetryLater`, `GiveUp`, or with what the plugin did wrong. */
  readonly deliver: (plugin: string, delivery: Delivery) => Promise<Delivered>;
  /** BCP 47, of a campaign. */
  readonly languageOf: (campaign: string) => string;
  /** Of the reports' days. */
  readonly timeZone: string;
  /** `fields` hold names and reasons, never a person's data. */
  readonly log: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Null: the database's clock. */
  readonly now?: () => Date | null;
  readonly random?: () => number;
  readonly leaseMs?: number;
  readonly lookEveryMs?: number;
}

export class DeliveryRunner {
  readonly #options: DeliveryRunnerOptions;
  readonly #working = new Set<Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> | null = null;
  #isClosed = false;
  #isFailing = false;
  #reportsAtMs = -Infinity;
  /** What the queue was told last. */
  #switchedOn = "";

  constructor(options: DeliveryRunnerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#look();
  }

  /** Begins what may begin now; resolves when it has begun. */
  async round(): Promise<void> {
    await this.#switchOn();
    await this.#oweReports();
    const { sql } = this.#options;
    for (const plugin of await pluginsDue(sql(), this.#claiming())) {
      while (this.#working.size < AT_ONCE_MAX && !this.#isClosed) {
        const claimed = await claim(sql(), plugin, this.#claiming());
        if (claimed === null) break;
        this.#begin(claimed);
      }
    }
  }

  /** Resolves when nothing runs here any more. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
  }

  /** Nothing new begins; what runs may end, and is another's after its lease where it doesn't. */
  async close(withinMs: number): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    let patience: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => patience = setTimeout(resolve, withinMs));
    const ended = Promise.allSettled([this.#looking]).then(() => this.idle());
    await Promise.race([ended, late]).finally(() => clearTimeout(patience));
  }

  #look(): void {
    if (this.#isClosed || this.#looking) return;
    clearTimeout(this.#timer);
    this.#looking = this.round()
      .then(() => this.#turned(null), (error) => this.#turned(error))
      .finally(() => {
        this.#looking = null;
        if (this.#isClosed) return;
        const everyMs = this.#options.lookEveryMs ?? LOOK_EVERY_MS;
        const waitMs = this.#isFailing ? Math.max(LOOK_AGAIN_MS, everyMs) : everyMs;
        this.#timer = setTimeout(() => this.#look(), waitMs * (0.5 + this.#random()));
      });
  }

  #turned(error: unknown): void {
    const isFailing = error !== null;
    if (isFailing && !this.#isFailing) {
      this.#options.log("Cannot look for deliveries; they wait in the database", {
        reason: reasonOf(error),
      });
    }
    this.#isFailing = isFailing;
  }

  #begin(claimed: Claim): void {
    const work = this.#work(claimed)
      .catch((error) => {
        // Its lease runs out, and it is tried again.
        this.#options.log("Cannot note what became of a delivery", {
          ...{ plugin: claimed.plugin, delivery: claimed.id, reason: reasonOf(error) },
        });
      })
      .finally(() => {
        this.#working.delete(work);
        this.#look();
      });
    this.#working.add(work);
  }

  async #work(claimed: Claim): Promise<void> {
    const sql = this.#options.sql();
    const delivery = await this.#deliveryOf(claimed);
    if (typeof delivery === "string") return await buried(sql, claimed, "cancelled", delivery);
    let delivered: Delivered;
    try {
      delivered = await this.#options.deliver(claimed.plugin, delivery);
    } catch (error) {
      return await this.#failed(claimed, error);
    }
    await finished(sql, claimed, delivered.receipt ?? {});
    if (delivery.kind === "erase_person") await forgetPerson(sql, delivery.callId!);
  }

  async #failed(claimed: Claim, error: unknown): Promise<void> {
    const sql = this.#options.sql();
    const nowMs = this.#now()?.getTime() ?? Date.now();
    const outcome = outcomeOf(error, claimed, { nowMs, random: this.#random() });
    const { plugin, kind, id: delivery } = claimed;
    if (outcome.state === "waiting") return await postponed(sql, claimed, outcome);
    const told = { plugin, kind, delivery, reason: outcome.reason };
    this.#options.log("A delivery is parked: see deliveries show, then retry or cancel", told);
    await buried(sql, claimed, "dead", outcome.reason);
  }

  /** A sentence where it need not be made any more. */
  async #deliveryOf(claimed: Claim): Promise<Delivery | string> {
    const base = {
      ...{ key: claimed.key, kind: claimed.kind, attempt: claimed.attempt },
      firstAtMs: claimed.firstAt?.getTime() ?? null,
      lastAtMs: claimed.lastAt?.getTime() ?? null,
      receipts: claimed.receipts.map(({ receipt }) => receipt),
    };
    if (claimed.kind === "report_due") {
      const report = await this.#reportOf(claimed.key);
      if (report === null) return "it names no period";
      return { ...base, callId: null, lead: null, call: null, report } as Delivery;
    }
    const { callId } = claimed;
    const none = { callId, lead: null, call: null, report: null };
    if (claimed.kind === "erase_person") return { ...base, ...none } as Delivery;
    const { sealer, sql } = this.#options;
    const actor = `plugin:${claimed.plugin}` as const;
    const owed = await readOwed({ sql: sql(), sealer, actor }, callId!);
    if (owed === null) return "the call was erased";
    const call = { ...owed.call, language: this.#options.languageOf(owed.call.campaign) };
    return aboutCall(base, { callId, call, lead: owed.lead }, claimed.kind === "lead_qualified");
  }

  async #switchOn(): Promise<void> {
    const plugins = this.#options.plugins();
    const on = JSON.stringify(plugins);
    if (on === this.#switchedOn) return;
    await switchOn(this.#options.sql(), plugins);
    this.#switchedOn = on;
  }

  async #reportOf(key: string) {
    const period = periodOf(key.split(":").slice(1, 3).join(":"), this.#options.timeZone);
    if (period === null) return null;
    const { name: _, ...span } = period;
    return { ...span, ...await readNumbers(this.#options.sql(), span) };
  }

  async #oweReports(): Promise<void> {
    const nowMs = this.#now()?.getTime() ?? Date.now();
    if (nowMs - this.#reportsAtMs < REPORTS_EVERY_MS) return;
    for (const { name, toMs } of periodsReady(nowMs, this.#options.timeZone)) {
      await oweReport(this.#options.sql(), name, new Date(toMs));
    }
    this.#reportsAtMs = nowMs;
  }

  #claiming() {
    const { plugins, leaseMs } = this.#options;
    return {
      plugins: plugins().map(({ name }) => name),
      now: this.#now(),
      ...(leaseMs ? { leaseMs } : {}),
    };
  }

  #now(): Date | null {
    return this.#options.now?.() ?? null;
  }

  #random(): number {
    return (this.#options.random ?? Math.random)();
  }
}

function aboutCall(
  base: Pick<Delivery, "key" | "attempt" | "firstAtMs" | "lastAtMs" | "receipts">,
  about: { callId: string | null; call: RecordedCall; lead: Lead | null },
  needsQualified: boolean,
): Delivery | string {
  const isQualified = about.lead?.status === "qualified";
  if (needsQualified && !isQualified) return "the lead is no longer qualified";
  return { ...base, ...about, report: null } as Delivery;
}
