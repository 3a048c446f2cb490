/** What is counted and measured, and how Prometheus reads it. */
import { Counter, Gauge, type GaugeConfiguration, Histogram, Registry } from "prom-client";
import type { Cost, Usage } from "../core/cost.ts";
import type { BrainRequests } from "../core/conversation/ahead.ts";
import type { Fallback, TurnTiming } from "../core/turn_timing.ts";

/** Fine where people feel it: below 300 ms an answer is prompt, from 1 s on it is slow. */
const WAIT_BUCKETS_MS = [50, 100, 150, 200, 300, 400, 500, 600, 800, 1_000, 1_300, 1_700, 2_500]
  .concat(4_000, 8_000);
/** Asterisk holds 160 ms of an utterance when more is due: what is later than that leaves a gap. */
const WRITE_LATE_BUCKETS_MS = [1, 2, 3, 5, 10, 20, 40, 80, 160, 500];
const OVERHEAD_BUCKETS_MS = [1, 2, 5, 10, 15, 25, 50, 100, 250, 1_000];

const STORE_STATES = ["ok", "behind", "down", "unsafe"] as const;

/** What is to be known of the store. */
export interface StoreNumbers {
  readonly state: typeof STORE_STATES[number];
  readonly disk: "ok" | "refuses";
  readonly backlog: number;
  readonly oldestAtMs: number | null;
  readonly lost: number;
}

export interface DeliveryNumber {
  readonly plugin: string;
  readonly state: string;
  readonly count: number;
}

/** Of all plugins together. */
const PLUGIN_METRICS_MAX = 200;

interface PluginMetric {
  readonly kind: "counter" | "gauge";
  readonly about: string;
}

