/** A runner over a database of the test's own, with destinations and a clock that the test sets. */
import { DeliveryRunner } from "../../lib/app/delivery_runner.ts";
import type { CallId } from "../../lib/core/ids.ts";
import type { Delivered, Delivery } from "../../lib/plugin/contract.ts";
import type { Sql } from "../../lib/store/database.ts";
import type { DeliveryPlugin } from "../../lib/store/deliveries.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { callFrom, factsOf, newCall, strangersFacts } from "../store/call_facts.ts";
import { ownSealer } from "../store/own_keys.ts";

export const EVERY_KIND: DeliveryPlugin = {
  name: "crm",
  kinds: ["lead_qualified", "call_ended", "erase_person"],
  atOnce: 4,
  perMinute: 60_000,
};

/** Rounds without anything to do in between that end a test. */
const ROUNDS_MAX = 2_000;

export type Destination = (
  delivery: Delivery,
  nowMs: number,
  plugin: string,
) => Promise<Delivered>;

export class SimulatedDeliveries {
  readonly #sql: Sql;
  readonly #runner: DeliveryRunner;
  readonly logged: string[] = [];
  /** Ahead of the database's clock, which says when a deletion is due. */
  nowMs = Date.now() + 3_600_000;
  /** Those that run; a test may take them away. */
  plugins: readonly DeliveryPlugin[];

  constructor(sql: Sql, destination: Destination, plugins: readonly DeliveryPlugin[]) {
    this.#sql = sql;
    this.plugins = plugins;
    const configured = plugins.map(({ name }) => name);
    this.#runner = new DeliveryRunner({
      sql: () => sql,
      sealer: ownSealer,
      plugins: () => this.plugins,
      configured: () => configured,
      deliver: (plugin, delivery) => destination(delivery, this.nowMs, plugin),
      timeZone: "Europe/Berlin",
      log: (message, fields) => this.logged.push(`${message} ${JSON.stringify(fields)}`),
      now: () => new Date(this.nowMs),
      random: () => 0.5,
    });
  }

  static async open(
    sql: Sql,
    destination: Destination,
    plugins: readonly DeliveryPlugin[] = [EVERY_KIND],
    nowMs?: number,
  ): Promise<SimulatedDeliveries> {
    const deliveries = new SimulatedDeliveries(sql, destination, plugins);
    deliveries.nowMs = nowMs ?? deliveries.nowMs;
    await deliveries.settle(); // from now on they are owed what happens
    return deliveries;
  }

  /** A call that has just ended; from the number, or a stranger's. */
  async call(number?: string): Promise<CallId> {
    const call = newCall();
    const atMs = this.nowMs - 10_000;
    const facts = number === undefined
      ? strangersFacts(call, atMs)
      : callFrom(number, factsOf(call, atMs));
    await applyFacts(this.#sql, facts, ownSealer);
    return call;
  }

  /** Until nothing is due any more at this moment. */
  async settle(): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      await this.#runner.round();
      await this.#runner.idle();
      this.nowMs += 10; // the rate lets the next one go
      const [{ due }] = await this.#sql<[{ due: number }]>`
        select count(*)::integer as due from deliveries join delivery_plugins using (plugin)
        where state in ('waiting', 'running') and due_at <= ${new Date(this.nowMs)}
          and free_at <= ${new Date(this.nowMs)} and is_on
          and not exists (select from deliveries before where before.plugin = deliveries.plugin
            and before.person = deliveries.person and before.id < deliveries.id
            and before.state in ('waiting', 'running'))`;
      if (due === 0) return;
    }
    throw new Error(`Deliveries are due for ever: ${this.logged.slice(-3).join("; ")}`);
  }

  /** Goes from one due moment to the next until so much time is over. */
  async pass(ms: number, stepMs: number): Promise<void> {
    for (const untilMs = this.nowMs + ms; this.nowMs < untilMs;) {
      await this.settle();
      this.nowMs += stepMs;
    }
    await this.settle();
  }

  async states(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.#sql<{ state: string; count: number }[]>`
      select state, count(*)::integer as count from deliveries group by state`;
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }
}
