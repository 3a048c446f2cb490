/** The figures of the bench as tables for a README. */
import { spreadOf } from "../../lab/pacing.ts";
import type { FloodResult } from "./flood.ts";
import type { OutageResult, Outcome } from "./outage.ts";
import type { RestResult } from "./rest.ts";

type Rounds<Result> = ReadonlyMap<string, readonly Result[]>;
type Flood = FloodResult & { readonly importMs: number };

export function floodTable(rounds: Rounds<Flood>): string {
  return table(
    ["client", "events/s", "CPU µs/event", "lost", "out of order", "RSS MB", "peak", "import ms"],
    [...rounds].map(([title, runs]) => [
      title,
      over(runs, ({ received, tookMs }) => received / tookMs * 1_000),
      over(runs, ({ received, cpuMs }) => cpuMs / received * 1_000, 1),
      over(runs, ({ lost }) => lost),
      over(runs, ({ outOfOrder }) => outOfOrder),
      over(runs, ({ rssMb }) => rssMb),
      over(runs, ({ peakRssMb }) => peakRssMb),
      over(runs, ({ importMs }) => importMs),
    ]),
  );
}

export function pacedTable(runs: readonly (readonly [string, FloodResult])[]): string {
  return table(
    ["client", "handed on", "out of order", "latency p50", "p95", "p99"],
    runs.map(([title, { received, lost, outOfOrder, latenciesMs }]) => [
      title,
      `${(100 * received / (received + lost)).toFixed(1)} %`,
      `${outOfOrder}`,
      ...percentiles(latenciesMs),
    ]),
  );
}

export function restTable(rounds: Rounds<RestResult>): string {
  const column = (runs: readonly RestResult[], times: (run: RestResult) => readonly number[]) =>
    (["p50", "p95", "p99"] as const).map((at) => over(runs, (run) => spreadOf(times(run))![at], 1));
  return table(
    ["client", "1: p50 ms", "p95", "p99", "50: p50 ms", "p95", "p99", "50: a second", "failed"],
    [...rounds].map(([title, runs]) => [
      title,
      ...column(runs, ({ oneMs }) => oneMs),
      ...column(runs, ({ parallelMs }) => parallelMs),
      over(runs, ({ parallelMs, parallelTookMs }) => parallelMs.length / parallelTookMs * 1_000),
      over(runs, ({ failed }) => failed),
    ]),
  );
}

export interface OutageRow {
  readonly title: string;
  readonly kind: string;
  /** Text where the contender's process ended. */
  readonly result: OutageResult | string;
}

export function outageTable(rows: readonly OutageRow[]): string {
  return table(
    ["client", "server", "hears again", "answers again", "call under way", "call in the outage"],
    rows.map(({ title, kind, result }) => [
      title,
      kind,
      ...(typeof result === "string" ? [result, "", "", ""] : [
        after(result.hearsAfterMs),
        after(result.answersAfterMs),
        outcome(result.pending),
        outcome(result.during),
      ]),
    ]),
  );
}

function after(ms: number | null): string {
  return ms === null ? "never" : `after ${(ms / 1_000).toFixed(1)} s`;
}

function outcome({ how, afterMs }: Outcome): string {
  const seconds = (afterMs / 1_000).toFixed(1);
  return how === "hangs" ? `hangs (${seconds} s)` : `${how} after ${seconds} s`;
}

/** "median (least–most)" of the rounds; one figure where they agree. */
function over<Run>(runs: readonly Run[], figure: (run: Run) => number, digits = 0): string {
  const values = runs.map(figure).toSorted((a, b) => a - b);
  const texts = values.map((value) => value.toFixed(digits));
  const [least, most] = [texts[0], texts.at(-1)];
  const median = texts[Math.floor(texts.length / 2)]!;
  return least === most ? median : `${median} (${least}–${most})`;
}

function percentiles(values: readonly number[]): string[] {
  const spread = spreadOf(values);
  return [spread?.p50, spread?.p95, spread?.p99].map((value) => `${value?.toFixed(1) ?? "–"} ms`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