/** All metrics of one Parley, made once at start. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #liveCalls = this.#gauge("parley_live_calls", "Calls that are live now.");
  readonly #greeting = this.#histogram(
    "parley_greeting_ms",
    "From a call's begin to the first packet of the greeting.",
  );
  readonly #gap = this.#histogram(
    "parley_turn_gap_ms",
    "From the caller's last sound to the first packet of the answer.",
  );
  readonly #endOfTurn = this.#histogram(
    "parley_end_of_turn_ms",
    "From the caller's last sound to the decision that the turn is over.",
  );
  readonly #brainFirst = this.#histogram(
    "parley_brain_first_ms",
    "From asking the brain to its first sentence.",
  );
  readonly #voiceFirst = this.#histogram(
    "parley_voice_first_ms",
    "From asking the voice to its first audio.",
  );
  readonly #overhead = this.#histogram(
    "parley_own_overhead_ms",
    "Of a turn's gap what neither deciding nor brain nor voice took.",
    OVERHEAD_BUCKETS_MS,
  );
  readonly #writeLate = this.#histogram(
    "parley_write_late_ms",
    "How much later than it was due audio of an utterance under way went to Asterisk.",
    WRITE_LATE_BUCKETS_MS,
  );
  readonly #interruptions = this.#counter(
    "parley_interruptions_total",
    "Answers that the caller cut short.",
  );
  readonly #fillers = this.#counter(
    "parley_fillers_total",
    "Fillers that were said because an answer was late.",
  );
  readonly #fallbacks = this.#counter(
    "parley_fallbacks_total",
    "Times that a part gave way to what stands behind it.",
    ["part", "to"],
  );
  readonly #brainRequests = this.#counter(
    "parley_brain_requests_total",
    "Requests to the brain: on the end of a turn, and ahead of it kept or dropped.",
    ["asked"],
  );

  readonly #cost = this.#counter(
    "parley_cost_micros_total",
    "What providers are owed, in millionths of the price table's currency.",
    ["provider", "model"],
  );
  readonly #units = this.#counter(
    "parley_provider_units_total",
    "What providers were used for, in the units that they bill.",
    ["provider", "model", "unit"],
  );
  readonly #unpriced = this.#counter(
    "parley_unpriced_uses_total",
    "Uses of which no price is known.",
    ["provider", "model"],
  );
  readonly #limits = this.#counter(
    "parley_cost_limits_total",
    "Calls that a limit of cost kept from spending more.",
    ["limit"],
  );

  /** Read anew each time that metrics are. */
  watchStore(health: () => StoreNumbers): void {
    const numbers: readonly (readonly [string, string, (store: StoreNumbers) => number])[] = [
      ["parley_store_backlog_facts", "Facts not in the database yet.", ({ backlog }) => backlog],
      ["parley_store_lost_facts", "Facts that nothing took.", ({ lost }) => lost],
      [
        "parley_store_oldest_ms",
        "Age of the oldest fact that is not in the database yet.",
        ({ oldestAtMs }) => oldestAtMs === null ? 0 : Math.max(0, Date.now() - oldestAtMs),
      ],
      [
        "parley_store_disk_refuses",
        "1 where it takes no journal.",
        ({ disk }) => disk === "ok" ? 0 : 1,
      ],
    ];
    for (const [name, help, read] of numbers) {
      this.#watched({ name, help }, (gauge) => gauge.set(read(health())));
    }
    const states = { name: "parley_store_state", help: "1 for the state that the store is in." };
    this.#watched({ ...states, labelNames: ["state"] }, (gauge) => {
      const now = health().state;
      for (const state of STORE_STATES) gauge.set({ state }, state === now ? 1 : 0);
    });
  }

  spent({ provider, model, units }: Usage, { micros }: Cost): void {
    for (const [unit, count] of Object.entries(units)) {
      this.#units.inc({ provider, model, unit }, count);
    }
    if (micros === null) this.#unpriced.inc({ provider, model });
    else this.#cost.inc({ provider, model }, micros);
  }

  limitReached(limit: string): void {
    this.#limits.inc({ limit });
  }

  readonly #pluginFailures = this.#counter(
    "parley_plugin_failures_total",
    "Questions to a plugin that it failed, or broke a limit by.",
    ["plugin"],
  );
  readonly #deliveries = new Gauge({
    name: "parley_deliveries",
    help: "Owed to plugins: waiting, running, or dead: parked for a person.",
    labelNames: ["plugin", "state"],
    registers: [this.#registry],
  });
  readonly #ofPlugins = new Map<string, Counter | Gauge>();

  liveCalls(count: number): void {
    this.#liveCalls.set(count);
  }

  turn(timing: TurnTiming): void {
    const { turn, firstPacketMs, interruptedAfterMs } = timing;
    observe(turn === 0 ? this.#greeting : this.#gap, firstPacketMs);
    if (turn !== 0) observe(this.#endOfTurn, timing.decidedMs);
    observe(this.#brainFirst, between(timing.brainAskedMs, timing.firstSentenceMs));
    observe(this.#voiceFirst, between(timing.voiceAskedMs, timing.firstAudioMs));
    observe(this.#overhead, overheadMs(timing));
    if (timing.fillerMs !== null) this.#fillers.inc();
    if (interruptedAfterMs !== null) this.#interruptions.inc();
  }

  wroteLate(ms: number): void {
    this.#writeLate.observe(ms);
  }

  fellBack({ part, to }: Fallback): void {
    this.#fallbacks.inc({ part, to });
  }

  /** Of a call that has ended. */
  brainRequests({ plain, kept, dropped }: BrainRequests): void {
    this.#brainRequests.inc({ asked: "at_the_end" }, plain);
    this.#brainRequests.inc({ asked: "ahead_kept" }, kept);
    this.#brainRequests.inc({ asked: "ahead_dropped" }, dropped);
  }

  /** Text format 0.0.4. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #watched(options: GaugeConfiguration<string>, look: (gauge: Gauge) => void): void {
    const registers = [this.#registry];
    new Gauge({
      ...options,
      registers,
      collect() {
        look(this);
      },
    });
  }

  /** A plugin's own; one that has too many names keeps the first, and none takes one of ours. */
  plugin(plugin: string, name: string, { kind, about }: PluginMetric, value: number): void {
    const whole = `parley_plugin_${plugin}_${name}`;
    let metric = this.#ofPlugins.get(whole);
    if (!metric) {
      const isTaken = this.#registry.getSingleMetric(whole) !== undefined;
      if (isTaken || this.#ofPlugins.size >= PLUGIN_METRICS_MAX) return;
      metric = kind === "counter" ? this.#counter(whole, about) : this.#gauge(whole, about);
      this.#ofPlugins.set(whole, metric);
    }
    if (metric instanceof Gauge) metric.set(value);
    else if (value >= 0) metric.inc(value);
  }

  pluginFailed(plugin: string): void {
    this.#pluginFailures.inc({ plugin });
  }

  /** All that there are now. */
  deliveries(counts: readonly DeliveryNumber[]): void {
    this.#deliveries.reset();
    for (const { plugin, state, count } of counts) this.#deliveries.set({ plugin, state }, count);
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.#registry] });
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[] = []) {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #histogram(name: string, help: string, buckets = WAIT_BUCKETS_MS): Histogram {
    return new Histogram({ name, help, buckets, registers: [this.#registry] });
  }
}

function observe(histogram: Histogram, ms: number | null): void {
  if (ms !== null) histogram.observe(ms);
}

function between(fromMs: number | null, untilMs: number | null): number | null {
  return fromMs === null || untilMs === null ? null : untilMs - fromMs;
}

/**
 * Between the parts' own times: from the decision to asking the brain, from its first sentence to
 * asking the voice, and from the first audio to the socket. Null where something was said before
 * the brain's sentence, or nothing was said.
 */
function overheadMs(timing: TurnTiming): number | null {
  const { decidedMs, brainAskedMs, firstSentenceMs, voiceAskedMs, firstAudioMs } = timing;
  const toBrainMs = brainAskedMs === null ? 0 : Math.max(0, brainAskedMs - decidedMs);
  const readyMs = Math.max(decidedMs, firstSentenceMs ?? decidedMs);
  const toVoiceMs = between(readyMs, voiceAskedMs);
  const toSocketMs = between(firstAudioMs, timing.firstPacketMs);
  if (toVoiceMs === null || toSocketMs === null || toVoiceMs < 0) return null;
  return toBrainMs + toVoiceMs + toSocketMs;
}
