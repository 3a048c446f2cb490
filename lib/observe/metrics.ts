/** What is counted and measured, and how Prometheus reads it. */
import { Gauge, Registry } from "prom-client";

/** All metrics of one Parley, made once at start. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #live = new Gauge({
    name: "parley_live_calls",
    help: "Calls that are live now.",
    registers: [this.#registry],
  });

  liveCalls(count: number): void {
    this.#live.set(count);
  }

  /** Text format 0.0.4. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
