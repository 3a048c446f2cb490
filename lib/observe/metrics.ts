/** Counts and measures, and tells them in Prometheus' text format 0.0.4. */

/** Label combinations of one metric; further ones are counted together under "other". */
export const SERIES_MAX = 200;
/** Characters of a label's value; longer ones are cut. */
const LABEL_CHARS_MAX = 80;

export type Labels<Label extends string> = Readonly<Record<Label, string>>;
type Args<Label extends string> = [Label] extends [never] ? [] : [labels: Labels<Label>];

/** Only grows. */
export interface Counter<Label extends string = never> {
  /** Ignores what isn't a positive number. */
  add(by: number, ...labels: Args<Label>): void;
}

export interface Gauge<Label extends string = never> {
  set(value: number, ...labels: Args<Label>): void;
}

export interface Histogram<Label extends string = never> {
  /** Ignores what isn't a number. */
  observe(value: number, ...labels: Args<Label>): void;
}

export interface MetricOptions<Label extends string> {
  /** One sentence with the unit. */
  readonly help: string;
  readonly labels?: readonly Label[];
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: "counter" | "gauge" | "histogram";
  lines(): string[];
}

/** One set of metrics, made once at start. Names are checked and given once. */
export class Metrics {
  readonly #metrics = new Map<string, Metric>();

  counter<Label extends string = never>(
    name: string,
    options: MetricOptions<Label>,
  ): Counter<Label> {
    const series = new Series(() => ({ value: 0 }), options.labels ?? []);
    this.#add({ name, help: options.help, kind: "counter", lines: () => valueLines(name, series) });
    return {
      add: (by, ...[labels]) => {
        if (by > 0 && Number.isFinite(by)) series.at(labels).value += by;
      },
    };
  }

  gauge<Label extends string = never>(name: string, options: MetricOptions<Label>): Gauge<Label> {
    const series = new Series(() => ({ value: 0 }), options.labels ?? []);
    this.#add({ name, help: options.help, kind: "gauge", lines: () => valueLines(name, series) });
    return {
      set: (value, ...[labels]) => {
        series.at(labels).value = value;
      },
    };
  }

  /** A gauge that is asked each time somebody reads the metrics; a throw leaves it out. */
  gaugeOf(name: string, help: string, read: () => number): void {
    const lines = () => {
      try {
        return [`${name} ${numberText(read())}`];
      } catch {
        return [];
      }
    };
    this.#add({ name, help, kind: "gauge", lines });
  }

  histogram<Label extends string = never>(
    name: string,
    options: MetricOptions<Label> & { readonly buckets: readonly number[] },
  ): Histogram<Label> {
    const bounds = [...options.buckets].sort((a, b) => a - b);
    const empty = () => ({ counts: bounds.map(() => 0), sum: 0, count: 0 });
    const series = new Series(empty, options.labels ?? []);
    const lines = () => histogramLines(name, bounds, series);
    this.#add({ name, help: options.help, kind: "histogram", lines });
    return {
      observe: (value, ...[labels]) => {
        if (!Number.isFinite(value)) return;
        const measured = series.at(labels);
        const bucket = bounds.findIndex((bound) => value <= bound);
        if (bucket >= 0) measured.counts[bucket]!++;
        measured.sum += value;
        measured.count++;
      },
    };
  }

  /** Everything, in the order of making, ending in a line break. */
  text(): string {
    return [...this.#metrics.values()].flatMap(({ name, help, kind, lines }) => [
      `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
      `# TYPE ${name} ${kind}`,
      ...lines(),
    ]).join("\n") + "\n";
  }

  #add(metric: Metric): void {
    if (!/^[a-z][a-z0-9_]*$/.test(metric.name)) {
      throw new Error(`Cannot name a metric "${metric.name}": use a to z, digits and _`);
    }
    if (this.#metrics.has(metric.name)) {
      throw new Error(`Cannot make the metric "${metric.name}" twice: share the first one`);
    }
    this.#metrics.set(metric.name, metric);
  }
}

/** The values of one metric by their labels. */
class Series<Value> {
  readonly #empty: () => Value;
  readonly #labels: readonly string[];
  readonly #values = new Map<string, Value>();

  constructor(empty: () => Value, labels: readonly string[]) {
    this.#empty = empty;
    this.#labels = labels;
    if (labels.length === 0) this.#values.set("", empty());
  }

  at(labels: Readonly<Record<string, string>> | undefined): Value {
    const key = this.#key((label) => labels?.[label] ?? "");
    const fits = this.#values.has(key) || this.#values.size < SERIES_MAX;
    return this.#valueOf(fits ? key : this.#key(() => "other"));
  }

  /** Each value with its labels as they are written, without braces. */
  entries(): IterableIterator<[string, Value]> {
    return this.#values.entries();
  }

  #valueOf(key: string): Value {
    const value = this.#values.get(key) ?? this.#empty();
    this.#values.set(key, value);
    return value;
  }

  #key(valueOf: (label: string) => string): string {
    return this.#labels.map((label) => `${label}="${labelText(valueOf(label))}"`).join(",");
  }
}

interface Measured {
  /** Per bucket, not yet added up. */
  readonly counts: number[];
  sum: number;
  count: number;
}

function valueLines(name: string, series: Series<{ value: number }>): string[] {
  return [...series.entries()].map(([labels, { value }]) =>
    `${name}${braces(labels)} ${numberText(value)}`
  );
}

function histogramLines(
  name: string,
  bounds: readonly number[],
  series: Series<Measured>,
): string[] {
  return [...series.entries()].flatMap(([labels, { counts, sum, count }]) => {
    const before = labels === "" ? "" : `${labels},`;
    let below = 0;
    const buckets = bounds.map((bound, index) => {
      below += counts[index]!;
      return `${name}_bucket{${before}le="${bound}"} ${below}`;
    });
    return [
      ...buckets,
      `${name}_bucket{${before}le="+Inf"} ${count}`,
      `${name}_sum${braces(labels)} ${numberText(sum)}`,
      `${name}_count${braces(labels)} ${count}`,
    ];
  });
}

function braces(labels: string): string {
  return labels === "" ? "" : `{${labels}}`;
}

function labelText(value: string): string {
  return value.slice(0, LABEL_CHARS_MAX)
    .replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}
