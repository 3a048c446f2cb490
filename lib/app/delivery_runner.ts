/** Makes the deliveries that are owed: looks for what is due, hands it to its plugin, notes the outcome. */
import { redaction } from "../observe/redaction.ts";
import type { Delivered, Delivery } from "../plugin/contract.ts";
import { PluginAway } from "../plugin/guard.ts";
import { reasonOf, type Sql } from "../store/database.ts";
import type { DeliveryCount } from "../store/delivery_desk.ts";
import {
  buried,
  type Claim,
  claim,
  finished,
  handedBack,
  pluginsDue,
  postponed,
  told,
} from "../store/delivery_claims.ts";
import type { DeliveryPlugin } from "../store/deliveries.ts";
import type { Sealer } from "../store/sealing.ts";
import { contentOf } from "./delivery_content.ts";
import { outcomeOf } from "./delivery_outcome.ts";
import { Owing } from "./delivery_owing.ts";

/** Nobody waits for a delivery; a call's end is not told, so that another process may have had it. */
const LOOK_EVERY_MS = 1_000;
/** After a look that the database didn't answer. */
const LOOK_AGAIN_MS = 5_000;
/** Deliveries at the same time in this process, over all plugins: each holds a call in memory. */
const AT_ONCE_MAX = 16;
/** A process of a plugin that has died is started anew after a second, and later after minutes. */
const AWAY_MS = 5_000;
/** A rest that is worth a line in the log; shorter ones are a busy destination's daily bread. */
const TOLD_REST_MS = 60_000;

export interface DeliveryRunnerOptions {
  readonly sql: () => Sql;
  readonly sealer: Sealer;
  /** Those that are on here now; the queue is told of each change. */
  readonly plugins: () => readonly DeliveryPlugin[];
  /** Names of all that are configured, whether they run or not; null: nobody knows yet. */
  readonly configured: () => readonly string[] | null;
  /** Rejects with `RetryLater`, `GiveUp`, `PluginAway`, or with what the plugin did wrong. */
  readonly deliver: (plugin: string, delivery: Delivery) => Promise<Delivered>;
  /** Of the reports' days. */
  readonly timeZone: string;
  /** See `OwingOptions`. */
  readonly counted?: (counts: readonly DeliveryCount[]) => void;
  /** Must not stand in a reason, whoever repeats them. */
  readonly secrets?: readonly string[];
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
  readonly #owing: Owing;
  readonly #clean: (reason: string) => string;
  readonly #working = new Set<Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> | null = null;
  #isClosed = false;
  #isFailing = false;

  constructor(options: DeliveryRunnerOptions) {
    this.#options = options;
    this.#owing = new Owing(options);
    const redact = redaction({ personalData: false, secrets: options.secrets ?? [] });
    this.#clean = (reason) => String(redact(reason));
  }

  start(): void {
    this.#look();
  }

  /** Begins what may begin now; resolves when it has begun. */
  async round(): Promise<void> {
    await this.#owing.refresh(this.#nowMs());
    const { sql } = this.#options;
    for (const plugin of await pluginsDue(sql(), this.#claiming())) {
      while (this.#working.size < AT_ONCE_MAX && !this.#isClosed) {
        const kinds = this.#options.plugins().find(({ name }) => name === plugin)?.kinds ?? [];
        const claimed = await claim(sql(), plugin, { ...this.#claiming(), kinds });
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
    const left = () => this.#owing.close().catch(() => {}); // it is forgotten after some minutes
    const ended = Promise.allSettled([this.#looking]).then(() => this.idle()).then(left);
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
    let delivered: Delivered;
    try {
      const delivery = await this.#content(claimed, sql);
      if (typeof delivery === "string") return await buried(sql, claimed, "cancelled", delivery);
      delivered = await this.#options.deliver(claimed.plugin, delivery);
    } catch (error) {
      return await this.#failed(claimed, error);
    }
    await finished(sql, claimed, delivered.receipt ?? {});
  }

  async #content(claimed: Claim, sql: Sql): Promise<Delivery | string> {
    try {
      return await contentOf(claimed, { ...this.#options, sql });
    } catch (error) {
      throw new Error(`Cannot read what it is about: ${reasonOf(error)}`);
    }
  }

  async #failed(claimed: Claim, error: unknown): Promise<void> {
    const sql = this.#options.sql();
    const nowMs = this.#nowMs();
    if (error instanceof PluginAway) {
      return await handedBack(sql, claimed, new Date(nowMs + AWAY_MS));
    }
    const outcome = outcomeOf(error, claimed, {
      nowMs,
      random: this.#random(),
      clean: this.#clean,
    });
    const { plugin, kind, id: delivery } = claimed;
    // A plugin's words, which may name somebody: `deliveries show` has them until an erasure takes them.
    const fields = { plugin, kind, delivery, "pii.reason": told(outcome.reason) };
    if (outcome.state === "dead") {
      this.#options.log("A delivery is parked: see deliveries show, then retry or cancel", fields);
      return await buried(sql, claimed, "dead", outcome.reason);
    }
    if (outcome.pausesPlugin && outcome.dueAt.getTime() - nowMs >= TOLD_REST_MS) {
      const until = outcome.dueAt.toISOString();
      this.#options.log(
        "A plugin's deliveries rest, and go on by themselves: see deliveries list",
        {
          ...fields,
          until,
        },
      );
    }
    await postponed(sql, claimed, outcome);
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

  #nowMs(): number {
    return this.#now()?.getTime() ?? Date.now();
  }

  #random(): number {
    return (this.#options.random ?? Math.random)();
  }
}
